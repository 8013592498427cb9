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
