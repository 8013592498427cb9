"""Where the public can go instead: what serves now at a site, read for the page behind a code that is no longer valid."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.conf import settings
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from emergency_ops.lib.caching import kept
from incidents.response.choices import RUNNING_STATUSES, SubstituteKind, SubstituteStatus
from incidents.response.models import Incident, IncidentTerminal, Substitute
from resources.network.models import Site

from .models import EmergencyCode, OnlineChannel, SubstituteChannel
from .queries import active_channels, valid_at

#: seconds for which what was read serves everybody who comes to the same site's page
KEPT: Final = 15


@dataclass(frozen=True, slots=True)
class Place:
    """A counter or a hotline that serves: where it is, or its number, and its hours."""

    place: str
    hours: str


@dataclass(frozen=True, slots=True)
class Way:
    """An online channel in the reader's language. `url` is empty where there is nothing to open."""

    name: str
    kind: str
    url: str
    finding: str
    steps: tuple[str, ...]
    documents: tuple[str, ...]
    hours: str


@dataclass(frozen=True, slots=True)
class Guidance:
    """`is_out`: an incident is known to run there. `code`: a code of the same site that can be paid with now, or empty."""

    site: str
    phone: str
    is_drill: bool
    is_out: bool
    counters: tuple[Place, ...]
    ways: tuple[Way, ...]
    hotlines: tuple[Place, ...]
    code: str


def guidance(site: Site | None, incident: Incident | None, language: str, now: datetime) -> Guidance:
    """For a site (None: not known) and the incident that its code was made for. At most some seconds old; four queries at most."""
    key = f"guidance:{site.pk if site else 0}:{incident.pk if incident else 0}:{language}"
    return kept(key, KEPT, lambda: _read(site, incident, language, now))


def _read(site: Site | None, incident: Incident | None, language: str, now: datetime) -> Guidance:
    is_drill = incident is not None and incident.is_drill
    running = _running(site, incident, is_drill)
    serving = list(_serving(running, site))
    numbers = [one for one in serving if one.kind == SubstituteKind.HOTLINE]
    return Guidance(
        site=site.name if site else "",
        phone=site.phone if site else "",
        is_drill=is_drill,
        is_out=running.exists(),
        counters=tuple(
            Place(one.place, one.hours or (one.site.opening_hours if one.site else ""))
            for one in serving
            if one.kind == SubstituteKind.COUNTER
        ),
        ways=tuple(told(channel, language) for channel in _channels(serving)),
        hotlines=tuple(Place(one.place, one.hours) for one in numbers) or (Place(settings.HOTLINE, ""),),
        code="" if is_drill else _code(running, site, now),
    )


def told(channel: OnlineChannel, language: str) -> Way:
    """The channel in English as far as that was written, else in Chinese."""
    english = language.startswith("en")
    return Way(
        name=(english and channel.name_en) or channel.name,
        kind=channel.kind,
        url=channel.url if channel.url.startswith("https://") else "",
        finding=(english and channel.finding_en) or channel.finding,
        steps=_lines((english and channel.steps_en) or channel.steps),
        documents=_lines((english and channel.documents_en) or channel.documents),
        hours=channel.hours,
    )


def _running(site: Site | None, incident: Incident | None, is_drill: bool) -> QuerySet[Incident]:
    """The incidents that still affect the site; without a site the one that the code was made for."""
    running = Incident.objects.filter(status__in=RUNNING_STATUSES, is_drill=is_drill)
    if site is None:
        return running.filter(pk=incident.pk) if incident else running.none()
    affected = IncidentTerminal.objects.filter(incident=OuterRef("pk"), site=site, until=None)
    return running.filter(Exists(affected))


def _serving(running: QuerySet[Incident], site: Site | None) -> QuerySet[Substitute]:
    here = Q(site=None) | Q(site=site) if site else Q(site=None)
    serving = Substitute.objects.filter(here, incident__in=running, status=SubstituteStatus.SERVING)
    return serving.select_related("site").order_by(F("site").asc(nulls_last=True), "serving_since")


def _channels(serving: Sequence[Substitute]) -> list[OnlineChannel]:
    """Those that a substitute names, where one names any; else the operator's whole catalogue."""
    online = [one.pk for one in serving if one.kind == SubstituteKind.ONLINE]
    named = set(SubstituteChannel.objects.filter(substitute__in=online).values_list("channel", flat=True))
    active = list(active_channels())
    return [channel for channel in active if channel.pk in named] or active


def _code(running: QuerySet[Incident], site: Site | None, now: datetime) -> str:
    """A valid code of the site, or of all sites, that took the place of the one that was scanned."""
    codes = EmergencyCode.objects.filter(
        valid_at(now),
        Q(site=site) | Q(site=None),
        substitute__incident__in=running,
        substitute__status=SubstituteStatus.SERVING,
        terminal=None,
    )
    found = codes.order_by(F("site").asc(nulls_last=True), "-pk").values_list("code", flat=True).first()
    return found or ""


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())
