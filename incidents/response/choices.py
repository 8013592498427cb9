"""Vocabularies of the response."""

from django.db import models
from django.utils.translation import gettext_lazy as _

#: what the escalation calls an incident
SUBJECT = "incident"


class Status(models.TextChoices):
    SUSPECTED = "suspected", _("待确认")
    CONFIRMED = "confirmed", _("已确认")
    RESPONDING = "responding", _("处置中")
    RESTORED = "restored", _("已恢复")
    CLOSED = "closed", _("已关闭")
    FALSE_ALARM = "false_alarm", _("误报")
    MERGED = "merged", _("已合并")


OPEN_STATUSES = (Status.SUSPECTED, Status.CONFIRMED, Status.RESPONDING, Status.RESTORED)
RUNNING_STATUSES = (Status.SUSPECTED, Status.CONFIRMED, Status.RESPONDING)


class Grade(models.TextChoices):
    I = "I", _("I级 特别重大")  # noqa: E741
    II = "II", _("II级 重大")
    III = "III", _("III级 较大")
    IV = "IV", _("IV级 一般")


class ResponseLevel(models.TextChoices):
    """响应级别: a decision of its own, it does not copy the grade (GB/T 29639-2020)."""

    WARNING_START = "warning_start", _("预警启动")
    LEVEL_1 = "1", _("一级响应")
    LEVEL_2 = "2", _("二级响应")
    LEVEL_3 = "3", _("三级响应")
    LEVEL_4 = "4", _("四级响应")


class SubstituteKind(models.TextChoices):
    COUNTER = "counter", _("人工窗口")
    ONLINE = "online", _("线上缴费")
    HOTLINE = "hotline", _("应急热线")


class SubstituteStatus(models.TextChoices):
    REQUESTED = "requested", _("已申请")
    READY = "ready", _("已就绪")
    SERVING = "serving", _("服务中")
    WITHDRAWN = "withdrawn", _("已撤除")


class EntryKind(models.TextChoices):
    """What a timeline entry tells."""

    OPENED = "opened", _("事件登记")
    WARNING = "warning", _("预警")
    CONFIRMED = "confirmed", _("确认事件")
    ACTIVATED = "activated", _("启动响应")
    LEVEL = "level", _("响应级别")
    GRADE = "grade", _("事件等级")
    SCOPE = "scope", _("影响范围")
    SUBSTITUTE = "substitute", _("替代方案")
    CLOCK = "clock", _("30分钟时限")
    MESSAGE = "message", _("通知")
    ACKNOWLEDGED = "acknowledged", _("接警确认")
    ESCALATED = "escalated", _("升级上报")
    RESTORED = "restored", _("恢复")
    CLOSED = "closed", _("关闭")
    FALSE_ALARM = "false_alarm", _("误报")
    MERGED = "merged", _("合并")
    REOPENED = "reopened", _("重新打开")
    NOTE = "note", _("备注")
    NOTICE = "notice", _("公告")
    RESOURCES = "resources", _("资源")
    PLAN = "plan", _("应急预案")
    TASK = "task", _("处置任务")
    COMMAND = "command", _("指挥与角色")
    DISPATCH = "dispatch", _("派遣")
    DIAGNOSIS = "diagnosis", _("远程诊断")
    PATROL = "patrol", _("巡检")
    ATTACHMENT = "attachment", _("附件")
    RELATED = "related", _("关联事件")


class EventSource(models.TextChoices):
    """Whose events are told in timelines."""

    INVENTORY = "inventory", _("出入库")
    CUSTODY = "custody", _("领用")
