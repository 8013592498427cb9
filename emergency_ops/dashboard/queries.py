"""What the first page shows. A fixed number of queries, whatever the size of the fleet."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q

from incidents.monitoring.access import warnings_for
from incidents.response.access import incidents_for
from incidents.response.choices import OPEN_STATUSES, RUNNING_STATUSES, Status
from resources.network.models import Site
from resources.staff.models import Person


@dataclass(frozen=True)
class Tally:
    """running: not yet restored; late: nothing serves and the 30 minutes are over; waiting: restored, not closed."""

    running: int
    suspected: int
    late: int
    waiting: int


def tally(person: Person, now: datetime) -> Tally:
    running = Q(status__in=RUNNING_STATUSES)
    late = running & Q(clock_stopped_at=None, clock_due_at__lt=now)
    row = (
        incidents_for(person)
        .filter(status__in=OPEN_STATUSES)
        .aggregate(
            running=Count("pk", filter=running),
            suspected=Count("pk", filter=Q(status=Status.SUSPECTED)),
            late=Count("pk", filter=late),
            waiting=Count("pk", filter=Q(status=Status.RESTORED)),
        )
    )
    return Tally(**row)


def open_warnings(person: Person) -> int:
    return warnings_for(person).filter(cleared_at=None).count()


def house_is_empty() -> bool:
    """Whether there is nothing to watch over yet."""
    return not Site.objects.exists()
