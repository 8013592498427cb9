"""Vocabularies of the emergency hotline."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

#: what deadlines call a call-back
SUBJECT = "call_back"


class Question(models.TextChoices):
    """What a caller wants to know."""

    WHERE = "where", _("在哪里缴费")
    HOW = "how", _("怎样线上缴费")
    BRING = "bring", _("需要的材料")
    PRIORITY = "priority", pgettext_lazy("question", "优先服务")
    PAID_TWICE = "paid_twice", _("扣款未到账或重复扣款")
    RECEIPT = "receipt", _("票据和发票")
    UNTIL = "until", _("何时恢复")
    FAULT = "fault", _("报告终端故障")
    SAFETY = "safety", _("资金和信息安全")
    COMPLAINT = "complaint", _("投诉建议")
    OTHER = "other", _("其他")


class CallOutcome(models.TextChoices):
    ANSWERED = "answered", _("已接听")
    ABANDONED = "abandoned", _("未接通挂断")


class CallOrigin(models.TextChoices):
    AGENT = "agent", _("坐席登记")
    SYSTEM = "system", _("电话系统")


class CallBackState(models.TextChoices):
    WAITING = "waiting", _("待回电")
    TAKEN = "taken", _("回电中")
    DONE = "done", _("已回电")
    GIVEN_UP = "given_up", _("联系不上")


OWED = (CallBackState.WAITING, CallBackState.TAKEN)


class Fault(models.TextChoices):
    """What callers see of a terminal's trouble, as the code that the terminals' vocabulary has for it."""

    PAYMENT = "payment", _("付款失败")
    SCAN = "SCAN_INOP", _("扫码没有反应")
    CARD = "CARD_INOP", _("不读卡")
    CARD_JAM = "CARD_JAM", _("卡被吞")
    CASH = "CASH_JAM", _("纸币卡住")
    SLIP = "PRT_INOP", _("不出凭条")
    TOUCH = "TOUCH_FAIL", _("触摸没有反应")
    SCREEN = "SCREEN_BROKEN", _("屏幕损坏")
    DARK = "powerOff", _("黑屏无电")
    AMOUNT = "BALANCE_WRONG", _("金额或余额不对")
    COVERED = "qr:covered", _("二维码被覆盖或替换")
