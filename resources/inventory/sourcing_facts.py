"""The facts that a plan of sources is made of. A fixed number of queries, however many needs and depots."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F

from resources.network.models import Site

from .choices import DeliveryState, EquipmentCondition, EquipmentState
from .models import Depot, Equipment, ExpectedDelivery, Need, StockLevel
from .readiness import Manned, manned, places
from .rules.travel import kilometres, travel_minutes

Shelf = tuple[int, str]
SAID_OF_PEOPLE = ("name", "username", "is_active")


@dataclass(frozen=True, slots=True)
class Facts:
    """All depots in use. free: pieces nobody is promised, by (depot, item). holders: who holds an item at all, promised or not.

    distance (km, None where unknown) and arrivals (minutes) by (depot, site).
    """

    sources: Mapping[int, Manned]
    free: Mapping[Shelf, int]
    holders: Mapping[str, Sequence[int]]
    distance: Mapping[tuple[int, int], float | None]
    arrivals: Mapping[tuple[int, int], int]
    deliveries: Mapping[int, Sequence[ExpectedDelivery]]


def item_of(need: Need) -> str:
    """What the solver calls the thing: "part:17" or "kind:scanner"."""
    return f"kind:{need.equipment_kind}" if need.part_id is None else f"part:{need.part_id}"


def facts_for(needs: Sequence[Need], now: datetime) -> Facts:
    """For needs that come with their sites."""
    held = {**_parts(needs), **_equipment(needs)}
    holders: dict[str, list[int]] = defaultdict(list)
    for depot, item in sorted(held):
        holders[item].append(depot)
    depots = _depots() if needs else []
    distance = _distances(depots, list({need.site_id: need.site for need in needs}.values()))
    sources = manned(depots, now) if depots else {}
    return Facts(
        sources=sources,
        free={shelf: pieces for shelf, pieces in held.items() if pieces > 0},
        holders=holders,
        distance={ends: far for ends, (far, _minutes) in distance.items()},
        arrivals={ends: sources[ends[0]].ready.minutes + minutes for ends, (_far, minutes) in distance.items()},
        deliveries=_deliveries(needs),
    )


def _depots() -> list[Depot]:
    """Those in use, with what is said of their people."""
    fields = [field.name for field in Depot._meta.concrete_fields]
    people = [f"{who}__{field}" for who in ("keeper", "deputy") for field in SAID_OF_PEOPLE]
    rows = Depot.objects.filter(is_active=True).select_related("keeper", "deputy").only(*fields, *people)
    return list(rows.order_by("pk"))


def _parts(needs: Sequence[Need]) -> dict[Shelf, int]:
    """Free pieces in the depots in use; 0 where all are promised."""
    wanted = {need.part_id for need in needs if need.part_id is not None}
    if not wanted:
        return {}
    levels = StockLevel.objects.filter(part__in=wanted, on_hand__gt=0, depot__is_active=True)
    rows = levels.values_list("depot_id", "part_id", F("on_hand") - F("reserved"))
    return {(depot, f"part:{part}"): free for depot, part, free in rows}


def _equipment(needs: Sequence[Need]) -> dict[Shelf, int]:
    """Items in the depots in use that work."""
    kinds = {need.equipment_kind for need in needs if need.equipment_kind}
    if not kinds:
        return {}
    items = Equipment.objects.filter(kind__in=kinds, state=EquipmentState.IN_DEPOT, depot__is_active=True)
    working = items.exclude(condition=EquipmentCondition.FAULTY).order_by()
    rows = working.values_list("depot_id", "kind").annotate(pieces=Count("pk"))
    return {(depot, f"kind:{kind}"): pieces for depot, kind, pieces in rows}


def _distances(depots: Sequence[Depot], sites: Sequence[Site]) -> dict[tuple[int, int], tuple[float | None, int]]:
    """Kilometres and minutes on the road, by (depot, site)."""
    if not depots:
        return {}
    at = places([*depots, *sites])
    far = kilometres([at[Depot, depot.pk] for depot in depots], [at[Site, site.pk] for site in sites])
    return {
        (depot.pk, site.pk): (km, travel_minutes(km))
        for depot, row in zip(depots, far, strict=True)
        for site, km in zip(sites, row, strict=True)
    }


def _deliveries(needs: Sequence[Need]) -> dict[int, list[ExpectedDelivery]]:
    """What is still expected of the parts, by part, the soonest first."""
    wanted = {need.part_id for need in needs if need.part_id is not None}
    found: dict[int, list[ExpectedDelivery]] = defaultdict(list)
    if wanted:
        rows = ExpectedDelivery.objects.filter(part__in=wanted, state=DeliveryState.EXPECTED)
        for row in rows.filter(received__lt=F("quantity")).select_related("depot").order_by("expected_on", "pk"):
            found[row.part_id].append(row)
    return found
