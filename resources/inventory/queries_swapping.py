"""Standby terminals that may take a failed one's place."""

from typing import Any

from django.db.models import BooleanField, Case, Q, Value, When
from django.db.models.functions import Substr

from resources.network.models import Terminal

from .access_equipment import equipment_for
from .choices import EquipmentCondition, EquipmentKind, EquipmentState
from .models import Equipment

OFFERED = 100


def replacements_for(person: Any, terminal: Terminal) -> list[Equipment]:
    """Working standby terminals in depots, and those that the person has with them: same model and region first."""
    region = terminal.site.region_id
    ready = Q(state=EquipmentState.IN_DEPOT) | Q(state=EquipmentState.OUT, holder=person)
    rows = equipment_for(person).filter(ready, kind=EquipmentKind.STANDBY_TERMINAL)
    rows = rows.exclude(condition=EquipmentCondition.FAULTY).exclude(terminal=terminal)
    near = rows.alias(city=Substr("depot__region_id", 1, 4)).annotate(
        at_hand=_if(holder=person),
        same_model=_if(model=terminal.model),
        same_region=_if(depot__region=region),
        same_city=_if(city=region[:4]),
    )
    order = ["-at_hand", "-same_model", "-same_region", "-same_city", "code"]
    return list(near.select_related("depot", "holder", "terminal").order_by(*order)[:OFFERED])


def _if(**condition: Any) -> Case:
    return Case(When(**condition, then=Value(True)), default=Value(False), output_field=BooleanField())
