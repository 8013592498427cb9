"""Rounds are planned ahead onto whoever has duty, follow changes, and escalate when nobody does them."""

from datetime import timedelta

import pytest
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from emergency_ops.lib.errors import Forbidden, Invalid
from incidents.escalation.actions import fire_next
from incidents.escalation.models import Deadline, OutboxMessage
from incidents.monitoring.patrols.actions import set_patrol
from incidents.monitoring.patrols.models import PatrolRound, PatrolSetting, RoundEvent
from incidents.monitoring.patrols.planning import plan_due, reassign_due
from resources.staff.models import Absence, Shift
from tests.conftest import NOON

from .conftest import entry, put

pytestmark = pytest.mark.django_db
HOURS = "08:00-18:00"


@pytest.fixture
def site(make_site):
    return make_site(terminals=2, opening_hours=HOURS)


def times():
    rounds = PatrolRound.objects.order_by("starts_at")
    return [(one.starts_at - NOON) // timedelta(minutes=1) for one in rounds]


def shift(post, person, begins=-60, minutes=480):
    period = DateTimeTZRange(NOON + timedelta(minutes=begins), NOON + timedelta(minutes=begins + minutes))
    return Shift.objects.create(
        post=post, day=NOON.date(), label=person.username, period=period, person=person, updated_at=NOON
    )


def test_the_rounds_of_the_coming_hours_are_planned_once(site, on_site):
    assert (plan_due(NOON), plan_due(NOON)) == (3, 0)
    assert times() == [0, 120, 240]
    assert Deadline.objects.filter(kind="patrol_due").count() == 3


def test_the_horizon_moves_on(site):
    plan_due(NOON)
    plan_due(NOON + timedelta(hours=12))
    assert times() == [0, 120, 240, *range(20 * 60, 24 * 60, 120)]


def test_a_site_without_terminals_in_service_has_none(site):
    site.terminals.update(status="spare")
    assert plan_due(NOON) == 0


def test_whoever_acts_for_the_post_goes(site, on_site, field_staff):
    plan_due(NOON)
    assert {one.assignee for one in PatrolRound.objects.all()} == {field_staff}


def test_whoever_has_duty_goes_before_them(site, on_site, second):
    shift(on_site, second)
    plan_due(NOON)
    assert PatrolRound.objects.get(starts_at=NOON).assignee == second


def test_a_shift_of_somebody_away_does_not_count(site, on_site, field_staff, second):
    shift(on_site, second)
    period = DateTimeTZRange(NOON - timedelta(hours=1), NOON + timedelta(hours=9))
    Absence.objects.create(person=second, period=period, kind="leave", reported_at=NOON, reported_by=second)
    plan_due(NOON)
    assert PatrolRound.objects.get(starts_at=NOON).assignee == field_staff


def test_when_duty_changes_the_rounds_follow_and_who_goes_is_told(site, on_site, second):
    plan_due(NOON)
    shift(on_site, second)
    assert reassign_due(NOON) == 2
    assert PatrolRound.objects.get(starts_at=NOON + timedelta(hours=2)).assignee == second
    assert set(OutboxMessage.objects.values_list("recipient__username", flat=True)) == {"second"}


def test_another_interval_plans_what_is_to_come_anew(site, manager):
    plan_due(NOON)
    set_patrol([site], interval_minutes=60, grace_minutes=15, actor=manager, now=NOON)
    plan_due(NOON)
    assert times() == [0, 60, 120, 180, 240, 300]
    assert Deadline.objects.filter(state="pending").count() == 6


def test_switched_off_nothing_more_is_planned(site, manager):
    plan_due(NOON)
    set_patrol([site], interval_minutes=0, grace_minutes=30, actor=manager, now=NOON)
    assert (plan_due(NOON), times()) == (0, [0])


def test_other_opening_hours_plan_anew(site):
    plan_due(NOON)
    site.opening_hours = "09:00-18:00"
    site.save()
    plan_due(NOON)
    assert times() == [0, 60, 180, 300]


@pytest.mark.parametrize(("interval", "grace"), [(10, 5), (2000, 30), (120, 120), (120, 0)])
def test_intervals_that_make_no_sense_are_refused(site, manager, interval, grace):
    with pytest.raises(Invalid):
        set_patrol([site], interval_minutes=interval, grace_minutes=grace, actor=manager, now=NOON)


def test_only_who_arranges_the_region_sets_it(site, field_staff, outsider):
    for person in (field_staff, outsider):
        with pytest.raises(Forbidden):
            set_patrol([site], interval_minutes=60, grace_minutes=15, actor=person, now=NOON)
    assert not PatrolSetting.objects.filter(interval_minutes=60).exists()


def told(minute):
    """Who is told of what falls due by then."""
    before = set(OutboxMessage.objects.values_list("pk", flat=True))
    while fire_next(NOON + timedelta(minutes=minute)):
        pass
    return set(OutboxMessage.objects.exclude(pk__in=before).values_list("recipient__username", flat=True))


def test_late_then_next_then_the_lead(make_round, on_site, lead, field_staff):
    one = make_round(assignee=field_staff)
    assert [told(29), told(31), told(46), told(121)] == [set(), {"field"}, {"second"}, {"field", "commander"}]
    one.refresh_from_db()
    assert one.state == "missed"
    assert list(RoundEvent.objects.values_list("kind", flat=True))[:2] == ["reminded", "called"]


def test_a_round_that_nobody_has_goes_to_the_lead_at_once(make_round, lead):
    make_round()
    assert told(31) == {"commander"}


def test_who_has_begun_is_reminded_all_the_same(make_round, on_site, lead, field_staff):
    one = make_round(assignee=field_staff)
    put(field_staff, entry(one, one.site.terminals.first()))
    assert told(31) == {"field"}


def test_a_round_of_a_site_whose_terminals_are_gone_is_cancelled_quietly(make_round, lead, field_staff):
    one = make_round(assignee=field_staff)
    one.site.terminals.update(status="retired")
    assert told(31) == set()
    one.refresh_from_db()
    assert one.state == "cancelled"


def test_the_number_of_queries_to_reassign_does_not_grow_with_the_sites(
    make_site, on_site, django_assert_max_num_queries
):
    for number in range(8):
        make_site(f"310101-01{number:02d}", opening_hours=HOURS)
    plan_due(NOON)
    with django_assert_max_num_queries(40):
        assert reassign_due(NOON) == 0
