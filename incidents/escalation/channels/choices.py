"""How an account is doing, and what may stand behind a link."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Standing(models.TextChoices):
    UNTRIED = "untried", _("尚未使用")
    WORKING = "working", pgettext_lazy("channel account", "正常")
    FAILING = "failing", pgettext_lazy("channel account", "异常")
    DISABLED = "disabled", _("已停用")


class LinkState(models.TextChoices):
    """READY: a POST acknowledges. HELD: somebody has it already. OVER: nobody is called for it any more."""

    READY = "ready", _("可接警")
    HELD = "held", _("已有人接警")
    OVER = "over", _("已结束")
    USED = "used", _("已使用")
    EXPIRED = "expired", _("已过期")
    UNKNOWN = "unknown", _("无效")
