"""Vocabularies of the plan."""

from collections.abc import Mapping

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from incidents.monitoring.choices import Category


class VersionState(models.TextChoices):
    DRAFT = "draft", _("草稿")
    IN_REVIEW = "in_review", _("评审中")
    APPROVED = "approved", _("已批准")
    IN_FORCE = "in_force", _("生效")
    SUPERSEDED = "superseded", _("已被替代")
    DISCARDED = "discarded", _("已放弃")


#: a plan has at most one version that is on its way
UNDER_WAY = (VersionState.DRAFT, VersionState.IN_REVIEW, VersionState.APPROVED)


class Cause(models.TextChoices):
    """The plan's eleven causes."""

    DEVICE_DAMAGED = "device_damaged", _("设备损坏")
    PART_MISSING = "part_missing", _("部件缺失或被盗")
    ENVIRONMENT = "environment", _("环境因素")
    SYSTEM_CRASH = "system_crash", _("系统崩溃")
    FUNCTION_FAILED = "function_failed", _("功能异常")
    WRONG_DATA = "wrong_data", _("数据错误")
    POWER = "power", _("电力中断")
    COMMUNICATION = "communication", _("通信中断")
    WRONG_PARAMETERS = "wrong_parameters", _("参数配置错误")
    DELETED = "deleted", _("误删除")
    INTRUSION = "intrusion", _("入侵破坏")


CATEGORY_OF: Mapping[Cause, Category] = {
    Cause.DEVICE_DAMAGED: Category.HARDWARE,
    Cause.PART_MISSING: Category.HARDWARE,
    Cause.ENVIRONMENT: Category.HARDWARE,
    Cause.SYSTEM_CRASH: Category.SOFTWARE,
    Cause.FUNCTION_FAILED: Category.SOFTWARE,
    Cause.WRONG_DATA: Category.SOFTWARE,
    Cause.POWER: Category.EXTERNAL,
    Cause.COMMUNICATION: Category.EXTERNAL,
    Cause.WRONG_PARAMETERS: Category.HUMAN,
    Cause.DELETED: Category.HUMAN,
    Cause.INTRUSION: Category.HUMAN,
}


class Section(models.TextChoices):
    """The parts of the plan that are read, in their order. The steps stand between watch and safeguards."""

    AIM = "aim", _("目的")
    SCOPE = "scope", _("适用范围")
    PRINCIPLES = "principles", _("工作原则")
    WATCH = "watch", _("监测与预警")
    SAFEGUARDS = "safeguards", _("保障措施")
    IMPROVEMENT = "improvement", _("持续改进")


class Phase(models.TextChoices):
    """The phases of the response, in their order."""

    CONFIRM = "confirm", _("确认与研判")
    SUBSTITUTES = "substitutes", _("启用替代方案")
    RESOURCES = "resources", _("资源调配")
    INFORMATION = "information", _("信息发布")
    RECOVERY = "recovery", _("恢复与善后")


class Evidence(models.TextChoices):
    """What shows that a step was done."""

    NONE = "none", _("不要求")
    TEXT = "text", _("文字说明")
    PHOTO = "photo", pgettext_lazy("evidence", "照片")
    RECEIPT = "receipt", _("单据（照片或文件）")
    ANY = "any", _("文字或照片")


class Work(models.TextChoices):
    """Where a step is worked; the page that its button opens."""

    COUNTER = "counter", _("人工窗口")
    ONLINE = "online", _("线上缴费")
    HOTLINE = "hotline", _("应急热线")
    DISPATCH = "dispatch", _("派遣")
    RESOURCES = "resources", _("资源保障")
    DIAGNOSIS = "diagnosis", _("远程诊断")
    NOTICE = "notice", _("公告")
    RESTORE = "restore", _("登记恢复")
    RECONCILE = "reconcile", _("对账")


class ResourceKind(models.TextChoices):
    """What a step needs. `code` of a part is its number, of equipment its kind; the others are said in words."""

    PEOPLE = "people", _("人员")
    EQUIPMENT = "equipment", _("移动设备")
    PART = "part", _("备件")
    OTHER = "other", _("其他")
