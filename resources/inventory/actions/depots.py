"""The only writer of depots."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from emergency_ops.lib.errors import Invalid
from resources.inventory.access import require_depot_editor
from resources.inventory.models import Depot
from resources.network import hours
from resources.network.actions import ensure_regions

from .saving import refuse_new_code, refuse_taken_code, save

FIELDS = (
    "code",
    "name",
    "region_id",
    "address",
    "longitude",
    "latitude",
    "keeper_id",
    "deputy_id",
    "phone",
    "opening_hours",
    "is_active",
)


def save_depot(depot: Depot, *, actor: Any, now: datetime, reason: str = "") -> Depot:
    """Creates a depot, or writes what differs from its row. The actor answers for its region, before and after.

    Raises Forbidden, Invalid, or Refused where the code is taken or changed.
    """
    check(depot)
    with transaction.atomic():
        before = Depot.objects.select_for_update(no_key=True).get(pk=depot.pk) if depot.pk else None
        require_depot_editor(actor, depot.region_id, *([before.region_id] if before else []))
        if before is None:
            refuse_taken_code(depot, depot.code)
        else:
            refuse_new_code(before.code, depot.code)
        ensure_regions([depot.region_id])
        return save(depot, before, FIELDS, actor=actor, now=now, reason=reason)


def check(depot: Depot) -> None:
    """Raises Invalid where a depot contradicts itself."""
    try:
        hours.parse(depot.opening_hours)
    except ValueError as error:
        raise Invalid("depot_hours", str(error)) from error
    if depot.keeper_id is not None and depot.keeper_id == depot.deputy_id:
        raise Invalid("depot_deputy", _("代管员不能和库管员是同一个人。"))
    if (depot.longitude is None) != (depot.latitude is None):
        raise Invalid("depot_position", _("经度和纬度要么都填写，要么都留空。"))
