"""Reads what a notice tells of: the incident, each site, its terminals, its substitutes. A fixed number of queries."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from incidents.response.choices import RUNNING_STATUSES, SubstituteStatus
from incidents.response.models import Incident, IncidentTerminal
from incidents.response.online.models import EmergencyCode
from incidents.response.online.queries import codes_of_sites
from resources.network.choices import TerminalStatus
from resources.network.conditions import WORKING, condition_at
from resources.network.models import Site, Terminal

from . import wording, wording_en
from .nearby import REACH, Atlas, Candidate


@dataclass(frozen=True)
class _Reading:
    """What was read for all sites at once, by site id."""

    stopped: Mapping[int, Sequence[Terminal]]
    running: Mapping[int, Sequence[Terminal]]
    uncertain: Mapping[int, Sequence[Terminal]]
    ways: Mapping[int | None, Sequence[wording.Way]]
    codes: Mapping[int, EmergencyCode]
    atlas: Atlas


def contents(incident: Incident, sites: Sequence[Site], now: datetime) -> dict[int, dict[str, Any]]:
    """The content of each site's notice by site id (see wording.content); a site with nothing affected is left out.

    "english" holds the same in English (see wording_en.content). "qr" is the emergency code of this system that the notice
    shows, where the incident has one for the site.
    """
    reading = _read(incident, sites, now)
    told = outage(incident)
    here = timezone.localtime(now, timezone.get_default_timezone())
    return {site.pk: _content(told, site, reading, here) for site in sites if reading.stopped.get(site.pk)}


def outage(incident: Incident) -> wording.Outage:
    zone = timezone.get_default_timezone()
    until = incident.expected_until
    return wording.Outage(
        number=incident.number,
        is_drill=incident.is_drill,
        is_confirmed=incident.confirmed_at is not None,
        category=incident.category,
        cause=incident.cause,
        grouping=incident.warning.key.partition(":")[0] if incident.warning else "",
        scope=incident.scope,
        payment_method=incident.payment_method,
        region=incident.region.name if incident.region else "全网",
        affected_sites=incident.affected_sites,
        began_at=timezone.localtime(incident.began_at, zone),
        expected_until=timezone.localtime(until, zone) if until else None,
    )


def _content(told: wording.Outage, site: Site, reading: _Reading, now: datetime) -> dict[str, Any]:
    stopped, running = reading.stopped[site.pk], reading.running.get(site.pk, ())
    accepting = stopped if told.payment_method else running or stopped
    code = reading.codes.get(site.pk)
    place = wording.Place(
        code=site.code,
        name=site.name,
        hours=site.opening_hours,
        phone=site.phone,
        stopped=tuple(label(terminal.code, site.code) for terminal in stopped),
        running=len(running),
        uncertain=len(reading.uncertain.get(site.pk, ())),
        methods=_united(terminal.payment_methods for terminal in accepting),
        services=_united(terminal.services for terminal in stopped),
        code_is_dead=code is not None and not code.is_valid(now),
    )
    ways = [*reading.ways.get(site.pk, ()), *reading.ways.get(None, ())]
    near = reading.atlas.nearest(site.latitude, site.longitude)
    content = wording.content(
        told, place, ways, near, organisation=settings.ORGANISATION_NAME, hotline=settings.HOTLINE, now=now
    )
    content["english"] = wording_en.content(told, place, ways, near, hotline=settings.HOTLINE, now=now)
    return {**content, "qr": code.code} if code else content


def label(terminal_code: str, site_code: str) -> str:
    """What people see of a terminal's code: 310101-0001-03 at site 310101-0001 is 03号."""
    own = terminal_code.removeprefix(f"{site_code}-")
    return f"{own}号" if own.isdecimal() else own


def _read(incident: Incident, sites: Sequence[Site], now: datetime) -> _Reading:
    ids = [site.pk for site in sites]
    affected = IncidentTerminal.objects.filter(
        until=None, incident__status__in=RUNNING_STATUSES, incident__is_drill=incident.is_drill
    )
    members = incident.terminals.filter(until=None, site__in=ids).select_related("terminal").order_by("terminal__code")
    others = list(
        Terminal.objects.filter(site__in=ids, status=TerminalStatus.IN_SERVICE)
        .exclude(Exists(affected.filter(terminal=OuterRef("pk"))))
        .annotate(condition=condition_at(now))
        .order_by("code")
    )
    return _Reading(
        stopped=_by_site(member.terminal for member in members),
        running=_by_site(terminal for terminal in others if terminal.condition in WORKING),
        uncertain=_by_site(terminal for terminal in others if terminal.condition not in WORKING),
        ways=_ways(incident, ids),
        codes=codes_of_sites(incident, ids, now),
        atlas=Atlas(_candidates(sites, affected, now)),
    )


def _ways(incident: Incident, site_ids: Collection[int]) -> dict[int | None, list[wording.Way]]:
    """Substitutes that serve, then those that are ready, in the order in which they were set up."""
    rows = incident.substitutes.filter(
        Q(site=None) | Q(site__in=site_ids), status__in=[SubstituteStatus.READY, SubstituteStatus.SERVING]
    )
    found: dict[int | None, list[wording.Way]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: row.status != SubstituteStatus.SERVING):
        found[row.site_id].append(wording.Way(row.kind, row.place, row.hours))
    return found


def _candidates(sites: Sequence[Site], affected: Any, now: datetime) -> list[Candidate]:
    """Sites nearby, of the same provinces, that have terminals known to work and none affected."""
    around, there = Q(pk__in=[]), Q(pk__in=[])
    for province, (south, north, west, east) in _boxes(sites).items():
        box = {"latitude__range": (south, north), "longitude__range": (west, east)}
        around |= Q(region__code__startswith=province, **box)
        there |= Q(site__region__code__startswith=province, **{f"site__{name}": value for name, value in box.items()})
    # the place a second time: without it the state of every terminal of the country would be looked at
    serving = Terminal.objects.filter(there, status=TerminalStatus.IN_SERVICE)
    working = serving.annotate(condition=condition_at(now)).filter(condition__in=WORKING)
    rows = (
        Site.objects.filter(around, pk__in=working.values("site"))
        .exclude(Exists(affected.filter(site=OuterRef("pk"))))
        .values_list("pk", "name", "address", "latitude", "longitude")
    )
    return [
        Candidate(pk, name, address, latitude, longitude)
        for pk, name, address, latitude, longitude in rows
        if latitude is not None and longitude is not None
    ]


def _boxes(sites: Iterable[Site]) -> dict[str, tuple[float, float, float, float]]:
    """By province, the degrees (south, north, west, east) between which everything lies that may be near to one of its sites."""
    found: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for site in sites:
        if site.latitude is not None and site.longitude is not None:
            found[site.region_id[:2]].append((site.latitude, site.longitude))
    boxes = {}
    for province, places in found.items():
        latitudes, longitudes = zip(*places, strict=True)
        boxes[province] = (
            min(latitudes) - REACH, max(latitudes) + REACH, min(longitudes) - REACH, max(longitudes) + REACH
        )  # fmt: skip
    return boxes


def _by_site(terminals: Any) -> dict[int, list[Terminal]]:
    found: dict[int, list[Terminal]] = defaultdict(list)
    for terminal in terminals:
        found[terminal.site_id].append(terminal)
    return found


def _united(lists: Any) -> tuple[str, ...]:
    """All values, each once, in the order in which they first come."""
    return tuple(dict.fromkeys(value for values in lists for value in values))
