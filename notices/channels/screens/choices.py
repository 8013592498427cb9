"""Vocabularies of texts on terminals' screens."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Places(models.TextChoices):
    """On which terminals a notice is shown."""

    ALL = "all", _("公告涉及的全部网点")
    SITES = "sites", _("所选网点")
    TERMINALS = "terminals", _("所选终端")
    NONE = "none", _("不在终端上显示")


class TextState(models.TextChoices):
    """SHOWN, REPLACED by a following text, and CLEARED are the terminal's own words.

    COVERED: it stands, and a newer text is on that screen. LAPSED: the terminal should have stopped by itself and has not said so.
    """

    WANTED = "wanted", pgettext_lazy("screen", "待下发")
    SENT = "sent", pgettext_lazy("screen", "已下发，待回执")
    SHOWN = "shown", pgettext_lazy("screen", "正在显示")
    FAILED = "failed", pgettext_lazy("screen", "未成功，将重试")
    COVERED = "covered", pgettext_lazy("screen", "屏幕另有文字")
    LEAVING = "leaving", pgettext_lazy("screen", "待撤下")
    CLEARED = "cleared", pgettext_lazy("screen", "已撤下")
    REPLACED = "replaced", pgettext_lazy("screen", "已被替换")
    LAPSED = "lapsed", pgettext_lazy("screen", "到时自停，无回执")
    DROPPED = "dropped", pgettext_lazy("screen", "未曾显示")


#: it is to be on the screen
STANDING = (TextState.WANTED, TextState.SENT, TextState.SHOWN, TextState.FAILED, TextState.COVERED)
#: something is still to be done or said
OPEN = (*STANDING, TextState.LEAVING)
ENDED = (TextState.CLEARED, TextState.REPLACED, TextState.LAPSED, TextState.DROPPED)


class Trouble(models.TextChoices):
    """Why the last attempt came to nothing, where the terminal itself has not said it."""

    NOT_FETCHED = "not_fetched", _("终端未领取指令")
    NO_ANSWER = "no_answer", _("终端领取后未答复")
