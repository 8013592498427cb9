"""A simulation as rows and as a drawing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from incidents.escalation.choices import CallReason, Channel, StepTarget
from incidents.escalation.contact.rules import Delivery
from incidents.escalation.lines import Call
from resources.staff.choices import ActingRole, Function
from resources.staff.rules.acting import Reason

from .planning import Planned
from .simulating import Answer

#: of the drawing, in its own units
WIDTH, EDGE, TOP, ROW = 720, 24, 40, 30
TICKS = (1, 2, 5, 10, 15, 30, 60, 120, 240, 480)
MOST_TICKS = 12
HINDRANCES: Mapping[str, Promise] = {
    Reason.A_AWAY: _("A角%(name)s离岗，代行职责"),
    Reason.A_CLOSED: _("A角%(name)s账号已停用，代行职责"),
    Reason.A_SILENT: _("A角%(name)s未接警，代行职责"),
    Reason.A_VACANT: _("A角空缺，代行职责"),
}


@dataclass(frozen=True)
class Way:
    """A channel in words, when the message goes out where that is later than the call, and whether there is no way over it."""

    channel: str
    label: str
    instead_of: str
    held_until: datetime | None
    is_lacking: bool


@dataclass(frozen=True)
class Row:
    """Who is called at a minute. name "": nobody; then `why` says so. duty: "on", "off", or "" for who is in no rota."""

    at: datetime
    minute: int
    step: int
    repeat: int
    round: int
    target: str
    function: str
    name: str
    role: str
    why: str
    duty: str
    ways: Sequence[Way]
    is_hurried: bool


@dataclass(frozen=True)
class Mark:
    """A call in the drawing: its place, its row's height, and what stands beside it."""

    x: int
    y: int
    row: Row
    text_x: int
    anchor: str


@dataclass(frozen=True)
class Drawing:
    """An axis with ticks (x, minute), marks, and the line of the acknowledgement (None: there is none)."""

    width: int
    height: int
    bottom: int
    first: int
    last: int
    ticks: Sequence[tuple[int, int]]
    marks: Sequence[Mark]
    acknowledged: int | None


def rows_of(answer: Answer) -> list[Row]:
    return [_row(one, call, answer) for one in answer.calls for call in one.calls]


def draw(answer: Answer, rows: Sequence[Row]) -> Drawing:
    minutes = max(1, answer.question.minutes)
    every = next((tick for tick in TICKS if minutes / tick <= MOST_TICKS), TICKS[-1])
    bottom = TOP + ROW * len(rows)
    acknowledged = answer.question.acknowledged_after

    def place(minute: int) -> int:
        return EDGE + round((WIDTH - 2 * EDGE) * min(minute, minutes) / minutes)

    marks = []
    for number, row in enumerate(rows):
        x = place(row.minute)
        is_late = x > WIDTH / 2
        marks.append(
            Mark(x, TOP + ROW * number + ROW // 2, row, x - 12 if is_late else x + 12, "end" if is_late else "start")
        )
    return Drawing(
        width=WIDTH,
        height=bottom + 12,
        bottom=bottom,
        first=EDGE,
        last=WIDTH - EDGE,
        ticks=[(place(minute), minute) for minute in range(0, minutes + 1, every)],
        marks=marks,
        acknowledged=place(acknowledged) if acknowledged is not None and acknowledged <= minutes else None,
    )


def _row(one: Planned, call: Call, answer: Answer) -> Row:
    person = call.person
    return Row(
        at=one.at,
        minute=int((one.at - answer.question.at).total_seconds() // 60),
        step=one.rung.step + 1,
        repeat=one.rung.repeat,
        round=one.round,
        target=str(StepTarget(one.step.target).label),
        function="" if one.step.target == StepTarget.LEAD else str(Function(call.function).label),
        name=str(person or ""),
        role=str(ActingRole(call.role).label) if call.role else "",
        why=_why(call),
        duty=_duty(call, answer),
        ways=[_way(way, one.at) for way in one.over.get(person.pk, ())] if person else [],
        is_hurried=one.is_hurried,
    )


def _why(call: Call) -> str:
    if call.hindrance in HINDRANCES:
        return str(HINDRANCES[call.hindrance]) % {"name": call.acting_for or ""}
    return str(CallReason(call.reason).label)


def _duty(call: Call, answer: Answer) -> str:
    if call.person is None or call.person.pk not in answer.planned:
        return ""
    return "on" if call.person.pk in answer.on_duty else "off"


def _way(way: Delivery, at: datetime) -> Way:
    return Way(
        way.channel,
        str(Channel(way.channel).label),
        str(Channel(way.instead_of).label) if way.instead_of else "",
        way.due_at if way.due_at > at else None,
        way.is_lacking,
    )
