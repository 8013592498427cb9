"""Terminals over time: unknown is never working, and what is affected is not either."""

from datetime import timedelta

import pytest

from emergency_ops.lib import clock as now_clock
from emergency_ops.lib.charts.ribbon import Span, State
from incidents.monitoring.models import TerminalEvent
from incidents.response import actions
from incidents.response.extent import strips
from incidents.response.extent.strips import site_spans, spans_of, strip_of, together, with_hours
from resources.network.models import Terminal
from tests.conftest import NOON

ALWAYS = "24小时"


def at(minutes):
    return NOON + timedelta(minutes=minutes)


def states(spans):
    return [(span.state.value, (span.until - span.since).seconds // 60) for span in spans]


def test_conditions_become_spans():
    assert states(spans_of([(at(0), "in_service"), (at(3), "offline")], [], at(10))) == [("working", 3), ("silent", 7)]


def test_what_is_affected_is_not_shown_as_working():
    found = spans_of([(at(0), "in_service")], [(at(2), at(5))], at(10))
    assert states(found) == [("working", 2), ("degraded", 3), ("working", 5)]


def test_what_nobody_knows_stays_unknown():
    assert states(spans_of([(at(0), "unknown")], [(at(2), None)], at(10))) == [("unknown", 10)]


@pytest.mark.parametrize(
    ("given", "state"),
    [
        ("failed failed working", "failed"),
        ("silent working working", "degraded"),
        ("unknown working", "unknown"),
        ("working working", "working"),
        ("", "unknown"),
    ],
)
def test_many_terminals_have_one_state(given, state):
    assert together([State(one) for one in given.split()]) == state


def test_a_site_goes_step_by_step():
    found = site_spans([[Span(at(0), at(48), State.WORKING), Span(at(48), at(96), State.SILENT)]], at(0), at(96))
    assert [found[0].state, found[-1].state, len(found)] == ["working", "silent", 48]


def test_nights_are_closed_not_unknown():
    found = with_hours([Span(at(0), at(12 * 60), State.UNKNOWN)], "08:00-18:00")
    assert [span.state for span in found] == ["unknown", "closed"]


@pytest.fixture
def fallen(incident):
    """One of three terminals works until noon and is silent from then on."""
    terminal = Terminal.objects.order_by("code")[0]
    change = {"terminal": terminal, "device": "online"}
    TerminalEvent.objects.create(at=at(-60), condition_from="unknown", condition_to="in_service", **change)
    TerminalEvent.objects.create(at=at(0), condition_from="in_service", condition_to="offline", **change)
    return incident


def test_each_terminal_has_a_row(fallen, manager):
    strip = strip_of(manager, fallen, at(20))
    assert {row.spans[-1].state for row in strip.chart.rows[:1]} == {"silent"}
    assert {row.spans[-1].state for row in strip.chart.rows[1:]} == {"unknown"}


def test_outsiders_see_no_terminal(fallen, outsider):
    assert strip_of(outsider, fallen, at(20)).chart is None


def test_many_terminals_are_a_row_a_site_and_cost_no_more(
    make_warning, make_site, manager, django_assert_max_num_queries
):
    sites = [make_site(f"310101-{number:04d}", terminals=25, opening_hours=ALWAYS) for number in range(1, 4)]
    incident = actions.open_from_warning(make_warning(*sites, key="line:x"), now_clock.now())
    with django_assert_max_num_queries(6):
        assert len(strip_of(manager, incident, at(20)).chart.rows) == 3


def test_sites_that_are_left_out_are_told(make_warning, make_site, manager, monkeypatch, client):
    monkeypatch.setattr(strips, "READ", 55)
    sites = [make_site(f"310101-{number:04d}", terminals=25, opening_hours=ALWAYS) for number in range(1, 4)]
    incident = actions.open_from_warning(make_warning(*sites, key="line:x"), now_clock.now())
    strip = strip_of(manager, incident, at(20))
    assert [len(strip.chart.rows), strip.rest.words] == [2, "只显示受影响终端最多的2个网点，共3个网点。"]
    client.force_login(manager)
    assert client.get(strip.rest.href).status_code == 200


def test_a_site_is_never_shown_in_part(make_warning, make_site, manager, monkeypatch):
    monkeypatch.setattr(strips, "READ", 20)
    incident = actions.open_from_warning(make_warning(make_site("310101-0001", terminals=45)), now_clock.now())
    strip = strip_of(manager, incident, at(20))
    assert [strip.chart.rows[0].label[-4:], strip.rest] == ["（45）", None]


def test_the_strip_is_a_page_and_a_fragment(client, incident, manager, outsider):
    client.force_login(manager)
    path = f"/incidents/{incident.number}/strip/"
    assert b"<html" in client.get(path).content
    assert b"<html" not in client.get(path, headers={"HX-Request": "true"}).content
    client.force_login(outsider)
    assert client.get(path).status_code == 404
