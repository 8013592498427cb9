"""Pure decisions about steps, rounds and repeated attempts. No database, no clock."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

from resources.staff.choices import Function

from .choices import Channel, StepTarget

#: seconds before a message is tried again, by the number of attempts made; after the last one it has failed
SEND_RETRIES = (15, 30, 60, 120, 300, 300, 600)
#: seconds before a handler that raised is tried again; the last one goes on for ever
HANDLER_RETRIES = (5, 15, 30, 60, 120)
#: a handler that raised this often is no proof that somebody will be called
FAILING_ATTEMPTS = 3
LONGEST_MINUTES = 24 * 60


@dataclass(frozen=True)
class Step:
    """After how many minutes of a round whom to call: the A or B of a post, or the lead."""

    after_minutes: int
    target: str
    function: str
    channels: tuple[str, ...]

    @property
    def function_label(self) -> str:
        return str(Function(self.function).label)


@dataclass(frozen=True)
class Next:
    """The deadline that follows a step."""

    step: int
    round: int
    due_at: datetime
    began_at: datetime


def parse_steps(stored: Sequence[Mapping[str, Any]]) -> tuple[Step, ...]:
    """The steps as PolicyVersion.steps keeps them."""
    return tuple(
        Step(
            after_minutes=int(row["after_minutes"]),
            target=str(row["target"]),
            function=str(row["function"]),
            channels=tuple(row.get("channels") or (Channel.IN_APP,)),
        )
        for row in stored
    )


def stored_steps(steps: Sequence[Step]) -> list[dict[str, Any]]:
    """The inverse of parse_steps."""
    return [
        {
            "after_minutes": step.after_minutes,
            "target": step.target,
            "function": step.function,
            "channels": list(step.channels),
        }
        for step in steps
    ]


def faults(steps: Sequence[Step]) -> list[str]:
    """Codes of what is wrong with a policy's steps: empty, no_lead, not_first, not_ascending, too_long, no_in_app."""
    if not steps:
        return ["empty"]
    found = []
    if steps[0].after_minutes != 0:
        found.append("not_at_once")
    if any(later.after_minutes <= earlier.after_minutes for earlier, later in pairwise(steps)):
        found.append("not_ascending")
    if steps[-1].target != StepTarget.LEAD:
        found.append("lead_not_last")
    if steps[-1].after_minutes > LONGEST_MINUTES:
        found.append("too_long")
    if any(Channel.IN_APP not in step.channels for step in steps):
        found.append("no_in_app")
    return found


def first_due(steps: Sequence[Step], began_at: datetime) -> datetime:
    return began_at + timedelta(minutes=steps[0].after_minutes)


def following(
    steps: Sequence[Step],
    *,
    step: int,
    round: int,
    began_at: datetime,
    now: datetime,
    reached: bool,
    repeat_minutes: int,
) -> Next:
    """What comes after a step of a round that began at began_at.

    Nobody reached: the next target at once. A time that has passed already (the system stood still): at once as well. After the last
    step the lead is called again every repeat_minutes, each time in a round of its own: an escalation never stays paused.
    """
    if step + 1 < len(steps):
        due = began_at + timedelta(minutes=steps[step + 1].after_minutes)
        return Next(step + 1, round, max(due, now) if reached else now, began_at)
    again = now + timedelta(minutes=repeat_minutes)
    return Next(len(steps) - 1, round + 1, again, again)


def send_again_at(attempts: int, now: datetime) -> datetime | None:
    """When a message with so many attempts behind it is tried again; None: it has failed for good."""
    if attempts > len(SEND_RETRIES):
        return None
    return now + timedelta(seconds=SEND_RETRIES[attempts - 1])


def handle_again_at(attempts: int, now: datetime) -> datetime:
    """When a deadline whose handler raised so many times comes again."""
    return now + timedelta(seconds=HANDLER_RETRIES[min(attempts, len(HANDLER_RETRIES)) - 1])


def is_alive(at: datetime, expected_seconds: int, now: datetime) -> bool:
    """Whether a sweep's last pulse is young enough: three times what is expected, and never less than 30 s."""
    return now - at <= timedelta(seconds=max(30, 3 * expected_seconds))
