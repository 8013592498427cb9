"""Many shifts at once, as a file brings them: whole or not at all, each fault said of its own row."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils.translation import gettext as _

from resources.staff import events
from resources.staff.access_duty import require_planner
from resources.staff.choices import ShiftSource
from resources.staff.models import Absence, Person, Post, Shift, TrainingRecord
from resources.staff.periods import words
from resources.staff.rules.planning import clashes
from resources.staff.rules.rota import Planned, span_of
from resources.staff.rules.training import is_valid

from .announcing import Moves, Slot, announce
from .engagements import check_now, engagements, lock_people, refuse_clash
from .swaps import withdraw_open


@dataclass(frozen=True)
class Placement:
    """A shift as it is to be; person None: a gap on purpose."""

    post: Post
    day: date
    label: str
    begins: time
    minutes: int
    person: Person | None

    def planned(self) -> Planned:
        begins, ends = span_of(self.day, self.begins, self.minutes)
        return Planned(self.day, self.label, begins, ends, self.person.pk if self.person else None)


@dataclass
class Placed:
    """How many were new, changed and as they were; what is wrong, by the placement's number in the sequence."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    faults: dict[int, str] = field(default_factory=dict)


def place_shifts(placements: Sequence[Placement], *, actor: Person | None, now: datetime) -> Placed:
    """Write these shifts as arranged by people, so that no rota rewrites them. Nothing is written where anything is wrong.

    A fixed number of queries but for one event and the memos a post. Raises Forbidden for a post that the actor does not plan.
    """
    posts = {placement.post.pk: placement.post for placement in placements}
    for post in posts.values():
        require_planner(actor, post)
    with transaction.atomic():
        known = _known(placements)
        lock_people([*(one.person.pk for one in placements if one.person), *(row.person_id for row in known.values())])
        todo = {number: one for number, one in enumerate(placements) if not _is_as_wanted(known.get(_key(one)), one)}
        faults = _faults(todo, known, now)
        result = Placed(unchanged=len(placements) - len(todo), faults=faults)
        if not faults and todo:
            _write(list(todo.values()), known, result, actor, now)
            check_now()
    return result


def _key(placement: Placement) -> tuple[int, date, str]:
    return placement.post.pk, placement.day, placement.label


def _known(placements: Sequence[Placement]) -> dict[tuple[int, date, str], Shift]:
    """The stored shifts in the places of these. One query."""
    days = [placement.day for placement in placements]
    if not days:
        return {}
    rows = Shift.objects.filter(post__in={one.post.pk for one in placements}, day__range=(min(days), max(days)))
    wanted = {_key(placement) for placement in placements}
    found = {(row.post_id, row.day, row.label): row for row in rows}
    return {key: row for key, row in found.items() if key in wanted}


def _is_as_wanted(row: Shift | None, placement: Placement) -> bool:
    if row is None:
        return False
    planned = placement.planned()
    return (row.period.lower, row.period.upper, row.person_id) == (planned.begins, planned.ends, planned.person)


def _faults(todo: dict[int, Placement], known: dict[tuple[int, date, str], Shift], now: datetime) -> dict[int, str]:
    if not todo:
        return {}
    planned = {number: one.planned() for number, one in todo.items()}
    people = {one.person.pk: one.person for one in todo.values() if one.person}
    first, last = min(one.begins for one in planned.values()), max(one.ends for one in planned.values())
    away = _absences(people, first, last)
    taken = _records(people, todo)
    faults: dict[int, str] = {}
    for number, one in todo.items():
        fault = _fault(one, planned[number], known.get(_key(one)), away, taken, now)
        if fault:
            faults[number] = fault
    rewritten = [row.pk for key, row in known.items() if key in {_key(one) for one in todo.values()}]
    others = engagements(list(people), first, last, rewritten)
    by_shift = {id(shift): number for number, shift in planned.items()}
    for clash in clashes(planned.values(), others):
        sentence = str(refuse_clash(clash, people[clash.shift.person or 0]))
        faults.setdefault(by_shift[id(clash.shift)], sentence)
    return faults


def _fault(
    one: Placement,
    planned: Planned,
    row: Shift | None,
    away: dict[int, list[Absence]],
    taken: dict[tuple[int, int], list[TrainingRecord]],
    now: datetime,
) -> str:
    """What keeps a shift from being placed, but for overlaps; empty if nothing does."""
    if planned.begins <= now or (row is not None and row.period.lower <= now):
        return _("班次已经开始或过去，不能导入。")
    if one.person is None:
        return ""
    if not one.person.is_active:
        return _("%(name)s 的账号已停用，不能值班。") % {"name": one.person}
    for absence in away.get(one.person.pk, []):
        if absence.period.lower < planned.ends and (
            absence.period.upper is None or planned.begins < absence.period.upper
        ):
            return _("%(name)s在%(period)s离岗，不能值这个班次。") % {
                "name": one.person,
                "period": words(absence.period),
            }
    training = one.post.required_training_id
    records = taken.get((one.person.pk, training or 0), [])
    if training and not any(is_valid(record, one.day) for record in records):
        return _("%(name)s没有%(post)s要求的有效培训。") % {"name": one.person, "post": one.post}
    return ""


def _absences(people: dict[int, Person], first: datetime, last: datetime) -> dict[int, list[Absence]]:
    found: dict[int, list[Absence]] = defaultdict(list)
    rows = Absence.objects.filter(person__in=people, period__overlap=DateTimeTZRange(first, last), cancelled_at=None)
    for absence in rows:
        found[absence.person_id].append(absence)
    return found


def _records(people: dict[int, Person], todo: dict[int, Placement]) -> dict[tuple[int, int], list[TrainingRecord]]:
    trainings = {one.post.required_training_id for one in todo.values()} - {None}
    found: dict[tuple[int, int], list[TrainingRecord]] = defaultdict(list)
    for record in TrainingRecord.objects.filter(person__in=people, training__in=trainings, revoked_at=None):
        found[record.person_id, record.training_id].append(record)
    return found


def _write(
    placements: Sequence[Placement],
    known: dict[tuple[int, date, str], Shift],
    result: Placed,
    actor: Person | None,
    now: datetime,
) -> None:
    moves: dict[int, Moves] = defaultdict(Moves)
    new: list[Shift] = []
    changed: list[Shift] = []
    for one in placements:
        row, planned = known.get(_key(one)), one.planned()
        if row is not None:
            moves[one.post.pk].take(row.person_id, Slot(row.label, row.period.lower, row.period.upper))
        moves[one.post.pk].give(planned.person, Slot(one.label, planned.begins, planned.ends))
        (changed if row else new).append(_row(one, planned, row, now))
    withdraw_open([row.pk for row in changed], now=now)
    Shift.objects.bulk_create(new, batch_size=1000)
    Shift.objects.bulk_update(changed, ["period", "person", "source", "updated_at"], batch_size=500)
    result.created, result.updated = len(new), len(changed)
    for post in {one.post.pk: one.post for one in placements}.values():
        ours = sum(row.post_id == post.pk for row in new), sum(row.post_id == post.pk for row in changed)
        event = events.write("shifts_imported", at=now, actor=actor, post=post, created=ours[0], updated=ours[1])
        announce(moves[post.pk], post, key=f"event:{event.pk}", actor=actor, now=now)


def _row(one: Placement, planned: Planned, row: Shift | None, now: datetime) -> Shift:
    shift = row or Shift(post=one.post, day=one.day, label=one.label)
    shift.period = DateTimeTZRange(planned.begins, planned.ends)
    shift.person, shift.source, shift.updated_at = one.person, ShiftSource.OVERRIDE, now
    return shift
