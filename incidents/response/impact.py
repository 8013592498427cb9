"""Reads what an incident's terminals amount to: sites, region, area, people."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.db.models import Avg, Count, F, Func, IntegerField, QuerySet, Sum
from django.utils.translation import override

from incidents.monitoring.detection.facts import By
from resources.network import hours
from resources.network.choices import TerminalStatus
from resources.network.models import Region, Terminal
from resources.network.queries import common_region

from .models import Incident
from .rules import coverage, naming, users

SITE_FIELDS = (
    "site_id",
    "site__code",
    "site__name",
    "site__region_id",
    "site__longitude",
    "site__latitude",
    "site__daily_visitors",
    "site__opening_hours",
)
#: terminals that nobody pays at as a rule
OUT_OF_USE = (TerminalStatus.RETIRED, TerminalStatus.STANDBY)
_COLUMNS = {
    By.LINE: "terminal__line",
    By.RELEASE: "terminal__software_version",
    By.VERSION: "terminal__software_version",
}


@dataclass(frozen=True, slots=True)
class Impact:
    """The figures of an incident, counted over every terminal that it has touched."""

    terminals: int
    sites: int
    region: Region | None
    coverage_km2: float | None
    terms: Mapping[str, Any]


def impact_of(incident: Incident) -> Impact:
    """Four queries, however many terminals."""
    affected = _affected_by_site(incident)
    everywhere = _usual_by_site([row["site_id"] for row in affected])
    places = [(row["site__longitude"], row["site__latitude"]) for row in affected]
    return Impact(
        terminals=sum(row["affected"] for row in affected),
        sites=len(affected),
        region=common_region(row["site__region_id"] for row in affected),
        coverage_km2=coverage.hull_area_km2((x, y) for x, y in places if x is not None and y is not None),
        terms=users.estimate(_load(row, everywhere, incident.payment_method) for row in affected),
    )


def title_for(incident: Incident, impact: Impact) -> str:
    """The incident's title in the organisation's language; it goes into messages and on paper."""
    first = incident.terminals.select_related("terminal__site").order_by("terminal__code", "since").first()
    with override(settings.LANGUAGE_CODE):
        return naming.title_of(
            naming.TitleFacts(
                scope=incident.scope,
                category=incident.category,
                payment_method=incident.payment_method,
                line=_found_by(incident, By.LINE),
                version=_found_by(incident, By.RELEASE) or _found_by(incident, By.VERSION),
                region=impact.region.name if impact.region else "",
                site=first.terminal.site.name if first else "",
                terminal=first.terminal.code if first and impact.terminals == 1 else "",
                terminals=impact.terminals,
                sites=impact.sites,
            )
        )


def _found_by(incident: Incident, by: By) -> str:
    """What detection has found them by, such as a line's code, where every terminal of the incident has it; else ""."""
    kind, _dot, grouping = incident.evidence.get("code", "").rpartition(".")
    params = incident.evidence.get("params", {})
    if grouping != by or (by == By.LINE and not naming.is_of_a_line(kind, params.get("codes", ()))):
        return ""
    key = str(params.get("key", ""))
    shared = key.rpartition("/")[2] if by == By.VERSION else key
    return "" if incident.terminals.exclude(**{_COLUMNS[by]: shared}).exists() else shared


def _affected_by_site(incident: Incident) -> list[dict[str, Any]]:
    touched = Terminal.objects.filter(pk__in=incident.terminals.values("terminal"))
    rows = touched.values(*SITE_FIELDS).annotate(
        affected=Count("id"),
        payments=Sum("hourly_payments"),
        methods=Avg(Func(F("payment_methods"), function="CARDINALITY", output_field=IntegerField())),
    )
    return list(rows.order_by("site__code"))


def _usual_by_site(sites: list[int]) -> dict[int, tuple[int, float]]:
    """Terminals in use and their usual payments an hour, by site."""
    used: QuerySet[Terminal] = Terminal.objects.filter(site__in=sites).exclude(status__in=OUT_OF_USE)
    rows = used.values_list("site_id").annotate(number=Count("id"), payments=Sum("hourly_payments")).order_by()
    return {site: (number, payments or 0.0) for site, number, payments in rows}


def _load(row: dict[str, Any], everywhere: Mapping[int, tuple[int, float]], method: str) -> users.SiteLoad:
    number, payments = everywhere.get(row["site_id"], (0, 0.0))
    return users.SiteLoad(
        code=row["site__code"],
        name=row["site__name"],
        daily_visitors=row["site__daily_visitors"],
        open_hours=hours_a_day(row["site__opening_hours"]),
        terminals=max(number, row["affected"]),
        affected=row["affected"],
        hourly_payments=payments,
        affected_payments=row["payments"] or 0.0,
        method_share=1 / max(row["methods"] or 1, 1) if method else 1.0,
    )


@lru_cache(maxsize=1024)
def hours_a_day(text: str) -> float:
    """Opening hours of an open day on average [h/day]; 24 for a text that cannot be read or a place that never opens."""
    try:
        spans = hours.parse(text).spans
    except ValueError:
        return 24.0
    if spans == ((0, hours.WEEK),) or not spans:
        return 24.0
    days = {start // hours.DAY for start, _end in spans}
    return sum(end - start for start, end in spans) / 60 / len(days)
