"""The page on which the extent is changed: every site with its terminals, and what a change would come to."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F

from incidents.response.access import terminals_of
from incidents.response.actions.figures import grade_by_rules
from incidents.response.choices import Grade
from incidents.response.models import Incident, IncidentTerminal, Substitute
from incidents.response.reading import clock_of
from incidents.response.rules.clock import Clock
from incidents.response.trying import undone
from resources.network.conditions import WORKING, condition_at
from resources.network.models import Site, Terminal
from resources.staff.models import Person

from .actions import Effect
from .queries import to_withdraw

#: rows of terminals on the page; of larger incidents the rest is named by code
ROWS = 150


@dataclass(frozen=True, slots=True)
class TerminalRow:
    """A terminal with its periods in order. reports: "working", "down" or "unknown"."""

    terminal: Terminal
    periods: Sequence[IncidentTerminal]
    works: bool

    @property
    def is_back(self) -> bool:
        return self.periods[-1].until is not None


@dataclass(frozen=True, slots=True)
class SiteBlock:
    site: Site
    rows: Sequence[TerminalRow]

    @property
    def back(self) -> int:
        return sum(row.is_back for row in self.rows)


@dataclass(frozen=True, slots=True)
class Figures:
    """What is compared before and after."""

    terminals: int
    back: int
    sites: int
    users: int
    grade: str
    by_rules: str
    scope: str
    clock: Clock


@dataclass(frozen=True, slots=True)
class Preview:
    effect: Effect
    before: Figures
    after: Figures
    to_withdraw: Sequence[Substitute]

    @property
    def clock_restarts(self) -> bool:
        return self.after.clock.running and not self.before.clock.running


def blocks(person: Person, incident: Incident, now: datetime) -> list[SiteBlock]:
    """The sites that the person sees, those with terminals that are still affected first. Two queries."""
    rows = terminals_of(person, incident).select_related("terminal__site")
    first = list(rows.order_by(F("until").desc(nulls_first=True), "terminal__code", "since")[:ROWS])
    keys = {row.terminal_id for row in first}
    reporting = Terminal.objects.filter(pk__in=keys).annotate(condition=condition_at(now))
    working = set(reporting.filter(condition__in=WORKING).values_list("pk", flat=True))
    found: dict[Any, dict[Terminal, list[IncidentTerminal]]] = defaultdict(lambda: defaultdict(list))
    for row in first:
        found[row.terminal.site][row.terminal].append(row)
    return [
        SiteBlock(
            site,
            [
                TerminalRow(terminal, sorted(periods, key=lambda one: one.since), terminal.pk in working)
                for terminal, periods in sorted(terminals.items(), key=lambda item: item[0].code)
            ],
        )
        for site, terminals in found.items()
    ]


def preview(incident: Incident, act: Callable[[], Effect], now: datetime) -> Preview:
    """What the change comes to; nothing stays written. Raises what the change raises."""
    before, gone = figures_of(incident, now), [one.pk for one in to_withdraw(incident)]
    with undone():
        effect = act()
        changed = Incident.objects.get(pk=incident.pk)
        return Preview(effect, before, figures_of(changed, now), list(to_withdraw(changed).exclude(pk__in=gone)))


def figures_of(incident: Incident, now: datetime) -> Figures:
    """An incident in figures, to be compared with what it was or will be."""
    still = incident.terminals.filter(until=None).count()
    return Figures(
        terminals=incident.affected_terminals,
        back=incident.affected_terminals - still,
        sites=incident.affected_sites,
        users=incident.affected_users,
        grade=incident.get_grade_display(),
        by_rules=str(Grade(grade_by_rules(incident)).label),
        scope=incident.get_scope_display(),
        clock=clock_of(incident, now),
    )
