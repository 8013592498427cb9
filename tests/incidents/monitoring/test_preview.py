"""What a rule would have raised over the last day."""

from datetime import timedelta

import pytest

from incidents.monitoring import preview as preview_module
from incidents.monitoring.models import MinuteWindow, Signal, TerminalEvent, TerminalState
from incidents.monitoring.preview import what_would_have
from resources.network.models import Terminal
from tests.conftest import NOON

from .test_detect import heard

pytestmark = pytest.mark.django_db
SINCE = NOON - timedelta(hours=4)


@pytest.fixture(autouse=True)
def time_enough(monkeypatch):
    """However busy the machine is: steps as fine as they can be."""
    monkeypatch.setattr(preview_module, "BUDGET", 600.0)


@pytest.fixture
def site(make_site):
    site = make_site("310101-0001", terminals=4)
    TerminalState.objects.bulk_create(TerminalState(terminal=t, **heard(30)) for t in site.terminals.all())
    return site


def pay(site, minutes_ago, ok, failed):
    minute = NOON - timedelta(minutes=minutes_ago)
    MinuteWindow.objects.bulk_create(
        MinuteWindow(minute=minute, terminal=t, method="wechat", ok=ok, failed=failed) for t in site.terminals.all()
    )


def bad_half_hour(site):
    for minutes_ago in range(150, 20, -2):
        pay(site, minutes_ago, ok=2, failed=2 if minutes_ago > 120 else 0)


def event(terminal, minutes_ago, condition, **components):
    said = {part: {"state": "failed", "fault_code": code} for part, code in components.items()}
    TerminalEvent.objects.create(
        terminal=terminal,
        at=NOON - timedelta(minutes=minutes_ago),
        condition_from="in_service",
        condition_to=condition,
        device="online",
        components=said,
    )


def preview(kind, **parameters):
    return what_would_have(kind, parameters, SINCE, NOON)


def test_nothing_recorded_raises_nothing(site):
    assert preview("failure_rate") == []


def test_failures_of_the_past_are_found_with_their_end(site):
    bad_half_hour(site)
    (found,) = preview("failure_rate")
    assert (found.scope, found.payment_method) == ("site_wide", "wechat")
    assert NOON - timedelta(minutes=150) <= found.opened_at < NOON - timedelta(minutes=120)
    assert found.opened_at < found.cleared_at < NOON


def test_higher_threshold_raises_less(site):
    bad_half_hour(site)
    assert preview("failure_rate", threshold=0.9) == []


def test_faults_of_the_past_are_found(site):
    terminal = site.terminals.first()
    event(terminal, 90, "degraded", printer="PRT_JAM")
    event(terminal, 30, "in_service")
    (found,) = preview("fault_code")
    assert (found.scope, found.category, found.terminals) == ("single_point", "hardware", 1)
    assert found.cleared_at is not None


def test_ignored_code_raises_nothing(site):
    event(site.terminals.first(), 90, "degraded", printer="PRT_JAM")
    assert preview("fault_code", ignored_codes=["PRT_JAM"]) == []


def test_recorded_silence_is_found(site):
    began = NOON - timedelta(minutes=90)
    Signal.objects.create(terminal=site.terminals.first(), kind="silence", began_at=began, ended_at=NOON)
    assert [found.scope for found in preview("silence")] == ["single_point"]


def test_longer_limit_leaves_out_a_short_silence(site):
    began = NOON - timedelta(minutes=90)
    ended = began + timedelta(minutes=20)
    Signal.objects.create(terminal=site.terminals.first(), kind="silence", began_at=began, ended_at=ended)
    assert preview("silence", minimum_minutes=45) == []


def test_preview_writes_nothing(site):
    bad_half_hour(site)
    preview("failure_rate")
    assert not Signal.objects.exists()
    assert Terminal.objects.count() == 4
