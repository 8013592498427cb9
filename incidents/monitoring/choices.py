"""Vocabularies of watching: XFS4IoT device states, conditions, scopes, categories."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Device(models.TextChoices):
    """XFS4IoT common.device."""

    ONLINE = "online", _("在线")
    OFFLINE = "offline", _("离线")
    POWER_OFF = "powerOff", _("已断电")
    NO_DEVICE = "noDevice", _("无设备")
    HARDWARE_ERROR = "hardwareError", _("硬件故障")
    USER_ERROR = "userError", _("使用不当")
    DEVICE_BUSY = "deviceBusy", _("设备忙")
    FRAUD_ATTEMPT = "fraudAttempt", _("欺诈企图")
    POTENTIAL_FRAUD = "potentialFraud", _("疑似欺诈")
    STARTING = "starting", _("启动中")


class ComponentState(models.TextChoices):
    OK = "ok", _("正常")
    DEGRADED = "degraded", _("降级")
    FAILED = "failed", _("故障")
    MISSING = "missing", _("缺失")
    TAMPERED = "tampered", _("被破坏")
    UNKNOWN = "unknown", _("未知")


class NetworkState(models.TextChoices):
    OK = "ok", _("正常")
    DEGRADED = "degraded", _("不稳定")
    DOWN = "down", _("中断")


class RequiredAction(models.TextChoices):
    CLEAR = "clear", _("现场可处理")
    MAINTENANCE = "maintenance", _("需工程师")


class Condition(models.TextChoices):
    """Derived from the last report; unknown (never heard of, or too long ago) is never shown as in service."""

    IN_SERVICE = "in_service", _("正常服务")
    DEGRADED = "degraded", _("部分可用")
    OUT_OF_SERVICE = "out_of_service", _("停止服务")
    OFFLINE = "offline", _("离线")
    MAINTENANCE = "maintenance", _("维护中")
    UNKNOWN = "unknown", _("状态未知")


class Opening(models.TextChoices):
    """Whether a terminal's site is open now."""

    OPEN = "open", _("营业中")
    CLOSED = "closed", _("未营业")


class Scope(models.TextChoices):
    SINGLE_POINT = "single_point", _("单点故障")
    SITE_WIDE = "site_wide", _("网点级")
    REGIONAL = "regional", _("区域性中断")
    NETWORK_WIDE = "network_wide", _("全网")


class Category(models.TextChoices):
    """The plan's four kinds of causes."""

    HARDWARE = "hardware", _("硬件故障")
    SOFTWARE = "software", _("软件异常")
    EXTERNAL = "external", _("外部中断")
    HUMAN = "human", _("人为操作失误")


class Colour(models.TextChoices):
    """预警颜色, before the impact is known."""

    RED = "red", _("红色")
    ORANGE = "orange", _("橙色")
    YELLOW = "yellow", _("黄色")
    BLUE = "blue", _("蓝色")


class RuleKind(models.TextChoices):
    FAILURE_RATE = "failure_rate", _("支付失败率")
    FAULT_CODE = "fault_code", _("设备与部件故障")
    SILENCE = "silence", _("营业时间内静默")


class SignalKind(models.TextChoices):
    SILENCE = "silence", _("静默")
    FAULT = "fault", _("部件故障")
    FAILURES = "failures", _("支付失败")


class WarningEventKind(models.TextChoices):
    OPENED = "opened", _("发出预警")
    UPGRADED = "upgraded", _("范围扩大")
    UPDATED = "updated", _("证据更新")
    CLEARED = "cleared", _("恢复正常")


class WarningSource(models.TextChoices):
    """Who says so. What is not drawn from the terminals' reports is cleared by whoever has said it, never by telemetry."""

    REPORTS = "reports", _("设备上报")
    PATROL = "patrol", _("现场巡检")
    HOTLINE = "hotline", _("应急热线")
    EXTERNAL = "external", _("外部系统")
