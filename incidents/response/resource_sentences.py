"""What the inventory did for an incident, as its timeline tells it. Other codes are not told."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from resources.inventory.sentences_supply import SUPPLY

NEEDS: Mapping[str, Promise] = {
    "need_added": _("登记需求：%(site)s需要%(part)s%(equipment_kind)s，数量%(quantity)s。"),
    "need_changed": _("%(site)s的%(part)s%(equipment_kind)s需求由%(before)s改为%(quantity)s。"),
    "need_cancelled": _("取消需求：%(site)s的%(part)s%(equipment_kind)s，数量%(quantity)s。"),
    "need_met": _("%(site)s需要的%(part)s%(equipment_kind)s已到位，数量%(quantity)s。"),
    "need_reopened": _("%(site)s的%(part)s%(equipment_kind)s还缺%(missing)s，需求重新打开。"),
}
RESERVATIONS: Mapping[str, Promise] = {
    "plan_reserved": _("在%(depot)s预留：%(parts)s。"),
    "reservation_reserved": _("在%(depot)s预留%(part)s，数量%(quantity)s。"),
    "reservation_released": _("释放%(depot)s预留的%(part)s，数量%(quantity)s。"),
}
TRANSFERS: Mapping[str, Promise] = {
    "transfer_created": _("生成调拨单%(number)s：%(from)s发往%(to)s，共%(counted_pieces)s。"),
    "transfer_sent": _("调拨单%(number)s已发出：%(from)s发往%(to)s，共%(counted_pieces)s。"),
    "transfer_received": _("调拨单%(number)s已签收：%(to)s收到%(counted_pieces)s。"),
    "transfer_short": _("调拨单%(number)s短少签收：应收%(counted_pieces)s，短少%(missing)s件。"),
    "transfer_recalled": _("调拨单%(number)s已退回%(from)s。"),
    "transfer_cancelled": _("取消调拨单%(number)s。"),
}
CUSTODY: Mapping[str, Promise] = {
    "equipment_out": _("领用%(equipment_kind)s %(code)s：%(where)s。"),
    "equipment_back": _("归还%(equipment_kind)s %(code)s，存入%(depot)s。"),
    "equipment_swapped_in": _("换机装入%(equipment_kind)s %(code)s：%(where)s。"),
    "equipment_lost": _("登记遗失%(equipment_kind)s %(code)s，最后在%(where)s。"),
    "equipment_found": _("找回%(equipment_kind)s %(code)s，存入%(depot)s。"),
}
OF_INVENTORY: Mapping[str, Promise] = {**NEEDS, **RESERVATIONS, **TRANSFERS, **SUPPLY}
RESOURCES: Mapping[str, Promise] = {**OF_INVENTORY, **CUSTODY}
