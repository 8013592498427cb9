"""Substitutes, and the clock that only their evidence stops."""

from datetime import timedelta

import pytest

from emergency_ops.lib import clock as now_clock
from emergency_ops.lib.errors import Invalid, Refused
from incidents.escalation.models import Deadline
from incidents.response import actions
from incidents.response.models import Substitute
from incidents.response.reading import clock_of

from .conftest import clear

NOW = now_clock.now


@pytest.fixture
def substitute(responding, field_staff):
    return actions.request_substitute(responding, "counter", "一楼3号窗口", actor=field_staff, now=NOW())


def serve(substitute, actor):
    return actions.serve_substitute(substitute, "首笔单号 0001", actor=actor, now=NOW())


def test_asking_for_one_stops_nothing(substitute):
    assert clock_of(substitute.incident, NOW()).running


def test_being_ready_stops_nothing(substitute, field_staff):
    actions.ready_substitute(substitute, actor=field_staff, now=NOW(), overruled="窗口由现场安排")
    assert clock_of(substitute.incident, NOW()).running


@pytest.mark.parametrize("evidence", ["", "   "])
def test_without_evidence_nothing_serves(substitute, field_staff, evidence):
    with pytest.raises(Invalid):
        actions.serve_substitute(substitute, evidence, actor=field_staff, now=NOW())


def test_the_first_that_serves_stops_the_clock(substitute, field_staff, clock, responding):
    clock.shift(timedelta(minutes=18, seconds=2))
    serve(substitute, field_staff)
    entry = responding.timeline.latest("id")
    assert (entry.code, entry.params["elapsed"], entry.text) == ("substitute_stopped_clock", "18:02", "首笔单号 0001")


def test_one_that_went_to_another_incident_meanwhile_stops_no_clock_here(substitute, responding, elsewhere, manager):
    Substitute.objects.update(incident=elsewhere)
    with pytest.raises(Refused, match="另一个事件"):
        serve(substitute, manager)
    assert clock_of(responding, NOW()).running


def test_late_it_says_so(substitute, field_staff, clock, responding):
    clock.shift(timedelta(minutes=33))
    serve(substitute, field_staff)
    assert responding.timeline.latest("id").code == "substitute_stopped_clock_late"


def test_the_deadlines_of_the_clock_end_with_it(substitute, field_staff):
    serve(substitute, field_staff)
    waiting = Deadline.objects.filter(kind__startswith="clock", state="pending")
    assert not waiting.exists()


def test_a_second_one_does_not_move_the_stop(substitute, responding, field_staff, clock):
    serve(substitute, field_staff)
    clock.shift(timedelta(minutes=5))
    other = actions.request_substitute(responding, "online", "微信公众号", actor=field_staff, now=NOW())
    serve(other, field_staff)
    responding.refresh_from_db()
    assert responding.clock_stopped_at == NOW() - timedelta(minutes=5)


def test_withdrawn_the_clock_stays_stopped_but_nothing_serves(substitute, responding, field_staff):
    serve(substitute, field_staff)
    actions.withdraw_substitute(substitute, actor=field_staff, now=NOW())
    responding.refresh_from_db()
    assert (clock_of(responding, NOW()).state, clock_of(responding, NOW()).bare) == ("met", True)


def test_a_withdrawn_one_does_not_come_back(substitute, field_staff):
    actions.withdraw_substitute(substitute, actor=field_staff, now=NOW())
    with pytest.raises(Refused):
        serve(substitute, field_staff)


def test_one_is_withdrawn_after_the_end_too(substitute, responding, manager):
    serve(substitute, manager)
    clear(responding.warning)
    actions.restore(responding, actor=manager, now=NOW())
    assert actions.withdraw_substitute(substitute, actor=manager, now=NOW()).status == "withdrawn"


def test_it_stands_at_an_affected_site(responding, make_site, field_staff):
    with pytest.raises(Invalid, match="不在事件的影响范围内"):
        actions.request_substitute(
            responding, "counter", "门口", actor=field_staff, now=NOW(), site=make_site("310101-0009")
        )
