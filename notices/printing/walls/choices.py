"""Vocabularies of walls, and what they are called elsewhere."""

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from notices.content.choices import NoticeStatus

#: what attachments call a posting
SUBJECT: Final = "posting"
#: the code of the outlet
PAPER: Final = "paper"


class PostingState(models.TextChoices):
    TO_PRINT = "to_print", _("待打印")
    PRINTED = "printed", _("已打印，待张贴")
    POSTED = "posted", _("已张贴")
    TO_TAKE_DOWN = "to_take_down", _("待取下")
    TAKEN_DOWN = "taken_down", _("已取下")
    CANCELLED = "cancelled", pgettext_lazy("posting", "已取消")


class Ending(models.TextChoices):
    """Why a sheet is to hang no longer."""

    REPLACED = "replaced", _("已有新公告")
    CLEARED = "cleared", _("服务已恢复")
    FALSE_ALARM = "false_alarm", _("误报")
    WITHDRAWN = "withdrawn", pgettext_lazy("notice", "已撤回")
    EXPIRED = "expired", _("已过期")
    UNNEEDED = "unneeded", _("不再需要")


#: why the sheets of a notice that has ended so are to hang no longer
ENDINGS: Final = {
    NoticeStatus.SUPERSEDED: Ending.REPLACED,
    NoticeStatus.WITHDRAWN: Ending.WITHDRAWN,
    NoticeStatus.EXPIRED: Ending.EXPIRED,
}

#: the wall has, or is to have, this sheet
STANDING: Final = (PostingState.TO_PRINT, PostingState.PRINTED, PostingState.POSTED)
#: a sheet that is not up yet
COMING: Final = (PostingState.TO_PRINT, PostingState.PRINTED)
#: somebody has something to do
TO_DO: Final = (PostingState.TO_PRINT, PostingState.PRINTED, PostingState.TO_TAKE_DOWN)
OPEN: Final = (*STANDING, PostingState.TO_TAKE_DOWN)
OVER: Final = (PostingState.TAKEN_DOWN, PostingState.CANCELLED)


class Validity(models.TextChoices):
    """What a sheet in somebody's hand is worth now."""

    VALID = "valid", _("有效")
    REPLACED = "replaced", _("已被新公告替代")
    CLEARED = "cleared", _("服务已恢复")
    WITHDRAWN = "withdrawn", pgettext_lazy("notice", "已撤回")
    EXPIRED = "expired", _("已过期")
    UNKNOWN = "unknown", _("没有这个编号")
