"""The only writer of part types, which all regions share."""

from datetime import datetime
from typing import Any

from django.db import transaction

from resources.inventory.access import require_definer
from resources.inventory.models import PartType

from .saving import refuse_new_code, refuse_taken_code, save

FIELDS = (
    "code",
    "name",
    "component",
    "terminal_models",
    "unit",
    "price",
    "supplier",
    "supplier_contact",
    "lead_days",
    "is_active",
)


def save_part(part: PartType, *, actor: Any, now: datetime, reason: str = "") -> PartType:
    """Creates a part type, or writes what differs from its row. Raises Forbidden, Invalid, or Refused for a taken code."""
    require_definer(actor)
    with transaction.atomic():
        before = PartType.objects.select_for_update(no_key=True).get(pk=part.pk) if part.pk else None
        if before is None:
            refuse_taken_code(part, part.code)
        else:
            refuse_new_code(before.code, part.code)
        return save(part, before, FIELDS, actor=actor, now=now, reason=reason)
