"""Pure decisions about steps, rounds and repeated attempts. No database, no clock."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

from resources.staff.choices import Function

from .choices import Channel, StepTarget, StopRule

#: seconds before a message is tried again, by the number of attempts made; after the last one it has failed
SEND_RETRIES = (15, 30, 60, 120, 300, 300, 600)
#: seconds before a handler that raised is tried again; the last one goes on for ever
HANDLER_RETRIES = (5, 15, 30, 60, 120)
#: a handler that raised this often is no proof that somebody will be called
FAILING_ATTEMPTS = 3
LONGEST_MINUTES = 24 * 60


@dataclass(frozen=True)
class Step:
    """After how many minutes of a round whom to call: the A, B or next of the posts of some functions, or the lead.

    also: further functions whose posts are called by the same step. It calls again `times` times, every `every_minutes`.
    stops_on: a StopRule value.
    """

    after_minutes: int
    target: str
    function: str
    channels: tuple[str, ...]
    also: tuple[str, ...] = ()
    times: int = 0
    every_minutes: int = 0
    stops_on: str = StopRule.ACKNOWLEDGED

    @property
    def functions(self) -> tuple[str, ...]:
        return (self.function, *self.also)

    @property
    def function_labels(self) -> list[str]:
        return [str(Function(function).label) for function in self.functions]

    @property
    def target_label(self) -> str:
        return str(StepTarget(self.target).label)

    @property
    def channel_labels(self) -> list[str]:
        return [str(Channel(channel).label) for channel in self.channels]

    @property
    def stop_label(self) -> str:
        return str(StopRule(self.stops_on).label)

    @property
    def last_minute(self) -> int:
        """The minute of its last call."""
        return self.after_minutes + self.times * self.every_minutes


@dataclass(frozen=True)
class Rung:
    """One call of a step: its first (repeat 0), or a repeat. A round's deadlines are numbered by rungs."""

    step: int
    repeat: int
    after_minutes: int


@dataclass(frozen=True)
class Next:
    """The deadline that follows a rung; `step` is the number of the next rung."""

    step: int
    round: int
    due_at: datetime
    began_at: datetime


def rungs_of(steps: Sequence[Step]) -> tuple[Rung, ...]:
    """All calls of a round in their order. Without repeats there is one to a step."""
    return tuple(
        Rung(number, repeat, step.after_minutes + repeat * step.every_minutes)
        for number, step in enumerate(steps)
        for repeat in range(step.times + 1)
    )


def parse_steps(stored: Sequence[Mapping[str, Any]]) -> tuple[Step, ...]:
    """The steps as PolicyVersion.steps keeps them."""
    return tuple(
        Step(
            after_minutes=int(row["after_minutes"]),
            target=str(row["target"]),
            function=str(row["function"]),
            channels=tuple(row.get("channels") or (Channel.IN_APP,)),
            also=tuple(row.get("also") or ()),
            times=int(row.get("times", 0)),
            every_minutes=int(row.get("every_minutes", 0)),
            stops_on=str(row.get("stops_on", StopRule.ACKNOWLEDGED)),
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
            "also": list(step.also),
            "times": step.times,
            "every_minutes": step.every_minutes,
            "stops_on": step.stops_on,
        }
        for step in steps
    ]


def faults(steps: Sequence[Step]) -> list[str]:
    """Codes of what is wrong with a policy's steps, see actions.policies.FAULTS."""
    if not steps:
        return ["empty"]
    checks = {
        "not_at_once": steps[0].after_minutes != 0,
        "not_ascending": any(later.after_minutes <= earlier.after_minutes for earlier, later in pairwise(steps)),
        "lead_not_last": steps[-1].target != StepTarget.LEAD,
        "next_first": steps[0].target == StepTarget.NEXT,
        "too_long": steps[-1].last_minute > LONGEST_MINUTES,
        "no_in_app": any(Channel.IN_APP not in step.channels for step in steps),
        "repeat_without_minutes": any(step.times and not step.every_minutes for step in steps),
        "repeats_too_long": any(later.after_minutes <= earlier.last_minute for earlier, later in pairwise(steps)),
    }
    return [code for code, is_wrong in checks.items() if is_wrong]


def first_due(steps: Sequence[Step], began_at: datetime) -> datetime:
    return began_at + timedelta(minutes=steps[0].after_minutes)


def answer_due(steps: Sequence[Step], began_at: datetime, repeat_minutes: int) -> datetime:
    """Until when somebody has to acknowledge a round that began then: when the next step goes past those who were called first;
    where there is none, when the only one is called again."""
    minutes = steps[1].after_minutes if len(steps) > 1 else steps[0].last_minute + repeat_minutes
    return began_at + timedelta(minutes=minutes)


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
    """What comes after rung `step` of a round that began at began_at.

    Nobody reached: the next step at once, without the repeats. A time that has passed already (the system stood still): at once as
    well. After the last call the lead is called again every repeat_minutes, each time in a round of its own: an escalation never
    stays paused.
    """
    rungs = rungs_of(steps)
    later = range(step + 1, len(rungs))
    number = next((n for n in later if reached or rungs[n].step != rungs[step].step), None)
    if number is None:
        again = now + timedelta(minutes=repeat_minutes)
        return Next(len(rungs) - 1, round + 1, again, again)
    due = began_at + timedelta(minutes=rungs[number].after_minutes)
    return Next(number, round, max(due, now) if reached else now, began_at)


def is_held(stops_on: str, reached: Collection[str]) -> bool:
    """Whether a step waits while an acknowledgement stands; reached: the decisions about the subject, StopRule values."""
    return stops_on == StopRule.ACKNOWLEDGED or stops_on in reached


def held_back(reached: Collection[str]) -> list[str]:
    """The stop rules that hold while an acknowledgement stands."""
    return [rule for rule in StopRule.values if is_held(rule, reached)]


def next_unheld(steps: Sequence[Step], step: int, reached: Collection[str]) -> int | None:
    """The first rung from `step` on that an acknowledgement does not hold back; None: all wait."""
    rungs = rungs_of(steps)
    return next((n for n in range(step, len(rungs)) if not is_held(steps[rungs[n].step].stops_on, reached)), None)


def send_again_at(attempts: int, now: datetime) -> datetime | None:
    """When a message with so many attempts behind it is tried again; None: it has failed for good."""
    if attempts > len(SEND_RETRIES):
        return None
    return now + timedelta(seconds=SEND_RETRIES[attempts - 1])


def handle_again_at(attempts: int, now: datetime) -> datetime:
    """When a deadline whose handler raised so many times comes again."""
    return now + timedelta(seconds=HANDLER_RETRIES[min(attempts, len(HANDLER_RETRIES)) - 1])


def is_alive(at: datetime, expected_seconds: int, now: datetime) -> bool:
    """Whether a sweep's last pulse is young enough."""
    return now - at <= patience(expected_seconds)


def patience(expected_seconds: int) -> timedelta:
    """How long a sweep may be quiet: three times what is expected, and never less than 30 s."""
    return timedelta(seconds=max(30, 3 * expected_seconds))


def is_starting(at: datetime | None, up_since: datetime | None, expected_seconds: int, now: datetime) -> bool:
    """Whether a sweep that has not beaten since the system came up has had no time for it yet: two of its turns.

    up_since None: nothing beats, so nothing has come up.
    """
    if up_since is None or (at is not None and at >= up_since):
        return False
    return now - up_since <= timedelta(seconds=2 * expected_seconds)
