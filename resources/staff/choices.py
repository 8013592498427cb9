"""Functions of the emergency team (ISO 22320 / ICS) and the roles A and B."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from emergency_ops.lib.roles import Role

ROLE_LABELS = {
    Role.COMMANDER: _("总指挥"),
    Role.MANAGER: _("值班经理"),
    Role.FIELD_STAFF: _("现场人员"),
    Role.STOREKEEPER: _("库管员"),
    Role.PUBLISHER: _("信息发布员"),
    Role.AUDITOR: _("审计员"),
    Role.ADMINISTRATOR: _("系统管理员"),
}


class Function(models.TextChoices):
    COMMANDER = "commander", _("总指挥")
    TECHNICAL = "technical", _("技术处置")
    ON_SITE = "on_site", _("现场服务")
    LOGISTICS = "logistics", _("资源保障")
    PUBLIC_INFORMATION = "public_information", _("信息发布")
    CUSTOMER_SERVICE = "customer_service", _("客服")
    SCRIBE = "scribe", _("记录员")
    RECONCILIATION = "reconciliation", _("对账")


class AssignmentRole(models.TextChoices):
    A = "A", _("A角")
    B = "B", _("B角")


class Theme(models.TextChoices):
    AUTO = "auto", _("跟随系统")
    LIGHT = "light", _("浅色")
    DARK = "dark", _("深色")
    CONTRAST = "contrast", _("高对比度")


class Area(models.TextChoices):
    NETWORK = "network", _("全网")
    REGION = "region", _("区域")
    SITES = "sites", _("指定网点")


class ActingRole(models.TextChoices):
    """As what somebody acts for a post."""

    A = "A", _("A角")
    B = "B", _("B角")
    COVER = "cover", _("顶岗")
    HEAD = "head", _("主管")


class ActingState(models.TextChoices):
    """How a post is filled at a time: A in person, B for A, somebody else (cover or head), nobody."""

    PRESENT = "present", _("在岗")
    ACTING = "acting", _("代行")
    COVERED = "covered", _("顶岗")
    GAP = "gap", _("空缺")


class AbsenceKind(models.TextChoices):
    LEAVE = "leave", _("休假")
    TRIP = "trip", _("出差")
    TRAINING = "training", _("外出培训")
    SICK = "sick", _("病假")
    OTHER = "other", _("其他")


class HandoverState(models.TextChoices):
    """PROPOSED → ACCEPTED → RETURNED; IMPOSSIBLE: nobody could hand over (or B declined), B acts all the same."""

    PROPOSED = "proposed", _("待接手人确认")
    ACCEPTED = "accepted", _("已交接")
    DECLINED = "declined", _("接手人有异议")
    IMPOSSIBLE = "impossible", _("未能交接")
    RETURNED = "returned", _("已交回")
    CANCELLED = "cancelled", _("已取消")


class DayKind(models.TextChoices):
    WORKDAY = "workday", _("工作日")
    WEEKEND = "weekend", _("周末")
    HOLIDAY = "holiday", _("法定节假日")
    MAKEUP = "makeup", _("调休上班")


class DayRule(models.TextChoices):
    """On which kinds of days a shift takes place; working days have the make-up days among them."""

    ALL = "all", _("每天")
    WORKING = "working", _("工作日（含调休）")
    RESTING = "resting", _("休息日和节假日")


class RotationUnit(models.TextChoices):
    SHIFT = "shift", _("每班轮换")
    DAY = "day", _("按天轮换")
    WEEK = "week", _("按周轮换")
    FIXED = "fixed", _("按星期固定")


class ShiftSource(models.TextChoices):
    PATTERN = "pattern", _("按值班表")
    OVERRIDE = "override", _("临时指定")
    SWAP = "swap", _("换班")


class SwapState(models.TextChoices):
    ASKED = "asked", _("待对方同意")
    AGREED = "agreed", _("已换班")
    DECLINED = "declined", _("已拒绝")
    WITHDRAWN = "withdrawn", _("已撤回")


class TrainingKind(models.TextChoices):
    COURSE = "course", _("培训")
    TABLETOP = "tabletop", _("桌面推演")
    LIVE_DRILL = "live_drill", _("实战演练")


class TrainingResult(models.TextChoices):
    PASSED = "passed", _("合格")
    FAILED = "failed", _("不合格")


class BadgeState(models.TextChoices):
    VALID = "valid", _("有效")
    FUTURE = "future", _("尚未生效")
    EXPIRED = "expired", _("已过期")
    REVOKED = "revoked", _("已作废")


class TrainingMark(models.TextChoices):
    """How the holder of a post stands with the training that it asks for; NONE: it asks for none."""

    NONE = "none", _("不要求培训")
    HELD = "held", _("培训有效")
    EXPIRING = "expiring", _("培训将到期")
    MISSING = "missing", _("无有效培训")


class ShiftProblem(models.TextChoices):
    """Why a shift is not sure to be served; the first that is true."""

    UNFILLED = "unfilled", _("空缺")
    CLOSED = "closed", _("账号已停用")
    ABSENT = "absent", _("离岗")
    UNTRAINED = "untrained", _("缺少有效培训")


class RecordState(models.TextChoices):
    """How a training record stands on a day."""

    VALID = "valid", _("有效")
    SOON = "soon", _("将到期")
    EXPIRED = "expired", _("已过期")
    FAILED = "failed", _("不合格")
    REVOKED = "revoked", _("已作废")
