"""Reads what a notice tells of an incident as a whole: the values of placeholders, and the facts that show changes.

Everything is read for any number of incidents at once, in a fixed number of queries.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Count, F
from django.utils import timezone

from incidents.response.choices import RUNNING_STATUSES, SubstituteKind, SubstituteStatus
from incidents.response.models import Incident, IncidentTerminal, Substitute
from incidents.response.online.models import EmergencyCode
from incidents.response.online.queries import valid_at
from resources.network.choices import TerminalStatus
from resources.network.conditions import UNKNOWN, WORKING, condition_at
from resources.network.models import Region, Site, Terminal

from . import addresses, snapshot, wording
from .scene import Planned, Scene, Stand
from .scene import values as words_of

NETWORK = "全网"


@dataclass(slots=True)
class _Reading:
    """What is affected and what serves, of one incident. sites: code, name and number of terminals, by code."""

    sites: list[tuple[str, str, int]] = field(default_factory=list)
    ways: list[Stand] = field(default_factory=list)

    @property
    def terminals(self) -> int:
        return sum(count for _code, _name, count in self.sites)


def values(incident: Incident, language: str, now: datetime) -> dict[str, str]:
    """Every placeholder's value for an incident (see scene.values)."""
    return words_of(scene(incident, now), language)


def basis(incident: Incident, now: datetime) -> dict[str, Any]:
    """The facts that a text was written from, as JSON (see bases())."""
    return bases([incident], now)[incident.pk]


def bases(incidents: Iterable[Incident], now: datetime) -> dict[int, dict[str, Any]]:
    """By incident {"status", "scope", "sites", "sites_hash", "terminals", "expected_until", "ways"}; three queries for all.

    sites_hash tells one set of sites from another; expected_until is ISO 8601 or None; ways are Stand.row, in their order.
    """
    rows = list(incidents)
    readings = _read(rows)
    return {row.pk: _basis(row, readings[row.pk]) for row in rows}


def scene(incident: Incident, now: datetime) -> Scene:
    """The incident as notices tell of it. An incident without anything affected any more tells of what was."""
    reading = _read([incident])[incident.pk]
    affected = reading if reading.sites else _Reading(_once_affected(incident), reading.ways)
    told = snapshot.outage(incident)
    restored = None if incident.status in RUNNING_STATUSES else incident.restored_at or incident.closed_at
    return Scene(
        region=told.region,
        scope=told.scope,
        cause=wording.cause(told),
        method=told.payment_method,
        places=tuple(name for _code, name, _count in affected.sites[:5]) if len(affected.sites) <= 5 else (),
        sites=len(affected.sites),
        terminals=affected.terminals,
        began_at=told.began_at,
        expected_until=told.expected_until,
        restored_at=_here(restored) if restored else None,
        ways=tuple(reading.ways),
        takes_cash=_takes_cash(incident),
        scans=_scans(incident, now),
        hotline=_hotline(reading.ways),
        organisation=settings.ORGANISATION_NAME,
        url=addresses.status_page(),
        faq=addresses.faq(),
        now=_here(now),
    )


def still_down(incident: Incident | None, now: datetime) -> int:
    """Of the terminals that it affected, those whose reports say now that nobody can pay there. One query."""
    here = Terminal.objects.filter(incidents__incident=incident, status=TerminalStatus.IN_SERVICE)
    known = here.annotate(condition=condition_at(now)).exclude(condition__in=(*WORKING, UNKNOWN))
    return known.order_by().values("pk").distinct().count() if incident else 0


def sites(incident: Incident) -> list[Site]:
    """Its sites with something affected now, by code."""
    standing = incident.terminals.filter(until=None)
    return list(Site.objects.filter(pk__in=standing.values("site")).order_by("code"))


def planned(region: Region | None, where: Iterable[Site], *, began: datetime, until: datetime, work: str) -> Planned:
    """Maintenance as notices tell of it."""
    names = [site.name for site in where]
    return Planned(
        region=region.name if region else NETWORK,
        places=tuple(names) if len(names) <= 5 else (),
        sites=len(names),
        began_at=_here(began),
        until=_here(until),
        work=work,
        hotline=settings.HOTLINE,
        organisation=settings.ORGANISATION_NAME,
        url=addresses.status_page(),
        faq=addresses.faq(),
    )


def _basis(incident: Incident, reading: _Reading) -> dict[str, Any]:
    codes = ",".join(code for code, _name, _count in reading.sites)
    until = incident.expected_until
    return {
        "status": incident.status,
        "scope": incident.scope,
        "sites": len(reading.sites),
        "sites_hash": hashlib.sha256(codes.encode()).hexdigest()[:16],
        "terminals": reading.terminals,
        "expected_until": _here(until).isoformat(timespec="minutes") if until else None,
        "ways": [way.row for way in reading.ways],
    }


def _read(incidents: Iterable[Incident]) -> Mapping[int, _Reading]:
    ids = [incident.pk for incident in incidents]
    found: dict[int, _Reading] = defaultdict(_Reading)
    for incident_id, code, name, count in _by_site(IncidentTerminal.objects.filter(incident__in=ids, until=None)):
        found[incident_id].sites.append((code, name, count))
    rows = Substitute.objects.filter(
        incident__in=ids, status__in=[SubstituteStatus.READY, SubstituteStatus.SERVING]
    ).select_related("site")
    for row in sorted(rows, key=lambda row: (row.status != SubstituteStatus.SERVING, row.created_at, row.pk)):
        found[row.incident_id].ways.append(
            Stand(row.kind, row.place.strip(), row.hours.strip(), row.site.name if row.site else "")
        )
    return found


def _by_site(rows: Any) -> Iterable[tuple[int, str, str, int]]:
    """(incident, code and name of the site, number of terminals), by code."""
    grouped = rows.order_by().values("incident", code=F("site__code"), name=F("site__name"))
    counted = grouped.annotate(count=Count("terminal", distinct=True)).order_by("code")
    for row in counted:
        yield row["incident"], row["code"], row["name"], row["count"]


def _once_affected(incident: Incident) -> list[tuple[str, str, int]]:
    return [(code, name, count) for _pk, code, name, count in _by_site(incident.terminals.all())]


def _takes_cash(incident: Incident) -> bool:
    return Terminal.objects.filter(incidents__incident=incident, payment_methods__contains=["cash"]).exists()


def _scans(incident: Incident, now: datetime) -> bool:
    if incident.is_drill:
        return False
    return EmergencyCode.objects.filter(valid_at(now), substitute__incident=incident).exists()


def _hotline(ways: Iterable[Stand]) -> str:
    return next((way.place for way in ways if way.kind == SubstituteKind.HOTLINE and way.place), settings.HOTLINE)


def _here(at: datetime) -> datetime:
    return timezone.localtime(at, timezone.get_default_timezone())
