"""Vocabularies of staffed counters and their queues."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class PriorityMode(models.TextChoices):
    """How priority users come first: in turns with the others, or at a window of their own."""

    RATIO = "ratio", _("按比例优先")
    WINDOW = "window", _("设优先窗口")


class PriorityCategory(models.TextChoices):
    """What a visitor says of themselves; nobody asks for a proof, and nothing else is kept."""

    ELDERLY = "elderly", _("老年人")
    DISABLED = "disabled", _("残障人士")
    INFANT = "infant", _("孕妇或携婴")
    ILL = "ill", _("病患")


class Need(models.TextChoices):
    WHEELCHAIR = "wheelchair", _("轮椅")
    LARGE_PRINT = "large_print", _("大字材料")
    HEARING = "hearing", _("听力协助")
    DIALECT = "dialect", _("方言")
    PROXY = "proxy", _("代办")


class TicketState(models.TextChoices):
    """waiting → called → served, or missed (and put back) or left; closed: the counter was withdrawn before its turn."""

    WAITING = "waiting", _("等候")
    CALLED = "called", _("已叫号")
    SERVED = "served", _("已办结")
    MISSED = "missed", _("过号")
    LEFT = "left", _("已离开")
    CLOSED = "closed", _("窗口已撤除")


class TicketSource(models.TextChoices):
    SLIP = "slip", _("打印小票")
    PHONE = "phone", _("手机取号")
    PAPER = "paper", _("断网纸质号")


class CheckPhase(models.TextChoices):
    OPENING = "opening", _("开放检查")
    CLOSING = "closing", _("撤除检查")


class CheckCode(models.TextChoices):
    """Items whose truth the system knows in part: they can be ticked only when it agrees."""

    STAFF = "staff", _("人员佩戴统一标识")
    CASH = "cash", _("备用金清点")
    EQUIPMENT_BACK = "equipment_back", _("设备归还")
    CASH_BACK = "cash_back", _("备用金交回")


class CashMoment(models.TextChoices):
    """Cash counted when it is handed out, and when it comes back."""

    OUT = "out", _("领出清点")
    BACK = "back", _("交回清点")
