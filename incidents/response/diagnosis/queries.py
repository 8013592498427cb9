"""Reads of remote commands."""

from datetime import datetime, timedelta

from django.db.models import DateTimeField, DurationField, ExpressionWrapper, F, Q, QuerySet, Value
from django.db.models.functions import Greatest

from incidents.response.models import Incident
from resources.network.conditions import STALE_AFTER, STALE_INTERVALS
from resources.network.models import Terminal
from resources.staff.models import Person

from .access import commands_for
from .choices import WAITING
from .models import TerminalCommand

SHOWN = 20


def listed_commands(person: Person) -> QuerySet[TerminalCommand]:
    """Everything that a row of the list needs, in one query."""
    return commands_for(person).select_related("terminal__site", "incident", "requested_by")


def of_incident(person: Person, incident: Incident) -> list[TerminalCommand]:
    return list(listed_commands(person).filter(incident=incident)[:SHOWN])


def of_terminal(person: Person, terminal: Terminal) -> list[TerminalCommand]:
    return list(listed_commands(person).filter(terminal=terminal)[:SHOWN])


def any_waiting(rows: list[TerminalCommand]) -> bool:
    return any(row.state in WAITING for row in rows)


def overdue_ids(now: datetime) -> list[int]:
    overdue = TerminalCommand.objects.filter(state__in=WAITING, due_at__lte=now)
    return list(overdue.order_by("due_at").values_list("pk", flat=True)[:500])


def heard_lately(now: datetime, terminal: str = "terminal") -> Q:
    """Rows whose terminal (a path to it) has reported within the time for which a state is news: it can be told something."""
    interval = F(f"{terminal}__state__interval")
    reports = ExpressionWrapper(interval * Value(timedelta(seconds=STALE_INTERVALS)), DurationField())
    grace = Greatest(reports, Value(STALE_AFTER), output_field=DurationField())
    return Q(
        **{
            f"{terminal}__state__last_heard_at__gte": ExpressionWrapper(
                Value(now, DateTimeField()) - grace, DateTimeField()
            )
        }
    )
