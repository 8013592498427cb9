"""What the reports say of an incident's terminals, and what of it is back."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import QuerySet

from incidents.monitoring.choices import SignalKind
from incidents.response.choices import SubstituteStatus
from incidents.response.models import Incident, Substitute
from incidents.response.queries import members_down
from resources.network.conditions import WORKING, condition_at
from resources.network.models import Terminal


def contradicted(incident: Incident, terminals: Collection[int], now: datetime) -> set[int]:
    """Those of the terminals (primary keys) that the reports still say are down: an open warning covers them, and they do not
    report that they work. Where payments fail a working device proves nothing, so there the warning alone counts."""
    down = members_down(incident).filter(terminal__in=terminals)
    rows = list(down.values_list("terminal", "warning__memory__kind"))
    covered = {terminal for terminal, _kind in rows}
    failing = {terminal for terminal, kind in rows if kind == SignalKind.FAILURES}
    reporting = Terminal.objects.filter(pk__in=covered - failing).annotate(condition=condition_at(now))
    return covered - set(reporting.filter(condition__in=WORKING).values_list("pk", flat=True))


def back_of(incident: Incident, sites: Collection[int]) -> set[int]:
    """Those of the sites (primary keys) where every terminal is back."""
    if not sites:
        return set()
    still = incident.terminals.filter(until=None, site__in=sites).order_by()
    return set(sites) - set(still.values_list("site_id", flat=True).distinct())


def to_withdraw(incident: Incident) -> QuerySet[Substitute]:
    """Substitutes that serve at sites where every terminal is back: proposed for withdrawal."""
    still = incident.terminals.filter(until=None).values("site")
    standing = incident.substitutes.exclude(status=SubstituteStatus.WITHDRAWN).exclude(site=None)
    return standing.exclude(site__in=still).select_related("site")
