"""Rotas become shifts; what people arranged and what has been stays."""

from datetime import date, time, timedelta

import pytest

from emergency_ops.lib.errors import Forbidden, Invalid, Refused
from emergency_ops.lib.roles import Role
from resources.staff.actions.calendar import seed_year
from resources.staff.actions.planning import plan_rota
from resources.staff.actions.rotas import end_rota
from resources.staff.actions.shifts import move_shift, restore_shift
from resources.staff.choices import DayRule, Function, RotationUnit, ShiftSource
from resources.staff.models import CalendarDay, Memo, Rota, Shift, StaffEvent
from resources.staff.queries_duty import rotas_due
from resources.staff.rules.rota import ShiftPattern
from resources.staff.sweeps import plan_duty
from tests.conftest import NOON
from tests.resources.staff.duty import DAY, DAYTIME, HOUR, NIGHT, TODAY, make_post, make_shift, save, shift_on

WORKING = ShiftPattern("白班", time(8), 720, DayRule.WORKING)


@pytest.fixture
def post(regions):
    return make_post(regions["310000"])


@pytest.fixture
def crew(make_person):
    """Three who may serve."""
    return [make_person(name, Role.FIELD_STAFF, regions=["310000"]) for name in ("甲", "乙", "丙")]


@pytest.fixture
def rota(post, crew, manager):
    return save(post, *crew, shifts=[DAYTIME, NIGHT], actor=manager)


def served_by(post, label="白班", since=TODAY):
    rows = Shift.objects.filter(post=post, label=label, day__gte=since).order_by("day")
    return [row.person.name if row.person else None for row in rows]


def test_a_rota_is_planned_sixty_days_ahead(post, rota):
    assert served_by(post)[:4] == ["甲", "乙", "丙", "甲"]
    assert served_by(post, "夜班")[:3] == ["乙", "丙", "甲"]
    assert Shift.objects.order_by("day").last().day == TODAY + 60 * DAY


def test_planning_again_changes_nothing(rota, django_assert_max_num_queries):
    before = list(Shift.objects.order_by("pk").values())
    with django_assert_max_num_queries(14):
        moves = plan_rota(rota, actor=None, now=NOON)
    assert moves.people() == []
    assert list(Shift.objects.order_by("pk").values()) == before


def test_each_is_told_once_however_many_shifts(rota, crew, manager):
    assert {memo.recipient for memo in Memo.objects.all()} == set(crew)
    body = Memo.objects.get(recipient=crew[0]).body
    assert "11-23 08:00–20:00 白班" in body
    assert "另有 31 个班次" in body


def test_a_change_of_the_rota_rewrites_what_has_not_begun(post, rota, crew, manager):
    save(post, crew[2], rota=rota, actor=manager, now=NOON)
    assert served_by(post)[:3] == ["甲", "丙", "丙"]
    assert not Shift.objects.filter(label="夜班", period__startswith__gt=NOON).exists()


def test_what_a_manager_moved_stays(post, rota, crew, manager):
    move_shift(shift_on(post, 3), crew[1], reason="甲请假", actor=manager, now=NOON)
    save(post, crew[2], rota=rota, actor=manager, now=NOON)
    assert served_by(post)[2:5] == ["丙", "乙", "丙"]


def test_a_moved_shift_is_not_doubled_when_its_label_changes(post, rota, crew, manager):
    move_shift(shift_on(post, 3), crew[1], reason="甲请假", actor=manager, now=NOON)
    save(post, crew[2], rota=rota, actor=manager, shifts=[ShiftPattern("日班", time(8), 720)])
    assert [row.label for row in Shift.objects.filter(day=TODAY + 3 * DAY)] == ["白班"]


def test_the_past_stays(post, rota, crew, manager):
    later = NOON + 5 * DAY
    before = list(Shift.objects.filter(period__startswith__lte=later).order_by("pk").values("pk", "person"))
    save(post, crew[2], rota=rota, actor=manager, now=later, starts_on=TODAY)
    assert list(Shift.objects.filter(period__startswith__lte=later).order_by("pk").values("pk", "person")) == before


def test_an_ended_rota_plans_no_more(post, rota, crew, manager):
    move_shift(shift_on(post, 10), crew[2], reason="换", actor=manager, now=NOON)
    end_rota(rota, last=TODAY + 2 * DAY, actor=manager, now=NOON)
    assert len(served_by(post)) == 4
    assert shift_on(post, 10).person == crew[2]


def test_a_double_duty_is_refused_in_words(post, rota, crew, manager, regions):
    other = make_post(regions["310000"], Function.LOGISTICS, "上海后勤岗")
    with pytest.raises(Refused) as refusal:
        save(other, crew[0], actor=manager)
    assert "甲在11-23 08:00–20:00已有值班（上海技术岗 白班 11-23 08:00–20:00）" in str(refusal.value)
    assert not Rota.objects.filter(post=other).exists()


