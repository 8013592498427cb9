"""A shift at a counter that ends without relief."""

from datetime import date, timedelta

import pytest

from emergency_ops.lib import clock as now_clock
from emergency_ops.lib.roles import Role
from incidents.escalation.actions import fire_next
from incidents.escalation.models import OutboxMessage
from incidents.response.counters.actions import staffing
from incidents.response.counters.actions.staffing import Posting
from incidents.response.models import Substitute
from resources.staff.models import Badge

NOW = now_clock.now
SHIFT = timedelta(hours=2)


@pytest.fixture
def serving(make_counter):
    counter = make_counter(windows=1)
    Substitute.objects.filter(pk=counter.pk).update(status="serving")
    return counter


@pytest.fixture
def join(serving, manager):
    def come(person, hours=2):
        number = f"TB2026-{person.pk:04d}"
        Badge.objects.create(
            number=number, token=number, person=person, valid_from=date(2026, 1, 1), valid_until=date(2027, 1, 1),
            issued_at=NOW(), issued_by=manager,
        )  # fmt: skip
        until = NOW() + timedelta(hours=hours)
        return staffing.join(serving, Posting(person, until), actor=manager, now=NOW())

    return come


def told(person, at, clock):
    clock.move_to(at)
    while fire_next(NOW()) is not None:
        pass
    return OutboxMessage.objects.filter(recipient=person, title__contains="需要接班", channel="in_app").count()


def test_a_quarter_of_an_hour_before_they_are_reminded(join, field_staff, clock):
    staff = join(field_staff)
    assert told(field_staff, staff.until - timedelta(minutes=15), clock) == 1


def test_when_it_is_over_who_leads_hears_it(join, field_staff, commander, clock):
    staff = join(field_staff)
    before = told(commander, staff.until - timedelta(minutes=15), clock)
    assert (before, told(commander, staff.until, clock)) == (0, 1)


def test_with_relief_nobody_is_told(join, field_staff, make_person, clock):
    staff = join(field_staff)
    join(make_person("relief", Role.FIELD_STAFF, regions=["310101"], name="接班"), hours=6)
    assert told(field_staff, staff.until, clock) == 0


def test_a_shift_that_was_prolonged_ends_later(join, field_staff, manager, clock, serving):
    staff = join(field_staff)
    staff.counter = serving
    later = staff.until + SHIFT
    staffing.prolong(staff, later, actor=manager, now=NOW())
    assert (told(field_staff, staff.until, clock), told(field_staff, later, clock)) == (0, 2)


@pytest.mark.parametrize("moves", [[2], [4, 2]], ids=["the same end again", "later and back again"])
def test_one_that_ends_when_it_did_before_is_still_watched(join, field_staff, manager, clock, serving, moves):
    staff = join(field_staff)
    staff.counter = serving
    for hours in moves:
        staffing.prolong(staff, NOW() + timedelta(hours=hours), actor=manager, now=NOW())
    assert told(field_staff, staff.until, clock) == 2


def test_who_has_gone_is_not_told(join, field_staff, manager, clock, serving):
    staff = join(field_staff)
    staff.counter = serving
    staffing.depart(staff, actor=manager, now=NOW())
    assert told(field_staff, staff.until, clock) == 0


def test_the_timeline_says_that_nobody_came(join, field_staff, clock, serving):
    told(field_staff, join(field_staff).until, clock)
    codes = serving.substitute.incident.timeline.values_list("code", flat=True)
    assert {"counter_shift_ends", "counter_shift_over"} <= set(codes)
