"""What a suggestion is made of, read from rows, in a fixed number of queries."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.test.utils import CaptureQueriesContext

from emergency_ops.lib import clock as now_clock
from emergency_ops.lib.roles import Role
from incidents.response.counters.models import Counter
from incidents.response.counters.models_opening import CounterStaff
from incidents.response.dispatch import actions, words
from incidents.response.dispatch.candidates import Asked, Pool
from incidents.response.dispatch.rules.ranking import Bar, Duty, Fit, Whence
from incidents.response.models import Substitute
from incidents.response.tasks.models import Task
from resources.inventory.models import Depot
from resources.network.models import Region
from resources.staff.models import Absence, Person, PostAssignment

NOW = now_clock.now
BUND = {"longitude": 121.49, "latitude": 31.24}


def pool(site, function="technical", training=None):
    return Pool([site], Asked(function, training), NOW())


def found(site, person, **asked):
    return next(one for one in pool(site, **asked).ranked(site) if one.person == person)


def test_a_shift_that_runs_is_duty(site, worker):
    one = found(site, worker)
    assert (one.ranked.candidate.duty, one.ranked.can_go) == (Duty.ON_SHIFT, True)


def test_a_shift_later_today_is_off_duty(site, make_worker):
    assert found(site, make_worker("late", on_duty=False)).ranked.bars == (Bar.OFF_DUTY,)


def test_whoever_answers_for_a_post_is_on_duty(site, make_person, technical):
    person = make_person("a", Role.FIELD_STAFF, regions=["310101"])
    held = DateTimeTZRange(NOW() - timedelta(days=1), None)
    PostAssignment.objects.create(post=technical, person=person, role="A", validity=held)
    assert found(site, person).ranked.candidate.duty == Duty.ACTING


def test_whoever_is_away_cannot_be_sent(site, worker, manager):
    hours = DateTimeTZRange(NOW() - timedelta(hours=1), NOW() + timedelta(hours=1))
    Absence.objects.create(person=worker, kind="sick", period=hours, reported_at=NOW(), reported_by=manager)
    one = found(site, worker)
    assert not one.ranked.may_be_sent
    assert words.bars_of(one) == ["已离岗"]


def test_another_function_is_not_fit(site, worker):
    assert found(site, worker, function="customer_service").ranked.bars == (Bar.UNTRAINED,)


def test_no_function_asked_everybody_fits(site, worker):
    assert found(site, worker, function="").ranked.candidate.fit == Fit.NOT_ASKED


def test_a_course_needs_a_record_that_counts(site, make_worker, course):
    trained, untrained = make_worker("t", trained=course), make_worker("u")
    assert found(site, trained, training=course).ranked.candidate.fit == Fit.HELD
    assert found(site, untrained, training=course).ranked.bars == (Bar.UNTRAINED,)


def test_a_post_that_asks_for_training_wants_it_of_everybody(site, worker, technical, course):
    technical.required_training = course
    technical.save()
    assert found(site, worker).ranked.candidate.fit == Fit.MISSING


def test_whoever_is_bound_is_busy(site, accepted, worker):
    one = found(site, worker)
    assert Bar.BUSY in one.ranked.bars
    assert words.bars_of(one)[0].startswith("正在执行前往")


def test_after_a_dispatch_they_are_taken_to_be_there(site, on_site, worker, make_site):
    site.longitude, site.latitude = BUND.values()
    site.save()
    actions.release(on_site, actor=worker, now=NOW())
    one = found(site, worker)
    assert (one.known.whence, one.ranked.candidate.minutes) == (Whence.LAST_DISPATCH, 0)


def test_a_keeper_comes_from_the_depot(site, make_person):
    keeper = make_person("k", Role.STOREKEEPER, regions=["310101"])
    Depot.objects.create(code="D", name="黄浦库", region_id="310101", keeper=keeper, **BUND)
    assert found(site, keeper, function="").known.whence == Whence.DEPOT


def test_an_open_offer_counts_as_load(site, offered, worker):
    assert found(site, worker).ranked.candidate.load.dispatches == 1


def test_nobody_of_another_province_is_suggested(site, make_worker):
    make_worker("nj", region="320102")
    assert "nj" not in {one.person.username for one in pool(site).ranked(site)}


def test_auditors_are_not_sent(site, auditor):
    assert auditor not in [one.person for one in pool(site, function="").ranked(site)]


def crowd(number):
    people = [Person(username=f"p{count}", name=f"人{count}") for count in range(number)]
    group = Group.objects.get_or_create(name="field_staff")[0]
    for person in Person.objects.bulk_create(people):
        person.groups.set([group])
        person.regions.set(Region.objects.filter(pk="310101"))


def queries_with(site, number):
    Person.objects.filter(username__startswith="p").delete()
    crowd(number)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        ranked = pool(site).ranked(site)
        [words.reasons_of(one) for one in ranked]
    assert len(ranked) >= number
    return len(queries)


@pytest.mark.usefixtures("accepted")
def test_the_queries_do_not_grow_with_the_candidates(site, worker):
    assert queries_with(site, 10) == queries_with(site, 100)


def test_tasks_and_counters_count_as_load(site, incident, worker, manager):
    task = {"assignee": worker, "due_at": NOW(), "created_at": NOW(), "title_zh": "核对"}
    Task.objects.create(incident=incident, **task)
    substitute = Substitute.objects.create(incident=incident, site=site, kind="counter", place="大厅", created_at=NOW())
    counter = Counter.objects.create(substitute=substitute, screen_token="s", take_token="t", created_at=NOW())
    serving = {"person": worker, "since": NOW(), "until": NOW() + timedelta(hours=4), "added_by": manager}
    CounterStaff.objects.create(counter=counter, **serving)
    load = found(site, worker).ranked.candidate.load
    assert (load.tasks, load.counters, load.total) == (1, 1, 2)
