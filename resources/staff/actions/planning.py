"""Writes the shifts of a rota for the weeks to come. The past, and what people arranged, stays as it is."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from resources.staff.choices import DayRule, ShiftSource
from resources.staff.models import Person, Rota, Shift
from resources.staff.queries_duty import HORIZON, kinds_between, local_day
from resources.staff.rules.planning import (
    Clash,
    Diff,
    Stored,
    Wanted,
    clashes,
    difference,
    settled,
    writable,
)
from resources.staff.rules.rota import Pattern, Planned, ShiftPattern, Turn, plan

from .announcing import Moves, Slot, announce
from .engagements import check_now, engagements, lock_people, refuse_clash
from .swaps import withdraw_open


def pattern_of(rota: Rota) -> Pattern:
    """A rota as the pure rule takes it. Two queries."""
    shifts = [
        ShiftPattern(row.label, row.begins, row.minutes, row.days, frozenset(row.weekdays), row.offset)
        for row in rota.shifts.order_by("begins", "label")
    ]
    members = [Turn(row.person_id, frozenset(row.weekdays)) for row in rota.members.all()]
    return Pattern(rota.starts_on, rota.ends_on, rota.unit, rota.every, shifts, members)


def planned_shifts(pattern: Pattern, first: date, last: date) -> list[Planned]:
    """What the rota says for these days, by the calendar as it is known. One query at most."""
    by_calendar = any(shift.days != DayRule.ALL for shift in pattern.shifts)
    kinds = kinds_between(pattern.starts_on, last) if by_calendar else {}
    return plan(pattern, first, last, kinds)


def plan_rota(
    rota: Rota, *, actor: Person | None, now: datetime, key: str = "", strict: bool = False, additions: bool = True
) -> Moves:
    """Make the stored shifts of the next 60 days what the rota says, and tell people.

    strict: refuse when somebody would be on duty twice at a time; else such a shift becomes a gap that the report shows.
    additions: whether people are told of shifts that they merely got; a sweep that plans further ahead does not.
    """
    today = local_day(now)
    with transaction.atomic():
        locked = Rota.objects.select_for_update(of=("self",)).select_related("post").get(pk=rota.pk)
        pattern = pattern_of(locked)
        planned = planned_shifts(pattern, today - timedelta(days=1), today + HORIZON)
        people = lock_people(_everybody(locked, planned, today))
        stored = _stored(locked, today)
        wanted, refused = _settle(writable(stored, planned, now), stored, now)
        if strict and refused:
            raise refuse_clash(refused[0], people.get(refused[0].shift.person or 0, ""))
        moves = _write(locked, stored, difference(stored, wanted, now), now)
        Rota.objects.filter(pk=locked.pk).update(planned_until=today + HORIZON)
        if not additions:
            moves.gained = {person: slots for person, slots in moves.gained.items() if person in moves.lost}
        announce(moves, locked.post, key=key or f"rota:{locked.pk}:{int(now.timestamp())}", actor=actor, now=now)
        check_now()
    return moves


def _everybody(rota: Rota, planned: Sequence[Planned], today: date) -> set[int | None]:
    serving = Shift.objects.filter(rota=rota, day__gte=today).order_by().values_list("person_id", flat=True).distinct()
    return {*serving, *(shift.person for shift in planned)}


def _stored(rota: Rota, today: date) -> list[Stored]:
    rows = Shift.objects.filter(post=rota.post_id, day__gte=today - timedelta(days=1)).order_by("period")
    return [
        Stored(
            row.pk,
            row.day,
            row.label,
            row.period.lower,
            row.period.upper,
            row.person_id,
            row.planned_person_id,
            fixed=row.source != ShiftSource.PATTERN or row.rota_id != rota.pk,
        )
        for row in rows
    ]


def _settle(
    shifts: Sequence[Planned], stored: Sequence[Stored], now: datetime
) -> tuple[Sequence[Wanted], Sequence[Clash]]:
    """The shifts to be stored, and those whose person is engaged elsewhere."""
    if not shifts:
        return [], []
    rewritten = [row.id for row in stored if not row.fixed and row.begins > now]
    people = {shift.person for shift in shifts if shift.person is not None}
    others = engagements(people, shifts[0].begins, max(shift.ends for shift in shifts), rewritten)
    refused = clashes(shifts, others)
    return settled(shifts, refused), refused


def _write(rota: Rota, stored: Sequence[Stored], diff: Diff, now: datetime) -> Moves:
    rows = {row.id: row for row in stored}
    moves = _moves(rows, diff)
    touched = [*diff.delete, *(pk for pk, wanted in diff.update if rows[pk].person != wanted.shift.person)]
    withdraw_open(touched, now=now)
    Shift.objects.filter(pk__in=diff.delete).delete()
    Shift.objects.bulk_create(_row(rota, wanted, now) for wanted in diff.create)
    changed = [_row(rota, wanted, now, pk) for pk, wanted in diff.update]
    Shift.objects.bulk_update(changed, ["period", "person", "planned_person", "updated_at"], batch_size=500)
    return moves


def _moves(rows: dict[int, Stored], diff: Diff) -> Moves:
    moves = Moves()
    for pk in diff.delete:
        moves.take(rows[pk].person, _slot(rows[pk]))
    for pk, wanted in diff.update:
        row, shift = rows[pk], wanted.shift
        if (row.person, row.begins, row.ends) != (shift.person, shift.begins, shift.ends):
            moves.take(row.person, _slot(row))
            moves.give(shift.person, _slot(shift))
    for wanted in diff.create:
        moves.give(wanted.shift.person, _slot(wanted.shift))
    return moves


def _slot(shift: Stored | Planned) -> Slot:
    return Slot(shift.label, shift.begins, shift.ends)


def _row(rota: Rota, wanted: Wanted, now: datetime, pk: int | None = None) -> Shift:
    shift = wanted.shift
    return Shift(
        pk=pk,
        post_id=rota.post_id,
        rota=rota,
        day=shift.day,
        label=shift.label,
        period=DateTimeTZRange(shift.begins, shift.ends),
        person_id=shift.person,
        planned_person_id=wanted.planned_person,
        updated_at=now,
    )
