"""Two incidents turn out to be one."""

from datetime import timedelta

import pytest

from emergency_ops.lib import clock as now_clock
from emergency_ops.lib.errors import Invalid, Refused
from incidents.escalation.models import Deadline
from incidents.monitoring.choices import Scope
from incidents.response import actions
from incidents.response.models import Incident

NOW = now_clock.now


@pytest.fixture
def earlier(incident, clock):
    """An incident whose first warning came ten minutes before that of the other one."""
    clock.shift(timedelta(minutes=10))
    return incident


@pytest.fixture
def later(earlier, make_warning, make_site):
    warning = make_warning(make_site("310104-0001", terminals=2), scope=Scope.REGIONAL)
    return actions.open_from_warning(warning, NOW())


def merge(source, target, actor):
    return actions.merge_into(source, target, actor=actor, now=NOW(), text="同一线路")


def test_the_target_takes_terminals_scope_and_the_earlier_clock(earlier, later, manager):
    goal = merge(earlier, later, manager)
    assert (goal.affected_terminals, goal.region_id, goal.scope) == (5, "310100", "regional")
    assert goal.clock_started_at == earlier.clock_started_at


def test_its_deadlines_follow_the_earlier_clock(earlier, later, manager):
    goal = merge(earlier, later, manager)
    missed = Deadline.objects.get(subject_id=goal.pk, kind="clock_missed", state="pending")
    assert missed.due_at == earlier.clock_due_at


def test_the_source_is_over(earlier, later, manager):
    merge(earlier, later, manager)
    earlier.refresh_from_db()
    assert (earlier.status, earlier.merged_into) == ("merged", later)
    assert not Deadline.objects.filter(subject_id=earlier.pk, state="pending").exists()
    assert not earlier.terminals.filter(until=None).exists()


def test_each_keeps_its_own_history(earlier, later, manager):
    merge(earlier, later, manager)
    assert earlier.timeline.latest("id").params == {"number": later.number}
    assert later.timeline.latest("id").params["number"] == earlier.number


def test_a_response_that_runs_goes_on(earlier, later, manager):
    actions.confirm(earlier, actor=manager, now=NOW())
    actions.activate(earlier, "2", actor=manager, now=NOW())
    substitute = actions.request_substitute(earlier, "hotline", "12345", actor=manager, now=NOW())
    actions.serve_substitute(substitute, "首个来电", actor=manager, now=NOW())
    goal = merge(Incident.objects.get(pk=earlier.pk), later, manager)
    assert (goal.status, goal.response_level, goal.clock_stopped_at) == ("responding", "2", NOW())
    assert goal.substitutes.get() == substitute


def test_not_into_itself(incident, manager):
    with pytest.raises(Invalid):
        merge(incident, incident, manager)


def test_not_a_drill_with_a_real_one(earlier, later, manager):
    later.is_drill = True
    with pytest.raises(Invalid):
        merge(earlier, later, manager)


def test_not_into_one_that_is_over(earlier, later, manager):
    actions.mark_false_alarm(later, actor=manager, now=NOW(), text="误报")
    with pytest.raises(Refused, match="已不在处置中"):
        merge(earlier, later, manager)


def test_not_twice(earlier, later, manager):
    merge(earlier, later, manager)
    with pytest.raises(Refused):
        merge(earlier, later, manager)
