"""Who is on duty now, by function. Names only: no numbers, no photos."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Exists, OuterRef, Q

from emergency_ops.wall.scope import Prefixes, code_of
from resources.network.regions import WHOLE_COUNTRY, level, parents
from resources.staff.models import Absence, Shift

from .network import within


@dataclass(slots=True)
class OnDuty:
    """names: the widest regions first. region: of the first's post; "" for the whole country. gaps: shifts that nobody takes now."""

    names: list[str] = field(default_factory=list)
    region: str = ""
    gaps: int = 0


def on_duty(prefixes: Prefixes, now: datetime) -> Mapping[str, OnDuty]:
    """By function; one without a shift now is not in it. One query."""
    above = {code for prefix in prefixes for code in parents(code_of(prefix))}
    away = Absence.objects.filter(person=OuterRef("person"), period__contains=now, cancelled_at=None)
    rows = Shift.objects.filter(
        within(prefixes, "post__region__code") | Q(post__region__in=above), period__contains=now, post__is_active=True
    )
    named = rows.annotate(away=Exists(away)).values_list(
        "post__function", "post__region_id", "post__region__name", "person__name", "person__is_active", "away"
    )
    found: defaultdict[str, OnDuty] = defaultdict(OnDuty)
    for function, code, region, name, is_active, is_away in sorted(
        named, key=lambda row: (level(row[1]), row[1], row[3] or "")
    ):
        duty = found[function]
        if not name or not is_active or is_away:
            duty.gaps += 1
        elif name not in duty.names:
            duty.region = duty.region if duty.names or code == WHOLE_COUNTRY else region
            duty.names.append(name)
    return dict(found)
