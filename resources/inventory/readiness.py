"""How soon depots can hand parts out, and where they and the sites are. Fixed numbers of queries, however many rows."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from resources.network import hours
from resources.network.models import Site
from resources.staff.models import Person
from resources.staff.queries_duty import presence_of

from .models import Depot
from .rules.travel import Place, Readiness, readiness


@dataclass(frozen=True, slots=True)
class Manned:
    """A depot, how soon it can hand out, and by whom. keeper None: nobody is named, or nobody named can come."""

    depot: Depot
    ready: Readiness
    keeper: Person | None


def manned(depots: Sequence[Depot], now: datetime) -> dict[int, Manned]:
    """By depot; the depots bring keeper and deputy along. One query.

    Somebody whom no rota plans counts as on duty while the depot is open.
    """
    people = {person.pk: person for depot in depots for person in _named(depot)}
    there = presence_of(people.values(), now)
    away = {pk for pk, one in there.items() if one.away}
    at_work = {pk for pk, one in there.items() if one.on_duty}
    by_hours = {pk for pk, one in there.items() if not one.away and not one.planned}
    return {depot.pk: _manned(depot, away, at_work, by_hours, now) for depot in depots}


def _named(depot: Depot) -> list[Person]:
    """Keeper first."""
    return [person for person in (depot.keeper, depot.deputy) if person is not None and person.is_active]


def _manned(depot: Depot, away: set[int], at_work: set[int], by_hours: set[int], now: datetime) -> Manned:
    week = _hours_of(depot)
    is_open = week is not None and week.is_open(now)
    named = _named(depot)
    there = [one for one in named if one.pk in at_work or (is_open and one.pk in by_hours)]
    reachable = [one for one in named if one.pk not in away]
    opens = week.next_open(now) if week is not None else None
    ready = readiness(
        on_duty=bool(there),
        is_open=is_open,
        keeper_away=not reachable,
        has_keeper=bool(depot.keeper_id or depot.deputy_id),
        opens_in=None if opens is None else max(0, round((opens - now).total_seconds() / 60)),
    )
    return Manned(depot, ready, next(iter(there or reachable), None))


def _hours_of(depot: Depot) -> hours.Hours | None:
    try:
        return hours.parse(depot.opening_hours)
    except ValueError:
        return None


def places(rows: Iterable[Depot | Site]) -> dict[tuple[type, int], Place | None]:
    """Positions by (model, id). Who has none is where the first site with one is: of its district, city or province. One query."""
    known = {(type(row), row.pk): _place(row) for row in rows}
    lost = [row for row in rows if known[type(row), row.pk] is None]
    if lost:
        first = _first_places({row.region_id[:2] for row in lost})
        for row in lost:
            prefixes = (row.region_id, row.region_id[:4], row.region_id[:2])
            known[type(row), row.pk] = next((first[prefix] for prefix in prefixes if prefix in first), None)
    return known


def region_places(codes: Iterable[str]) -> dict[str, Place]:
    """Where the first site with a position is, by region; a region without any is where that of its city or province is. One query."""
    wanted = set(codes)
    first = _first_places({code[:2] for code in wanted})
    found = {}
    for code in wanted:
        prefixes = (code, code[:4], code[:2])
        place = next((first[prefix] for prefix in prefixes if prefix in first), None)
        if place is not None:
            found[code] = place
    return found


def _place(row: Depot | Site) -> Place | None:
    if row.longitude is None or row.latitude is None:
        return None
    return row.longitude, row.latitude


def _first_places(provinces: set[str]) -> Mapping[str, Place]:
    """The position of the first site by code: of each district, city and province."""
    there = Q(pk__in=[])
    for province in provinces:
        there |= Q(region__code__startswith=province)
    sites = Site.objects.filter(there, longitude__isnull=False, latitude__isnull=False).order_by("region_id", "code")
    found: dict[str, Place] = {}
    rows = sites.distinct("region_id").values_list("region_id", "longitude", "latitude")
    for code, longitude, latitude in rows:
        if longitude is not None and latitude is not None:
            for prefix in (code, code[:4], code[:2]):
                found.setdefault(prefix, (longitude, latitude))
    return found
