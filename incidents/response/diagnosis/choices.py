"""Vocabularies of remote commands."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class CommandKind(models.TextChoices):
    STATUS = "status", _("查询状态")
    PING_BACKEND = "ping_backend", _("测试支付后台连通")
    FETCH_LOG = "fetch_log", _("读取日志片段")
    RESTART_APP = "restart_app", _("重启缴费程序")
    SHOW_TEXT = "show_text", _("显示滚动提示")


class CommandState(models.TextChoices):
    """FETCHED: handed to the terminal or its gateway, not answered yet. DONE and FAILED are the terminal's own words."""

    QUEUED = "queued", _("待领取")
    FETCHED = "fetched", _("执行中")
    DONE = "done", _("已完成")
    FAILED = "failed", _("执行失败")
    TIMED_OUT = "timed_out", _("超时未答复")
    CANCELLED = "cancelled", _("已取消")


WAITING = (CommandState.QUEUED, CommandState.FETCHED)
ENDED = (CommandState.DONE, CommandState.FAILED, CommandState.TIMED_OUT, CommandState.CANCELLED)
