"""States of a delivery to another system."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class CallState(models.TextChoices):
    """A receiver knows a repeat by its id, so a call whose outcome nobody knows is simply made again."""

    QUEUED = "queued", _("排队中")
    SENDING = "sending", _("发送中")
    ACCEPTED = "accepted", _("已送达")
    RETRY_WAIT = "retry_wait", _("等待重试")
    FAILED = "failed", _("失败")


WAITING = (CallState.QUEUED, CallState.RETRY_WAIT)
