"""Functions of the emergency team (ISO 22320 / ICS) and the roles A and B."""

from django.db import models
from django.utils.translation import gettext_lazy as _


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
