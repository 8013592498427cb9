"""Who is on duty."""

from datetime import timedelta

import pytest
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from emergency_ops.lib.roles import Role
from resources.staff import queries_duty
from resources.staff.choices import AbsenceKind, Function
from resources.staff.models import Absence, Post, Rota, RotaMember, Shift
from tests.conftest import NOON

HOUR = timedelta(hours=1)


@pytest.fixture
def post(regions):
    return Post.objects.create(function=Function.TECHNICAL, region=regions["310000"], name="上海技术岗")


def shift(post, person, begins=NOON - HOUR, ends=NOON + HOUR, label="白班"):
    return Shift.objects.create(
        post=post, person=person, day=begins.date(), label=label, period=DateTimeTZRange(begins, ends), updated_at=NOON
    )


def away(person):
    Absence.objects.create(
        person=person,
        kind=AbsenceKind.SICK,
        period=DateTimeTZRange(NOON, NOON + HOUR),
        reported_at=NOON,
        reported_by=person,
    )


def test_the_person_of_the_running_shift_is_on_duty(post, manager):
    shift(post, manager)
    assert queries_duty.on_duty(post, NOON) == [manager]
    assert queries_duty.is_on_duty(manager, NOON)


def test_a_shift_ends_before_its_last_moment(post, manager):
    shift(post, manager)
    assert queries_duty.on_duty(post, NOON + HOUR) == []
    assert queries_duty.on_duty(post, NOON - HOUR) == [manager]


def test_somebody_away_is_not_on_duty(post, manager):
    shift(post, manager)
    away(manager)
    assert queries_duty.people_on_duty([manager], NOON) == set()
    assert queries_duty.is_on_duty(manager, NOON - HOUR)


def test_a_closed_account_is_not_on_duty(post, manager):
    shift(post, manager)
    manager.is_active = False
    manager.save(update_fields=["is_active"])
    assert queries_duty.on_duty([post], NOON) == []


def test_many_people_are_asked_in_one_query(post, make_person, django_assert_num_queries):
    people = [make_person(f"p{number}", Role.FIELD_STAFF) for number in range(5)]
    for number, person in enumerate(people[:3]):
        shift(post, person, label=f"{number}")
    with django_assert_num_queries(1):
        assert queries_duty.people_on_duty(people, NOON) == {person.pk for person in people[:3]}


def test_members_of_a_rota_in_force_are_planned(post, manager, field_staff):
    rota = Rota.objects.create(post=post, name="日常", starts_on=NOON.date())
    RotaMember.objects.create(rota=rota, person=manager, position=0)
    assert queries_duty.planned([manager, field_staff], NOON) == {manager.pk}


def test_a_rota_that_has_ended_plans_nobody(post, manager):
    rota = Rota.objects.create(post=post, name="日常", starts_on=NOON.date(), ends_on=NOON.date())
    RotaMember.objects.create(rota=rota, person=manager, position=0)
    assert queries_duty.planned([manager], NOON + 24 * HOUR) == set()


def test_somebody_with_a_shift_to_come_is_planned(post, manager):
    shift(post, manager, NOON + 24 * HOUR, NOON + 26 * HOUR)
    assert queries_duty.planned([manager], NOON) == {manager.pk}
