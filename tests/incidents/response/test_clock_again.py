"""A clock that a substitute has stopped does not cover what breaks later."""

from datetime import timedelta

import pytest

from emergency_ops.lib import clock as now_clock
from incidents.escalation.actions import fire_next
from incidents.escalation.models import Deadline
from incidents.monitoring.choices import Scope, WarningEventKind
from incidents.response import actions
from incidents.response.actions import duties
from incidents.response.models import Incident
from incidents.response.reading import clock_of
from incidents.response.rules.clock import Timed, merged, uncovered

from .conftest import clear, cover, tell

NOW = now_clock.now


def serve(incident, actor, site=None):
    asked = actions.request_substitute(incident, "counter", "3号窗口", actor=actor, now=NOW(), site=site)
    return actions.serve_substitute(asked, "0001", actor=actor, now=NOW())


def grow(incident, *sites):
    """The incident's warning reaches more sites, and the incident follows it."""
    incident.warning.scope = Scope.REGIONAL
    incident.warning.save()
    cover(incident.warning, *sites)
    actions.absorb(tell(incident.warning, WarningEventKind.UPGRADED), NOW())
    incident.refresh_from_db()


def pending(incident):
    rows = Deadline.objects.filter(subject_id=incident.pk, kind__startswith="clock", state="pending")
    return dict(rows.values_list("kind", "due_at"))


@pytest.fixture
def met(responding, manager, clock):
    """A counter serves at the only site from the tenth minute on; five minutes more have gone by."""
    clock.shift(timedelta(minutes=10))
    serve(responding, manager, responding.terminals.first().terminal.site)
    clock.shift(timedelta(minutes=5))
    return Incident.objects.get(pk=responding.pk)


def test_a_site_that_nothing_serves_starts_it_again(met, make_site):
    grow(met, make_site("310101-0002"))
    assert (met.clock_started_at, met.clock_stopped_at) == (NOW(), None)
    assert pending(met) == {
        "clock_reminder": NOW() + timedelta(minutes=20),
        "clock_missed": NOW() + timedelta(minutes=30),
    }


def test_the_first_result_stays_in_the_timeline(met, make_site):
    grow(met, make_site("310101-0002"))
    entry = met.timeline.get(code="clock_restarted")
    assert (entry.params["elapsed"], entry.params["sites"]) == ("10:00", 1)


def test_more_terminals_at_a_served_site_do_not(met):
    stopped = met.clock_stopped_at
    grow(met, met.terminals.first().terminal.site)
    assert met.clock_stopped_at == stopped


def test_one_for_the_whole_incident_serves_new_sites_too(responding, manager, make_site):
    serve(responding, manager)
    grow(responding, make_site("310101-0002"))
    assert clock_of(responding, NOW()).state == "met"


def test_further_growth_does_not_put_it_off(met, make_site, clock):
    grow(met, make_site("310101-0002"))
    clock.shift(timedelta(minutes=5))
    grow(met, make_site("310101-0003"))
    assert met.clock_started_at == NOW() - timedelta(minutes=5)


def test_it_is_missed_again_after_a_first_miss(responding, manager, make_site, clock):
    clock.shift(timedelta(minutes=31))
    fire_all()
    serve(responding, manager, responding.terminals.first().terminal.site)
    grow(responding, make_site("310101-0002"))
    clock.shift(timedelta(minutes=30))
    fire_all()
    assert responding.timeline.filter(code="clock_missed").count() == 2


def test_another_window_at_the_served_site_does_not_stop_it(met, make_site, manager):
    grow(met, make_site("310101-0002"))
    serve(met, manager, met.terminals.earliest("id").terminal.site)
    assert clock_of(Incident.objects.get(pk=met.pk), NOW()).running


def test_one_at_the_new_site_does(met, make_site, manager):
    new = make_site("310101-0002")
    grow(met, new)
    serve(met, manager, new)
    assert not clock_of(Incident.objects.get(pk=met.pk), NOW()).running


@pytest.fixture
def wider(met, make_warning, make_site):
    """A fresh incident at five other sites."""
    sites = [make_site(f"310101-03{number:02d}") for number in range(5)]
    return actions.open_from_warning(make_warning(*sites, key="line:x", scope=Scope.REGIONAL), NOW())


def test_a_wider_incident_keeps_its_clock_when_a_served_one_is_merged_into_it(met, wider):
    goal = actions.merge_into(met, wider, actor=None, now=NOW())
    assert (goal.clock_started_at, goal.clock_stopped_at) == (wider.clock_started_at, None)
    assert pending(goal)["clock_missed"] == wider.clock_due_at


def test_a_withdrawn_substitute_stops_nothing_where_it_is_merged(met, wider, manager):
    actions.withdraw_substitute(met.substitutes.get(), actor=manager, now=NOW())
    assert actions.merge_into(met, wider, actor=None, now=NOW()).clock_stopped_at is None


def test_a_served_incident_runs_again_when_an_unserved_one_is_merged_into_it(met, wider):
    goal = actions.merge_into(wider, met, actor=None, now=NOW())
    assert (goal.clock_started_at, goal.clock_stopped_at) == (wider.clock_started_at, None)
    assert goal.timeline.filter(code="clock_restarted").exists()


@pytest.mark.parametrize(
    ("serving", "left"),
    [({1}, {2}), ({1, 2}, set()), ({None}, set()), (set(), {1, 2})],
    ids=["one", "both", "all", "none"],
)
def test_uncovered_are_the_sites_without_one(serving, left):
    assert uncovered({1, 2}, serving) == left


def test_a_running_clock_that_is_covered_takes_the_others_stop(clock):
    early, late = NOW(), NOW() + timedelta(minutes=5)
    assert merged([Timed(early, late, covered=True), Timed(late, None, covered=True)]) == (early, late)


def test_a_deadline_that_a_sweep_held_while_the_clock_moved_tells_nothing_twice(responding, clock):
    held = Deadline.objects.get(subject_id=responding.pk, kind="clock_missed", state="pending")
    clock.move_to(held.due_at)
    duties.schedule_next(responding, "clock_missed", held.due_at)
    fire_all()
    assert responding.timeline.filter(code="clock_missed").count() == 1


def test_a_deadline_of_a_clock_that_has_started_again_tells_nothing(responding, clock):
    clock.shift(timedelta(minutes=30))
    due = NOW() + timedelta(minutes=25)
    Incident.objects.filter(pk=responding.pk).update(clock_started_at=due - timedelta(minutes=30), clock_due_at=due)
    fire_all()
    assert not responding.timeline.filter(code="clock_missed").exists()


def fire_all():
    while fire_next(NOW()):
        pass


def test_opened_again_with_nothing_serving_no_page_calls_it_met(met, manager, client):
    actions.withdraw_substitute(met.substitutes.get(), actor=manager, now=NOW())
    clear(met.warning)
    actions.restore(met, actor=manager, now=NOW())
    actions.reopen(met, actor=manager, now=NOW(), text="又断了")
    client.force_login(manager)
    for path in (f"/incidents/{met.number}/", "/incidents/", "/"):
        shown = client.get(path).text
        assert ("曾用时" in shown, "</b> 已达标" in shown) == (True, False), path


def test_the_record_keeps_that_it_was_met(met, manager):
    actions.withdraw_substitute(met.substitutes.get(), actor=manager, now=NOW())
    assert clock_of(Incident.objects.get(pk=met.pk), NOW()).state == "met"
