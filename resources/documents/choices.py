"""Vocabularies of printed papers."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from emergency_ops.lib.paper.queue import PrintState as PaperState

__all__ = ["PaperKind", "PaperState"]


class PaperKind(models.TextChoices):
    TRANSFER_SLIP = "transfer_slip", _("调拨单")
    COUNT_SHEET = "count_sheet", _("盘点表")
    EQUIPMENT_LABELS = "equipment_labels", _("设备标签")
    EQUIPMENT_LIST = "equipment_list", _("技术设备清单")
    BADGE_SHEET = "badge_sheet", _("统一标识")
    EMERGENCY_CODE = "emergency_code", _("应急支付二维码")
    SUPPLY_LIST = "supply_list", _("供应链清单")
    DUTY_CALENDAR = "duty_calendar", _("值班表")
    TERMINAL_LABELS = "terminal_labels", _("终端标签")
    SITE_LABELS = "site_labels", _("网点标签")
    PATROL_SHEET = "patrol_sheet", _("巡检记录表")
    PLAN = "plan", _("应急预案")
    PRIORITY_NOTICE = "priority_notice", _("优先服务告示")
    TEST_PAGE = "test_page", _("打印测试页")
