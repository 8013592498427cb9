"""Who is to serve when, by the rota alone."""

from collections import Counter
from datetime import date, datetime, time, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from resources.staff.choices import DayKind, DayRule, RotationUnit
from resources.staff.rules.calendar import days_between, ordinary
from resources.staff.rules.rota import Pattern, ShiftPattern, Turn, plan

MONDAY = date(2026, 11, 23)
DAY = timedelta(days=1)
KINDS = {day: ordinary(day) for day in days_between(MONDAY - 400 * DAY, MONDAY + 400 * DAY)}

shifts = st.lists(
    st.builds(
        ShiftPattern,
        label=st.sampled_from(["白班", "夜班", "中班", "备班"]),
        begins=st.times().map(lambda t: t.replace(second=0, microsecond=0)),
        minutes=st.integers(30, 1440),
        days=st.sampled_from(list(DayRule)),
        weekdays=st.frozensets(st.integers(1, 7)),
        offset=st.integers(0, 5),
    ),
    min_size=1,
    max_size=4,
    unique_by=lambda shift: shift.label,
)
members = st.lists(st.builds(Turn, st.integers(1, 9), st.frozensets(st.integers(1, 7))), max_size=6)
patterns = st.builds(
    Pattern,
    starts_on=st.dates(MONDAY - 200 * DAY, MONDAY + 20 * DAY),
    ends_on=st.none() | st.dates(MONDAY, MONDAY + 60 * DAY),
    unit=st.sampled_from(list(RotationUnit)),
    every=st.integers(1, 4),
    shifts=shifts,
    members=members,
)
kinds = st.dictionaries(st.dates(MONDAY - 200 * DAY, MONDAY + 60 * DAY), st.sampled_from(list(DayKind)), max_size=80)


DAYTIME = (ShiftPattern("白班", time(8), 720),)


def rota(unit=RotationUnit.WEEK, people=(1, 2, 3), every=1, shifts=DAYTIME, **fields):
    return Pattern(MONDAY, fields.get("ends_on"), unit, every, shifts, [Turn(person) for person in people])


def people_of(pattern, days=14, kinds=KINDS):
    return [shift.person for shift in plan(pattern, MONDAY, MONDAY + (days - 1) * DAY, kinds)]


@given(patterns, kinds, st.integers(0, 40), st.integers(0, 40))
@settings(max_examples=150, deadline=None)
def test_a_window_in_two_halves_is_the_window(pattern, known, first, second):
    middle, last = MONDAY + first * DAY, MONDAY + (first + second) * DAY
    halves = plan(pattern, MONDAY, middle, known) + plan(pattern, middle + DAY, last, known)
    assert halves == plan(pattern, MONDAY, last, known)


@given(patterns, kinds)
@settings(max_examples=150, deadline=None)
def test_every_shift_is_one_of_the_rota_on_its_day(pattern, known):
    labels = {shift.label: shift for shift in pattern.shifts}
    for planned in plan(pattern, MONDAY, MONDAY + 40 * DAY, known):
        shift = labels[planned.label]
        assert shift.falls_on(planned.day, known.get(planned.day))
        assert planned.ends - planned.begins == timedelta(minutes=shift.minutes)
        assert pattern.starts_on <= planned.day <= (pattern.ends_on or planned.day)


@given(st.integers(1, 7), st.integers(1, 4), st.integers(1, 6), st.sampled_from(["shift", "day", "week"]))
@settings(deadline=None)
def test_a_full_round_gives_everybody_the_same(size, every, rounds, unit):
    days = size * every * rounds * (7 if unit == RotationUnit.WEEK else 1)
    served = Counter(people_of(rota(unit, range(size), every), days))
    assert set(served.values()) == {days // size}


@given(st.integers(2, 7), st.integers(1, 6))
@settings(deadline=None)
def test_different_offsets_never_meet(size, offset):
    two = [ShiftPattern("白班", time(8), 720), ShiftPattern("夜班", time(20), 720, offset=offset)]
    planned = plan(rota(RotationUnit.DAY, range(size), shifts=two), MONDAY, MONDAY + 30 * DAY, KINDS)
    for day, night in zip(planned[::2], planned[1::2], strict=True):
        assert (day.person == night.person) == (offset % size == 0)


def test_a_week_begins_on_monday():
    assert people_of(rota()) == [1] * 7 + [2] * 7


def test_turns_pass_over_days_without_a_shift():
    working = [ShiftPattern("白班", time(8), 720, DayRule.WORKING)]
    assert people_of(rota(RotationUnit.DAY, range(7), shifts=working), 14) == [0, 1, 2, 3, 4, 5, 6, 0, 1, 2]


def test_a_shift_passes_midnight():
    night = [ShiftPattern("夜班", time(20), 720)]
    first = plan(rota(shifts=night), MONDAY, MONDAY, KINDS)[0]
    assert first.begins.isoformat() == "2026-11-23T20:00:00+08:00"
    assert first.ends.isoformat() == "2026-11-24T08:00:00+08:00"
    assert isinstance(first.ends, datetime)


def test_a_make_up_day_is_a_working_day():
    sunday = MONDAY + 6 * DAY
    working = [ShiftPattern("白班", time(8), 720, DayRule.WORKING)]
    known = {**KINDS, sunday: DayKind.MAKEUP, MONDAY: DayKind.HOLIDAY}
    days = [shift.day for shift in plan(rota(shifts=working), MONDAY, sunday, known)]
    assert sunday in days
    assert MONDAY not in days


def test_nothing_is_guessed_of_a_day_that_the_calendar_does_not_know():
    three = [ShiftPattern(str(rule), time(8), 60, rule) for rule in DayRule]
    assert [shift.label for shift in plan(rota(shifts=three), MONDAY, MONDAY, {})] == [DayRule.ALL]


def test_fixed_weekdays_and_a_gap_on_the_others():
    pattern = Pattern(
        MONDAY,
        None,
        RotationUnit.FIXED,
        1,
        [ShiftPattern("白班", time(8), 720)],
        [Turn(1, frozenset({1, 2})), Turn(2, frozenset({2, 3}))],
    )
    assert people_of(pattern) == [1, 1, 2, None, None, None, None, 1, 2, 2, None, None, None, None]


def test_a_rota_without_members_is_all_gaps():
    assert people_of(rota(people=()), 2) == [None, None]
