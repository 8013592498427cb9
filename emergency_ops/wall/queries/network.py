"""Terminals by site, or by district where there are too many sites to draw."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.models import Q, QuerySet

from emergency_ops.wall.scope import Prefixes
from emergency_ops.wall.states import Counts
from incidents.monitoring.choices import Condition
from incidents.monitoring.queries import WATCHED
from incidents.response.access import visible
from incidents.response.choices import RUNNING_STATUSES
from incidents.response.models import Incident, IncidentTerminal
from resources.network.census import census
from resources.network.conditions import closed_hours, condition_at
from resources.network.divisions import names
from resources.network.models import Region, Site, Terminal
from resources.network.regions import parents

Counted = tuple[dict[object, Counts], datetime | None]
#: tiles that are drawn; with more sites the map shows districts, with more districts cities
MOST_TILES = 700
#: counted by site first, for the terminals are many; OFFSET 0 has the condition worked out once a terminal
_BY_SITE = """
SELECT site.id, working, degraded, stopped, CASE WHEN opening_hours = ANY(%s) THEN 0 ELSE unknown END, maintenance,
       CASE WHEN opening_hours = ANY(%s) THEN unknown ELSE 0 END, heard
FROM (
    SELECT site_id, count(*) FILTER (WHERE shown = 'in_service') AS working,
           count(*) FILTER (WHERE shown = 'degraded') AS degraded,
           count(*) FILTER (WHERE shown IN ('out_of_service', 'offline')) AS stopped,
           count(*) FILTER (WHERE shown = 'maintenance') AS maintenance,
           count(*) FILTER (WHERE shown NOT IN ('in_service', 'degraded', 'out_of_service', 'offline', 'maintenance'))
               AS unknown,
           max(state__last_heard_at) AS heard
    FROM ({each} OFFSET 0) AS terminal GROUP BY site_id
) AS counted JOIN resources_site site ON site.id = counted.site_id
"""
_COUNTED_AS: Mapping[str, str] = {
    Condition.IN_SERVICE: "working",
    Condition.DEGRADED: "degraded",
    Condition.OUT_OF_SERVICE: "stopped",
    Condition.OFFLINE: "stopped",
    Condition.MAINTENANCE: "maintenance",
}


@dataclass(frozen=True, slots=True)
class Place:
    """A tile of the map: a site (with its code) or a region. incident, drill: open ones have terminals here."""

    region: str
    name: str
    counts: Counts
    site: str = ""
    incident: bool = False
    drill: bool = False


@dataclass(frozen=True, slots=True)
class Network:
    """The places, the names of the regions that they lie in, and when any terminal was last heard."""

    places: tuple[Place, ...]
    names: Mapping[str, str]
    heard_at: datetime | None
    by_site: bool

    @property
    def counts(self) -> Counts:
        return sum((place.counts for place in self.places), Counts())


def within(prefixes: Prefixes, field: str) -> Q:
    """Rows whose region (a path to its code) begins with one of the prefixes."""
    if "" in prefixes:
        return ~Q(pk__in=[])
    wanted = Q(pk__in=[])
    for prefix in prefixes:
        wanted |= Q(**{f"{field}__startswith": prefix})
    return wanted


def network(prefixes: Prefixes, now: datetime) -> Network:
    """Six queries, whatever the size of the network."""
    sites = Site.objects.filter(within(prefixes, "region__code"))
    by_site = sites.count() <= MOST_TILES
    counts, heard_at = (
        _counts_by_site(prefixes, closed_hours(sites, now), now) if by_site else _counts_by_region(prefixes, now)
    )
    hit = _hit(prefixes, "site_id" if by_site else "site__region_id")
    places = _sites(sites, counts, hit) if by_site else _regions(counts, hit)
    return Network(tuple(places), _names(place.region for place in places), heard_at, by_site)


def _counts_by_region(prefixes: Prefixes, now: datetime) -> Counted:
    """By region, of the census."""
    lines = [line for line in census(now).within(prefixes) if line.status in WATCHED]
    found: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for line in lines:
        kind = _COUNTED_AS.get(line.condition, "unknown")
        closed = line.closed if kind == "unknown" else 0
        found[line.region][kind] += line.number - closed
        found[line.region]["closed"] += closed
    heard_at = max((line.heard_at for line in lines if line.heard_at), default=None)
    return {region: Counts(**counts) for region, counts in found.items()}, heard_at


def _counts_by_site(prefixes: Prefixes, shut: list[str], now: datetime) -> Counted:
    """By site, and when any terminal was last heard. One query."""
    if not prefixes:
        return {}, None
    each = (
        Terminal.objects.filter(within(prefixes, "site__region__code"), status__in=WATCHED)
        .annotate(shown=condition_at(now))
        .order_by()
        .values_list("site_id", "shown", "state__last_heard_at")
    )
    statement, parameters = each.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(_BY_SITE.format(each=statement), [shut, shut, *parameters])
        rows = cursor.fetchall()
    heard_at = max((heard for *_counts, heard in rows if heard is not None), default=None)
    return {place: Counts(*map(int, counts)) for place, *counts, _heard in rows}, heard_at


def _hit(prefixes: Prefixes, key: str) -> dict[object, set[bool]]:
    """By site or region, whether open incidents there are drills. One query."""
    running = visible(Incident.objects.filter(status__in=RUNNING_STATUSES), prefixes)
    rows = IncidentTerminal.objects.filter(
        within(prefixes, "site__region__code"), incident__in=running.order_by().values("pk"), until=None
    )
    found: defaultdict[object, set[bool]] = defaultdict(set)
    for place, is_drill in rows.order_by().values_list(key, "incident__is_drill").distinct():
        found[place].add(is_drill)
    return found


def _sites(sites: QuerySet[Site], counts: Mapping[object, Counts], hit: Mapping[object, set[bool]]) -> list[Place]:
    rows = sites.order_by("code").values_list("pk", "code", "name", "region__code")
    return [
        Place(region, name, counts[pk], code, False in hit.get(pk, ()), True in hit.get(pk, ()))
        for pk, code, name, region in rows
        if pk in counts
    ]


def _regions(counts: Mapping[object, Counts], hit: Mapping[object, set[bool]]) -> list[Place]:
    """The districts, or the cities where there are too many districts."""
    ends = 6 if len(counts) <= MOST_TILES else 4
    found: defaultdict[str, Counts] = defaultdict(Counts)
    drills: defaultdict[str, set[bool]] = defaultdict(set)
    for code, count in counts.items():
        place = str(code)[:ends].ljust(6, "0")
        found[place] += count
        drills[place] |= hit.get(code, set())
    known = _names(found)
    return [
        Place(code, known[code], count, "", False in drills[code], True in drills[code])
        for code, count in sorted(found.items())
    ]


def _names(codes: Iterable[str]) -> dict[str, str]:
    """Of these regions and those above them; the code itself where nobody knows. One query."""
    wanted = {above for code in codes for above in (code, *parents(code))}
    known = dict(Region.objects.filter(pk__in=wanted).values_list("pk", "name"))
    return {code: known.get(code) or names().get(code, code) for code in wanted}
