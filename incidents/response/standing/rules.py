"""What is late of an incident, what stands in the way, and whose turn it is. Plain values in, plain values out."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from incidents.response.choices import RUNNING_STATUSES, Status
from incidents.response.rules.clock import Clock, ClockState


class Late(StrEnum):
    """What may be late, the worst first."""

    CLOCK = "clock"
    BARE = "bare"
    CONFIRM = "confirm"
    ACTIVATE = "activate"
    ANSWER = "answer"
    TASKS = "tasks"
    ARRIVALS = "arrivals"
    EXPECTED = "expected"
    CLOSE = "close"


class Step(StrEnum):
    """What the incident waits for."""

    CONFIRM = "confirm"
    ACTIVATE = "activate"
    ASK = "ask"
    PREPARE = "prepare"
    SERVE = "serve"
    AGAIN = "again"
    COVER = "cover"
    REPAIR = "repair"
    RESTORE = "restore"
    CLOSE = "close"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody whose turn it may be: by which post and as what, when they were last told of the incident, and what they said.

    called_at: when they were last asked to acknowledge; None: they never were. until: until when their acknowledgement holds, or held; None: they never gave one. undelivered: something was written to
    them, and nothing has gone out. tasked_at: since when they have the task that is late; accepted: whether they said that they take it. away: they cannot act now. decides: they command, and need nobody else to decide. person: primary key, 0
    where nobody has an account. phone: whole, only for whoever may see it.
    """

    name: str
    post: str = ""
    role: str = ""
    told_at: datetime | None = None
    called_at: datetime | None = None
    until: datetime | None = None
    undelivered: bool = False
    tasked_at: datetime | None = None
    accepted: bool = False
    away: bool = False
    decides: bool = False
    person: int = 0
    phone: str = ""

    @property
    def is_silent(self) -> bool:
        """Called, and never heard of."""
        return self.called_at is not None and self.until is None


@dataclass(frozen=True, slots=True)
class Crew:
    """Who is known: whose acknowledgement holds, or whose was the last to lapse, who was called last (of those who can act, if any
    can), who acts for three functions, who has the task that is late the longest."""

    holder: Actor | None = None
    last: Actor | None = None
    called: Actor | None = None
    commander: Actor | None = None
    technical: Actor | None = None
    on_site: Actor | None = None
    with_task: Actor | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """An incident at `now`. owed_at: when the step of its status is owed. answer_due: until when those who were called first have to
    acknowledge, round_began: since when they are called; None where no policy says so.

    serving: whether a substitute serves anywhere. uncovered: sites with terminals down at which none does. requested, ready:
    substitutes that do not serve yet, at places where none does. late_task: the title of the one that is late the longest.
    """

    status: str
    clock: Clock
    now: datetime
    owed_at: datetime | None = None
    answer_due: datetime | None = None
    round_began: datetime | None = None
    serving: bool = False
    uncovered: int = 0
    requested: int = 0
    ready: int = 0
    all_back: bool = False
    late_tasks: int = 0
    late_task: str = ""
    late_arrivals: int = 0
    expected_until: datetime | None = None
    crew: Crew = field(default_factory=Crew)

    @property
    def is_running(self) -> bool:
        return self.status in RUNNING_STATUSES

    @property
    def is_bare_somewhere(self) -> bool:
        """Served at some of its sites and not at others, with a clock that may stand still all the same."""
        return self.is_running and self.serving and self.uncovered > 0

    @property
    def is_asked(self) -> bool:
        """Somebody has to acknowledge, and nobody has: at rest nobody is called, and whoever started the response has it."""
        is_early = self.status in (Status.SUSPECTED, Status.CONFIRMED)
        return is_early and not self.all_back and self.crew.holder is None

    def answer_awaited(self, actor: Actor) -> datetime | None:
        """Until when they may still answer in time; None: they are not called, or the time is over."""
        due, began, called = self.answer_due, self.round_began, actor.called_at
        if not self.is_asked or due is None or due <= self.now:
            return None
        return due if called and began and called >= began else None

    @property
    def is_owed(self) -> bool:
        return self.owed_at is not None and self.owed_at < self.now


def late_things(facts: Facts) -> list[Late]:
    """Everything that is late, the worst first."""
    return list(_late(facts))


def _late(facts: Facts) -> Iterator[Late]:
    running = facts.is_running
    yield from (
        thing
        for thing, holds in (
            (Late.CLOCK, running and facts.clock.state == ClockState.OVERDUE),
            (Late.BARE, facts.clock.bare),
            (Late.CONFIRM, facts.status == Status.SUSPECTED and facts.is_owed),
            (Late.ACTIVATE, facts.status == Status.CONFIRMED and facts.is_owed and not facts.all_back),
            (Late.ANSWER, _is_unanswered(facts)),
            (Late.TASKS, facts.late_tasks > 0),
            (Late.ARRIVALS, running and facts.late_arrivals > 0),
            (Late.EXPECTED, running and facts.expected_until is not None and facts.expected_until < facts.now),
            (Late.CLOSE, facts.status == Status.RESTORED and facts.is_owed),
        )
        if holds
    )


def _is_unanswered(facts: Facts) -> bool:
    """Nobody has it although the time to answer is over. Without such a time whoever was called is late at once."""
    is_over = facts.crew.called is not None if facts.answer_due is None else facts.answer_due <= facts.now
    return facts.is_asked and is_over


def step_of(facts: Facts) -> Step:
    """What the incident waits for."""
    match facts.status:
        case Status.SUSPECTED:
            return Step.CONFIRM
        case Status.CONFIRMED:
            return Step.RESTORE if facts.all_back else Step.ACTIVATE
        case Status.RESPONDING:
            return _while_responding(facts)
        case Status.RESTORED:
            return Step.CLOSE
    return Step.NONE


def _while_responding(facts: Facts) -> Step:
    if facts.all_back:
        return Step.RESTORE
    if facts.serving and not facts.uncovered:
        return Step.REPAIR
    if facts.ready:
        return Step.SERVE
    if facts.requested:
        return Step.PREPARE
    if facts.serving:
        return Step.COVER
    return Step.AGAIN if facts.clock.bare else Step.ASK


def turn_of(step: Step, crew: Crew, worst: Late | None = None) -> Actor | None:
    """Whose turn it is. Whoever has acknowledged has it, but for what only a commander decides; else who was called last.

    A late task is the turn of whoever has accepted it. One that nobody has accepted is the turn of whoever leads: it goes from one
    to the next, and somebody has to be named.
    """
    holder, last, task = crew.holder, crew.last, crew.with_task
    if worst is Late.TASKS and task and not task.away and (task.accepted or not (holder or last)):
        return task
    decider = next((one for one in (holder, last) if one and one.decides), None)
    orders = {
        Step.CONFIRM: (holder, crew.called, crew.technical, crew.commander),
        Step.ACTIVATE: (decider, crew.commander, holder, crew.called),
        Step.CLOSE: (decider, crew.commander, holder, crew.called),
        Step.NONE: (),
    }
    heard = crew.on_site if crew.on_site and not crew.on_site.is_silent else None
    usual = (holder, heard, last, crew.on_site, crew.technical, crew.commander, crew.called)
    return next((one for one in orders.get(step, usual) if one and not one.away), None)
