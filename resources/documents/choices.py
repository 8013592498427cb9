"""Vocabularies of printed papers."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class PaperKind(models.TextChoices):
    TRANSFER_SLIP = "transfer_slip", _("调拨单")
    COUNT_SHEET = "count_sheet", _("盘点表")
    EQUIPMENT_LABELS = "equipment_labels", _("设备标签")
    EQUIPMENT_LIST = "equipment_list", _("技术设备清单")
    BADGE_SHEET = "badge_sheet", _("统一标识")
    DUTY_CALENDAR = "duty_calendar", _("值班表")


class PaperState(models.TextChoices):
    QUEUED = "queued", _("排队中")
    RENDERING = "rendering", _("生成中")
    READY = "ready", _("可打印")
    FAILED = "failed", _("生成失败")
