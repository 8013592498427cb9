"""What every open incident owes next, and when: so that none is ever without a deadline."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from incidents.response.choices import Status

CONFIRM_DUE = "confirm_due"
ACTIVATE_DUE = "activate_due"
REVIEW_DUE = "review_due"
CLOSE_DUE = "close_due"
CLOCK_REMINDER = "clock_reminder"
CLOCK_MISSED = "clock_missed"
CLEAR_REVIEW = "clear_review"
RECHECK = "recheck"
RECHECK_EXTENT = "recheck_extent"
#: of the command of an incident, see its room
TRANSFER_DUE = "command_transfer_due"
SHIFT_ENDS = "command_shift_ends"
#: what is owed also while the reports say that all is well
GO_ON_AT_REST = frozenset({RECHECK_EXTENT, TRANSFER_DUE, SHIFT_ENDS})

#: when terminals that a person marked as back against the reports are looked at again
RECHECK_EXTENT_AFTER = timedelta(minutes=10)
#: how long the reports must say that all is well before the system believes it
CLEAR_REVIEW_AFTER = timedelta(minutes=15)
#: how often somebody is asked for a verdict after that
VERDICT_AGAIN_AFTER = timedelta(minutes=60)
#: when an end that the reports contradict is looked at again; a repair shows in them sooner than a fault of the monitoring
RECHECK_AFTER: Mapping[str, timedelta] = {
    Status.RESTORED: timedelta(minutes=10),
    Status.CLOSED: timedelta(minutes=10),
    Status.FALSE_ALARM: timedelta(minutes=60),
}


@dataclass(frozen=True, slots=True)
class Duty:
    """A deadline kind that is kept up while an incident is in a status: `after` the last one, again and again."""

    kind: str
    after: timedelta


DUTIES: Mapping[Status, Duty] = {
    Status.CONFIRMED: Duty(ACTIVATE_DUE, timedelta(minutes=10)),
    Status.RESPONDING: Duty(REVIEW_DUE, timedelta(minutes=60)),
    Status.RESTORED: Duty(CLOSE_DUE, timedelta(hours=24)),
}
DUTY_KINDS = frozenset({CONFIRM_DUE, ACTIVATE_DUE, REVIEW_DUE, CLOSE_DUE})


def duty_of(status: str, *, confirm_minutes: int) -> Duty | None:
    """The duty of a status; None for those that are at an end."""
    if status == Status.SUSPECTED:
        return Duty(CONFIRM_DUE, timedelta(minutes=confirm_minutes))
    return DUTIES.get(Status(status))
