"""The stored periods of an incident's terminals, read and written a terminal at a time."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from incidents.response.models import Incident, IncidentTerminal

from .rules import Period


def by_terminal(rows: Iterable[IncidentTerminal]) -> dict[int, list[Period]]:
    """In order; by the terminal's primary key."""
    found: dict[int, list[Period]] = defaultdict(list)
    for row in rows:
        found[row.terminal_id].append(Period(row.since, row.until, row.by_hand))
    return {key: sorted(periods, key=lambda one: one.since) for key, periods in found.items()}


def replace(incident: Incident, wanted: Mapping[int, Sequence[Period]]) -> None:
    """Let these terminals have exactly these periods; none: they are no longer of the incident. The incident is locked."""
    incident.terminals.filter(terminal__in=list(wanted)).delete()
    IncidentTerminal.objects.bulk_create(
        IncidentTerminal(
            incident=incident, terminal_id=key, since=period.since, until=period.until, by_hand=period.by_hand
        )
        for key, periods in wanted.items()
        for period in periods
    )
