"""Vocabularies of depots, stock and equipment."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class MovementKind(models.TextChoices):
    """What a ledger row is; receipt, return and transfer_in add, issue, transfer_out and scrap take away, adjustment does either."""

    RECEIPT = "receipt", _("入库")
    ISSUE = "issue", _("出库")
    RETURN = "return", _("退库")
    TRANSFER_OUT = "transfer_out", _("调出")
    TRANSFER_IN = "transfer_in", _("调入")
    ADJUSTMENT = "adjustment", _("调整")
    SCRAP = "scrap", _("报废")


class ReservationState(models.TextChoices):
    OPEN = "open", _("已预留")
    USED = "used", _("已出库")
    RELEASED = "released", _("已释放")


class TransferState(models.TextChoices):
    DRAFT = "draft", _("待发出")
    SENT = "sent", _("在途")
    RECEIVED = "received", _("已签收")
    SHORT = "short", _("短少签收")
    RECALLED = "recalled", _("已退回")
    CANCELLED = "cancelled", _("已取消")


class DeliveryState(models.TextChoices):
    EXPECTED = "expected", _("待到货")
    ARRIVED = "arrived", _("已到货")
    CANCELLED = "cancelled", _("已取消")


class StocktakeState(models.TextChoices):
    COUNTING = "counting", _("盘点中")
    COUNTED = "counted", _("待复核")
    POSTED = "posted", _("已过账")
    CANCELLED = "cancelled", _("已取消")


class EquipmentKind(models.TextChoices):
    PORTABLE_POS = "portable_pos", _("便携POS机")
    SCANNER = "scanner", _("扫码枪")
    PRINTER = "printer", _("便携打印机")
    HOTSPOT = "hotspot", _("移动热点")
    STANDBY_TERMINAL = "standby_terminal", _("备用终端")
    EMERGENCY_PHONE = "emergency_phone", _("应急电话")


class EquipmentState(models.TextChoices):
    IN_DEPOT = "in_depot", _("在库")
    OUT = "out", _("领用中")
    INSTALLED = "installed", _("已装机")
    MAINTENANCE = "maintenance", _("维修中")
    LOST = "lost", _("遗失")
    SCRAPPED = "scrapped", _("已报废")


class EquipmentCondition(models.TextChoices):
    GOOD = "good", _("完好")
    WORN = "worn", _("有磨损")
    FAULTY = "faulty", _("故障")


class CustodyKind(models.TextChoices):
    """One row of an item's chain of custody."""

    REGISTERED = "registered", _("登记")
    OUT = "out", _("领用")
    BACK = "back", _("归还")
    MOVED = "moved", _("移库")
    MAINTENANCE_SENT = "maint_sent", _("送修")
    MAINTENANCE_DONE = "maint_done", _("维护完成")
    BATTERY_CHECK = "battery", _("电量检查")
    CONDITION = "condition", _("状况变更")
    SWAPPED_IN = "swapped_in", _("换机装入")
    SWAPPED_OUT = "swapped_out", _("换机拆下")
    LOST = "lost", _("登记遗失")
    FOUND = "found", _("找回")
    SCRAPPED = "scrapped", _("报废")


class NeedState(models.TextChoices):
    OPEN = "open", _("待落实")
    RESERVED = "reserved", _("已预留")
    SENT = "sent", _("已发出")
    MET = "met", _("已到位")
    CANCELLED = "cancelled", _("已取消")


class SupplyState(models.TextChoices):
    """Of what no depot has and has to be bought."""

    OPEN = "open", _("待采购")
    ORDERED = "ordered", _("已下单")
    PROMISED = "promised", _("已承诺到货")
    ARRIVED = "arrived", _("已到货")
    CANCELLED = "cancelled", _("已取消")


SUPPLY_LIVE = (SupplyState.OPEN, SupplyState.ORDERED, SupplyState.PROMISED)
