"""States of deadlines and messages."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class DeadlineState(models.TextChoices):
    PENDING = "pending", _("未到期")
    FIRED = "fired", _("已触发")
    CANCELLED = "cancelled", _("已取消")


class Channel(models.TextChoices):
    IN_APP = "in_app", _("站内消息")
    EMAIL = "email", _("电子邮件")


class MessageState(models.TextChoices):
    """FACTS §5: unknown is a send whose outcome nobody knows; it is never blindly repeated."""

    QUEUED = "queued", _("排队中")
    SENDING = "sending", _("发送中")
    ACCEPTED = "accepted", _("已送出")
    RETRY_WAIT = "retry_wait", _("等待重试")
    FAILED = "failed", _("失败")
    UNKNOWN = "unknown", _("结果未知")
    WITHDRAWN = "withdrawn", _("已撤回")


class StepTarget(models.TextChoices):
    ROLE_A = "A", _("A角")
    ROLE_B = "B", _("B角")
    LEAD = "lead", _("总指挥")
