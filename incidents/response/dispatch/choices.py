"""Vocabularies of dispatches."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from resources.staff.choices import Function

#: what the deadlines call a dispatch
SUBJECT = "dispatch"


class Purpose(models.TextChoices):
    REPAIR = "repair", _("维修更换")
    COUNTER = "counter", _("开设人工窗口")
    PATROL = "patrol", _("现场核查")
    NOTICES = "notices", _("张贴公告")
    PARTS = "parts", _("押送备件设备")
    OTHER = "other", _("其他")


#: whose work it is, unless the order says otherwise
FUNCTION_OF = {
    Purpose.REPAIR: Function.TECHNICAL,
    Purpose.COUNTER: Function.ON_SITE,
    Purpose.PATROL: Function.ON_SITE,
    Purpose.NOTICES: Function.ON_SITE,
    Purpose.PARTS: Function.LOGISTICS,
}


class DispatchState(models.TextChoices):
    OFFERED = "offered", _("待应答")
    ACCEPTED = "accepted", _("已接受")
    UNDER_WAY = "under_way", _("前往中")
    ON_SITE = "on_site", _("已到场")
    RELEASED = "released", _("已结束")
    DECLINED = "declined", _("已谢绝")
    UNANSWERED = "unanswered", _("未应答")
    WITHDRAWN = "withdrawn", _("已撤回")


#: the person is bound: at most one of these at a time
BOUND = (DispatchState.ACCEPTED, DispatchState.UNDER_WAY, DispatchState.ON_SITE)
LIVE = (DispatchState.OFFERED, *BOUND)
#: the person did not take it: somebody else is asked
REFUSED = (DispatchState.DECLINED, DispatchState.UNANSWERED)


class ConfirmedBy(models.TextChoices):
    """How it is known that somebody is on site."""

    WORD = "word", _("本人登记")
    SCAN = "scan", _("现场扫码")
    PHONE = "phone", _("他人代为登记")
