"""What has to be written so that stored shifts become what a rota says. Pure.

What people arranged (moved, swapped, brought in by hand) stays, and so does every shift that has begun.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from .rota import Planned


@dataclass(frozen=True)
class Stored:
    """A stored shift of the post. fixed: arranged by people or belonging to another rota."""

    id: int
    day: date
    label: str
    begins: datetime
    ends: datetime
    person: int | None
    planned_person: int | None
    fixed: bool


@dataclass(frozen=True)
class Engagement:
    """Somebody is on duty in [begins, ends); `what` says where, for a sentence."""

    person: int
    begins: datetime
    ends: datetime
    what: str


@dataclass(frozen=True)
class Clash:
    """The shift that cannot be, and what its person does at that time."""

    shift: Planned
    other: Engagement


@dataclass(frozen=True)
class Wanted:
    """A shift as it is to be stored: `person` serves (None: a gap), the rota named `planned_person`."""

    shift: Planned
    planned_person: int | None


@dataclass(frozen=True)
class Diff:
    create: Sequence[Wanted]
    update: Sequence[tuple[int, Wanted]]
    delete: Sequence[int]


def writable(stored: Sequence[Stored], planned: Sequence[Planned], now: datetime) -> list[Planned]:
    """The planned shifts that may be written: not over, and not in the place of one that stays as it is."""
    labels = {(shift.day, shift.label) for shift in planned}
    staying = [row for row in stored if row.fixed or row.begins <= now]
    taken = {(row.day, row.label) for row in staying}
    orphans = [row for row in staying if (row.day, row.label) not in labels]

    def is_free(shift: Planned) -> bool:
        replaced = any(row.day == shift.day and _overlap(row, shift) for row in orphans)
        return shift.ends > now and (shift.day, shift.label) not in taken and not replaced

    return [shift for shift in planned if is_free(shift)]


def clashes(shifts: Iterable[Planned], engagements: Iterable[Engagement]) -> list[Clash]:
    """The shifts whose person is engaged then, elsewhere or in an earlier one of these very shifts."""
    busy: dict[int, list[Engagement]] = defaultdict(list)
    for engagement in engagements:
        busy[engagement.person].append(engagement)
    found = []
    for shift in shifts:
        if shift.person is None:
            continue
        other = next((one for one in busy[shift.person] if _overlap(one, shift)), None)
        if other is not None:
            found.append(Clash(shift, other))
        else:
            busy[shift.person].append(Engagement(shift.person, shift.begins, shift.ends, shift.label))
    return found


def settled(shifts: Sequence[Planned], refused: Iterable[Clash]) -> list[Wanted]:
    """The shifts with a gap where their person clashes."""
    out = {(clash.shift.day, clash.shift.label) for clash in refused}
    return [
        Wanted(replace(shift, person=None) if (shift.day, shift.label) in out else shift, shift.person)
        for shift in shifts
    ]


def difference(stored: Sequence[Stored], wanted: Sequence[Wanted], now: datetime) -> Diff:
    """What to create, to update (by the row's id) and to delete. Rows that are fixed or have begun are never in it."""
    rows = {(row.day, row.label): row for row in stored if not row.fixed and row.begins > now}
    create, update = [], []
    for one in wanted:
        row = rows.pop((one.shift.day, one.shift.label), None)
        if row is None:
            create.append(one)
        elif _differs(row, one):
            update.append((row.id, one))
    return Diff(create, update, [row.id for row in rows.values()])


def _differs(row: Stored, wanted: Wanted) -> bool:
    shift = wanted.shift
    stands = (row.begins, row.ends, row.person, row.planned_person)
    return stands != (shift.begins, shift.ends, shift.person, wanted.planned_person)


def _overlap(one: Stored | Engagement, shift: Planned) -> bool:
    return one.begins < shift.ends and shift.begins < one.ends
