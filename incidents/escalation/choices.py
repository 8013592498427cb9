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
    SMS = "sms", _("短信")
    WECOM = "wecom", _("企业微信群")
    DINGTALK = "dingtalk", _("钉钉群")
    FEISHU = "feishu", _("飞书群")
    WEBHOOK = "webhook", _("Webhook")


#: what reaches one person; the others reach a group or a system, with one message for all who are called
PERSONAL_CHANNELS = frozenset({Channel.IN_APP, Channel.EMAIL, Channel.SMS})
#: what needs an account that an administrator has set up
ACCOUNT_CHANNELS = frozenset(Channel) - {Channel.IN_APP, Channel.EMAIL}


class MessageState(models.TextChoices):
    """Accepted: the channel has taken it; delivered: it said so afterwards. Unknown: nobody knows, it is never blindly repeated."""

    QUEUED = "queued", _("排队中")
    SENDING = "sending", _("发送中")
    ACCEPTED = "accepted", _("已送出")
    DELIVERED = "delivered", _("已送达")
    RETRY_WAIT = "retry_wait", _("等待重试")
    FAILED = "failed", _("失败")
    UNKNOWN = "unknown", _("结果未知")
    WITHDRAWN = "withdrawn", _("已撤回")


class StepTarget(models.TextChoices):
    """NEXT: whoever comes after those who were called already, in the line A, B, cover, head, then the posts around."""

    ROLE_A = "A", _("A角")
    NEXT = "next", _("下一位")
    ROLE_B = "B", _("B角")
    LEAD = "lead", _("总指挥")


class StopRule(models.TextChoices):
    """What holds a step back while somebody has acknowledged: that alone, or only together with a decision."""

    ACKNOWLEDGED = "acknowledged", _("有人接警")
    CONFIRMED = "confirmed", _("有人接警且事件已确认")
    ACTIVATED = "activated", _("有人接警且已启动响应")


class Urgency(models.TextChoices):
    """URGENT overrides quiet hours: calls about grade I and II, calls of the last step, and what is announced as urgent."""

    URGENT = "urgent", _("紧急")
    CALL = "call", _("一般呼叫")
    NOTE = "note", _("一般通知")


class Days(models.TextChoices):
    """Days on which a window of time begins, by the calendar: working days have the make-up days among them."""

    ALL = "all", _("每天")
    WORKING = "working", _("工作日（含调休上班）")
    RESTING = "resting", _("周末和法定节假日")
    HOLIDAY = "holiday", _("法定节假日")


class Drill(models.TextChoices):
    REAL = "real", _("仅真实事件")
    DRILL = "drill", _("仅演练")


class Growth(models.TextChoices):
    """Why an escalation begins anew although somebody had acknowledged."""

    GRADE = "grade", _("事件等级升高")
    SCOPE = "scope", _("影响范围扩大")
    POLICY = "policy", _("改用另一升级策略")


class CallReason(models.TextChoices):
    """Why a step called whom it called."""

    HOLDS = "holds", _("在岗")
    ACTING = "acting", _("代行职责")
    STANDS_IN = "stands_in", _("由有总指挥职责的人员接任")
    NOBODY = "nobody", _("无人在岗，立即通知下一级")
    ALREADY_CALLED = "already_called", _("本轮已通知过，立即通知下一级")
    UNREACHABLE = "unreachable", _("无人可通知")


class FindingKind(models.TextChoices):
    """What the audit of absence looks for."""

    NO_DEADLINE = "no_deadline", _("没有后续时限")
    FAILING = "failing", _("处理程序反复失败")
    OVERDUE = "overdue", _("时限已过仍未触发")
    STALE = "stale", _("后台任务没有心跳")
    OUTAGE = "outage", _("系统曾经停止运行")
