"""What is known of terminals now, for all pages and papers. Monitoring writes the states; here they have only their names."""

from datetime import datetime, timedelta

from django.db.models import (
    Case,
    CharField,
    DateTimeField,
    DurationField,
    ExpressionWrapper,
    F,
    QuerySet,
    Value,
    When,
)
from django.db.models.functions import Greatest

from .choices import TerminalStatus
from .hours import parse
from .models import Site, Terminal

#: monitoring's names of what matters here
UNKNOWN, OFFLINE, IN_SERVICE, DEGRADED, MAINTENANCE = "unknown", "offline", "in_service", "degraded", "maintenance"
#: people can pay there
WORKING = (IN_SERVICE, DEGRADED)
#: a state is news for three reports' time, and five minutes at least; after that nothing is known
STALE_INTERVALS = 3
STALE_AFTER = timedelta(minutes=5)


def with_condition(terminals: QuerySet[Terminal], now: datetime) -> QuerySet[Terminal]:
    """Adds `condition`: as of now; unknown where there are no reports, or only old ones."""
    return terminals.annotate(condition=condition_at(now))


def condition_at(now: datetime) -> Case:
    """The condition of a terminal: what is too old is unknown, unless detection has found the terminal to be silent."""
    grace = Greatest(
        ExpressionWrapper(F("state__interval") * Value(timedelta(seconds=STALE_INTERVALS)), DurationField()),
        Value(STALE_AFTER),
    )
    oldest = ExpressionWrapper(Value(now, DateTimeField()) - grace, DateTimeField())
    return Case(
        When(status=TerminalStatus.MAINTENANCE, then=Value(MAINTENANCE)),
        When(state=None, then=Value(UNKNOWN)),
        When(state__condition=OFFLINE, then=Value(OFFLINE)),
        When(state__last_heard_at__lt=oldest, then=Value(UNKNOWN)),
        default=F("state__condition"),
        output_field=CharField(),
    )


def is_stale(heard_at: datetime, interval: float, now: datetime) -> bool:
    """The same of one report: whether it is too old to hold. interval: seconds between two of the terminal's reports."""
    return heard_at < now - max(timedelta(seconds=interval * STALE_INTERVALS), STALE_AFTER)


def closed_hours(sites: QuerySet[Site], now: datetime) -> list[str]:
    """Opening hours at which one of the sites is closed now; hours that nobody can read count as open. One query."""
    texts = sites.order_by().values_list("opening_hours", flat=True).distinct()
    return [text for text in texts if is_closed(text, now)]


def is_closed(opening_hours: str, now: datetime) -> bool:
    """Whether a site with these hours is closed now; hours that nobody can read count as open."""
    try:
        return not parse(opening_hours).is_open(now)
    except ValueError:
        return False
