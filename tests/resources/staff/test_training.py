"""Courses, who took them, how long they count, and what a post asks of its B."""

from datetime import date, timedelta

import pytest
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from hypothesis import given
from hypothesis import strategies as st

from emergency_ops.lib.errors import Forbidden, Invalid, Refused
from resources.staff.actions.assignments import assign
from resources.staff.actions.training import (
    Taking,
    TrainingData,
    record,
    record_many,
    retire_training,
    revoke_record,
    save_training,
)
from resources.staff.models import Memo, Post, PostAssignment, StaffEvent, Training, TrainingRecord
from resources.staff.queries_training import expiring, holds
from resources.staff.rules.training import expiry_of, warning_due
from tests.conftest import NOON

TODAY = NOON.date()
ALWAYS = DateTimeTZRange(NOON, None)


@pytest.mark.parametrize(
    ("taken", "months", "last"),
    [
        (date(2026, 11, 23), 12, date(2027, 11, 22)),
        (date(2026, 1, 31), 1, date(2026, 2, 27)),
        (date(2024, 2, 29), 12, date(2025, 2, 27)),
        (date(2026, 11, 23), None, None),
    ],
)
def test_a_training_counts_until_the_day_before_the_months_are_over(taken, months, last):
    assert expiry_of(taken, months) == last


@given(st.dates(date(2020, 1, 1), date(2090, 1, 1)), st.integers(1, 120))
def test_it_always_counts_on_its_own_day(taken, months):
    assert expiry_of(taken, months) > taken


@pytest.mark.parametrize(("left", "due"), [(61, None), (60, 60), (31, 60), (30, 30), (7, 7), (0, 7), (-1, 0)])
def test_warnings_come_at_60_30_and_7_days_and_when_it_is_over(left, due):
    assert warning_due(TODAY + timedelta(days=left), TODAY) == due


@pytest.fixture
def course(db):
    return Training.objects.create(code="YJ-01", name="应急指挥", valid_months=12)


@pytest.fixture
def post(regions, course):
    return Post.objects.create(function="technical", region_id="310000", name="上海技术处置", required_training=course)


@pytest.fixture
def trained(field_staff, course):
    record(field_staff, Taking(course, TODAY - timedelta(days=10)), actor=None, now=NOON)
    return field_staff


def as_b(post, person, actor, validity=ALWAYS, **options):
    return assign(post, person, "B", validity, actor=actor, now=NOON, **options)


class TestB:
    def test_with_the_training_serves(self, post, trained, manager):
        assert as_b(post, trained, manager).untrained_reason == ""

    def test_without_it_is_refused(self, post, field_staff, manager):
        with pytest.raises(Refused, match="没有有效的上岗培训“应急指挥”"):
            as_b(post, field_staff, manager)

    def test_serves_all_the_same_with_a_reason(self, post, field_staff, manager):
        made = as_b(post, field_staff, manager, untrained_reason="培训排在下周")
        assert (made.untrained_reason, made.untrained_by) == ("培训排在下周", manager)

    def test_who_is_trained_needs_no_reason(self, post, trained, manager):
        assert as_b(post, trained, manager, untrained_reason="多余").untrained_by is None

    def test_whose_training_is_over_on_the_first_day_is_refused(self, post, trained, manager):
        with pytest.raises(Refused):
            as_b(post, trained, manager, DateTimeTZRange(NOON + timedelta(days=400), None))

    def test_whose_record_was_struck_out_is_refused(self, post, trained, manager):
        revoke_record(TrainingRecord.objects.get(), reason="冒名", actor=manager, now=NOON)
        with pytest.raises(Refused):
            as_b(post, trained, manager)

    def test_who_failed_is_refused(self, post, field_staff, course, manager):
        record(field_staff, Taking(course, TODAY, result="failed"), actor=None, now=NOON)
        with pytest.raises(Refused):
            as_b(post, field_staff, manager)

    def test_a_needs_none(self, post, field_staff, manager):
        assert assign(post, field_staff, "A", ALWAYS, actor=manager, now=NOON)

    def test_refused_leaves_nothing(self, post, field_staff, manager):
        with pytest.raises(Refused):
            as_b(post, field_staff, manager)
        assert not PostAssignment.objects.exists()
        assert not StaffEvent.objects.exists()


class TestRecording:
    def test_many_at_once(self, course, manager, field_staff, commander):
        rows = record_many([field_staff, manager], Taking(course, TODAY), actor=manager, now=NOON)
        assert {row.expires_on for row in rows} == {date(2027, 11, 22)}

    def test_all_or_none(self, course, manager, trained):
        again = Taking(course, TODAY - timedelta(days=10))
        with pytest.raises(Refused, match="王强"):
            record_many([manager, trained], again, actor=manager, now=NOON)
        assert TrainingRecord.objects.count() == 1

    def test_not_tomorrow(self, course, manager, field_staff):
        with pytest.raises(Invalid):
            record(field_staff, Taking(course, TODAY + timedelta(days=1)), actor=manager, now=NOON)

    def test_not_for_people_of_elsewhere(self, course, manager, outsider):
        with pytest.raises(Forbidden):
            record(outsider, Taking(course, TODAY), actor=manager, now=NOON)

    def test_not_by_field_staff(self, course, field_staff):
        with pytest.raises(Forbidden):
            record(field_staff, Taking(course, TODAY), actor=field_staff, now=NOON)

    def test_tells_the_person(self, trained):
        assert Memo.objects.get().recipient == trained

    def test_revoking_asks_why(self, trained, manager):
        with pytest.raises(Invalid):
            revoke_record(TrainingRecord.objects.get(), reason=" ", actor=manager, now=NOON)

    def test_a_revoked_day_can_be_recorded_again(self, trained, course, manager):
        revoke_record(TrainingRecord.objects.get(), reason="日期登记错误", actor=manager, now=NOON)
        assert record(trained, Taking(course, TODAY - timedelta(days=10)), actor=manager, now=NOON)


class TestHolding:
    def test_from_the_day_taken(self, trained, course):
        assert not holds(trained, course, TODAY - timedelta(days=11))
        assert holds(trained, course, TODAY - timedelta(days=10))

    def test_to_the_last_day(self, trained, course):
        last = TrainingRecord.objects.get().expires_on
        assert holds(trained, course, last)
        assert not holds(trained, course, last + timedelta(days=1))

    def test_what_is_renewed_does_not_expire(self, trained, course):
        soon = TODAY + timedelta(days=340)
        assert expiring(TrainingRecord.objects.all(), soon).count() == 1
        record(trained, Taking(course, TODAY), actor=None, now=NOON)
        assert expiring(TrainingRecord.objects.all(), TODAY + timedelta(days=290)).count() == 0


class TestCourse:
    def test_a_code_is_there_once(self, course, manager):
        with pytest.raises(Refused):
            save_training(None, TrainingData("YJ-01", "另一门"), actor=manager, now=NOON)

    def test_one_that_a_post_asks_for_stays(self, post, course, manager):
        with pytest.raises(Refused, match="上海技术处置"):
            retire_training(course, actor=manager, now=NOON)

    def test_one_that_nobody_asks_for_ends(self, course, manager):
        assert not retire_training(course, actor=manager, now=NOON).is_active