def test_a_sweep_leaves_a_gap_where_a_person_is_taken(post, crew, manager, regions):
    other = make_post(regions["310000"], Function.LOGISTICS, "上海后勤岗")
    rota = save(post, crew[0], actor=manager, starts_on=TODAY + 59 * DAY)
    make_shift(other, crew[0], NOON + 61 * DAY, 2)
    plan_rota(rota, actor=None, now=NOON + DAY)
    gap = shift_on(post, 61)
    assert gap.person is None
    assert gap.planned_person == crew[0]


def test_nothing_is_planned_for_a_year_that_the_calendar_lacks(post, crew, manager):
    seed_year(2026, actor=None, now=NOON)
    save(post, *crew, shifts=[WORKING, ShiftPattern("备班", time(8), 60, offset=1)], actor=manager)
    assert Shift.objects.filter(label="白班").order_by("day").last().day == date(2026, 12, 31)
    assert Shift.objects.filter(label="备班").order_by("day").last().day == TODAY + 60 * DAY


def test_a_year_that_arrives_is_planned_by_the_sweep_and_told(post, crew, manager, clock):
    seed_year(2026, actor=None, now=NOON)
    save(post, *crew, shifts=[WORKING], actor=manager)
    Memo.objects.all().delete()
    CalendarDay.objects.create(day=date(2027, 1, 4), kind="workday")
    Rota.objects.update(planned_until=None)
    plan_duty()
    assert Shift.objects.filter(day=date(2027, 1, 4)).count() == 1
    assert Memo.objects.count() == 1
    assert not rotas_due(NOON)


def test_planning_further_ahead_tells_nobody(rota, clock):
    Memo.objects.all().delete()
    clock.shift(timedelta(days=1))
    plan_duty()
    assert Shift.objects.order_by("day").last().day == TODAY + 61 * DAY
    assert not Memo.objects.exists()


@pytest.mark.parametrize("persona", ["field_staff", "outsider", "auditor"])
def test_others_plan_nothing(post, crew, persona, request):
    with pytest.raises(Forbidden):
        save(post, *crew, actor=request.getfixturevalue(persona))


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"shifts": []}, "no_shifts"),
        ({"shifts": [DAYTIME, DAYTIME]}, "same_label"),
        ({"every": 0}, "every"),
        ({"ends_on": TODAY - DAY}, "ends_before"),
        ({"unit": RotationUnit.FIXED}, "no_weekdays"),
        ({"shifts": [ShiftPattern("白班", time(8), 0)]}, "length"),
    ],
)
def test_a_faulty_rota_is_refused(post, crew, manager, fields, code):
    with pytest.raises(Invalid) as refusal:
        save(post, *crew, actor=manager, **fields)
    assert refusal.value.code == code


def test_a_second_rota_with_the_same_shift_is_refused(post, rota, crew, manager):
    with pytest.raises(Refused) as refusal:
        save(post, *crew, actor=manager, name="第二份")
    assert refusal.value.code == "label_taken"


def test_the_same_rota_again_is_the_first_one(post, rota, crew, manager):
    assert save(post, *crew, shifts=[DAYTIME, NIGHT], actor=manager) == rota
    assert StaffEvent.objects.filter(code="rota_created").count() == 1


def test_a_closed_account_cannot_be_planned(post, crew, manager):
    crew[0].is_active = False
    crew[0].save(update_fields=["is_active"])
    with pytest.raises(Invalid):
        save(post, crew[0], actor=manager)


def test_a_move_needs_a_reason(post, rota, crew, manager):
    with pytest.raises(Invalid):
        move_shift(shift_on(post, 3), crew[1], reason=" ", actor=manager, now=NOON)


def test_a_move_tells_both_and_leaves_an_event(post, rota, crew, manager):
    Memo.objects.all().delete()
    move_shift(shift_on(post, 3), crew[1], reason="甲请假", actor=manager, now=NOON)
    assert {memo.recipient for memo in Memo.objects.all()} == {crew[0], crew[1]}
    assert StaffEvent.objects.filter(code="shift_moved", text="甲请假").count() == 1


def test_a_shift_may_be_left_open_on_purpose(post, rota, manager):
    move_shift(shift_on(post, 3), None, reason="停业", actor=manager, now=NOON)
    assert shift_on(post, 3).person is None


def test_a_moved_shift_goes_back_to_the_rota(post, rota, crew, manager):
    moved = move_shift(shift_on(post, 3), crew[1], reason="甲请假", actor=manager, now=NOON)
    restored = restore_shift(moved, actor=manager, now=NOON)
    assert (restored.person, restored.source) == (crew[0], ShiftSource.PATTERN)


def test_a_move_onto_somebody_on_duty_is_refused(post, rota, crew, manager):
    make_shift(make_post(post.region, Function.LOGISTICS, "后勤"), crew[2], NOON + 3 * DAY, 1)
    with pytest.raises(Refused) as refusal:
        move_shift(shift_on(post, 3), crew[2], reason="x", actor=manager, now=NOON)
    assert refusal.value.code == "shift_overlap"


def test_a_shift_that_is_over_stays(post, rota, crew, manager):
    with pytest.raises(Refused):
        move_shift(shift_on(post, 0), crew[1], reason="x", actor=manager, now=NOON + 9 * HOUR)
