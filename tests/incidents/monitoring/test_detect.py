"""A pass on the database: what is read, what is written, and that two nodes do not write twice."""

import threading
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from incidents.monitoring.detect import LOCK, detect
from incidents.monitoring.models import (
    FleetBaseline,
    MinuteWindow,
    Rule,
    Signal,
    TerminalEvent,
    TerminalState,
    Warning,
    WarningEvent,
)
from resources.network.models import Terminal
from tests.conftest import NOON

pytestmark = pytest.mark.django_db


def heard(seconds_ago, now=NOON, **fields):
    at = now - timedelta(seconds=seconds_ago)
    return {
        "seq": 9,
        "seen": b"\1",
        "at": at,
        "received_at": at,
        "last_heard_at": at,
        "previous_heard_at": at - timedelta(seconds=60),
        "device": "online",
        "condition": "in_service",
        **fields,
    }


@pytest.fixture
def fleet(make_site):
    """Two sites on one line and one on another, four terminals each, all heard half a minute ago."""
    make_site("310101-0001", terminals=4, line="310101-电信")
    make_site("310101-0002", terminals=4, line="310101-电信")
    make_site("310104-0003", terminals=4, line="310104-联通")
    terminals = Terminal.objects.order_by("code")
    TerminalState.objects.bulk_create(TerminalState(terminal=t, **heard(30)) for t in terminals)
    return terminals


def states(prefix):
    return TerminalState.objects.filter(terminal__code__startswith=prefix)


def silence(prefix, seconds, now=NOON):
    last = now - timedelta(seconds=seconds)
    states(prefix).update(last_heard_at=last, previous_heard_at=last - timedelta(seconds=60))


def report(now, exclude=""):
    others = TerminalState.objects.all()
    if exclude:
        others = others.exclude(terminal__code__startswith=exclude)
    others.update(last_heard_at=now - timedelta(seconds=5), previous_heard_at=now - timedelta(seconds=65))


def break_service(prefix, code="APP_DOWN"):
    components = {"service": {"state": "failed", "fault_code": code}}
    states(prefix).update(components=components, condition="out_of_service", condition_since=NOON)


def pay(prefix, ok, failed, method="wechat", minutes_ago=1):
    minute = (NOON - timedelta(minutes=minutes_ago)).replace(second=0)
    MinuteWindow.objects.bulk_create(
        MinuteWindow(minute=minute, terminal=t, method=method, ok=ok, failed=failed)
        for t in Terminal.objects.filter(code__startswith=prefix)
    )


def test_quiet_fleet_raises_nothing(fleet):
    detect(NOON)
    assert not Warning.objects.exists()


def test_dead_line_becomes_one_regional_warning(fleet):
    silence("310101", 90)
    detect(NOON)
    warning = Warning.objects.get()
    assert (warning.key, warning.scope, warning.category) == ("line:310101-电信 silence", "regional", "external")
    assert (warning.members.count(), warning.region_id, warning.site) == (8, "310101", None)


def test_opening_is_an_event_with_its_evidence(fleet):
    silence("310101", 90)
    detect(NOON)
    event = WarningEvent.objects.get()
    assert (event.kind, event.terminals, event.at) == ("opened", 8, NOON)
    assert event.evidence["code"] == "silence.line"


def test_children_are_recorded_and_silent(fleet):
    silence("310101", 90)
    detect(NOON)
    assert Signal.objects.filter(kind="silence", ended_at=None).count() == 8
    assert WarningEvent.objects.count() == 1


def test_silent_terminals_are_shown_as_offline(fleet):
    silence("310101", 90)
    detect(NOON)
    assert states("310101").filter(condition="offline").count() == 8
    assert TerminalEvent.objects.filter(condition_to="offline").count() == 8


def test_next_pass_opens_nothing_again(fleet):
    silence("310101", 90)
    detect(NOON)
    detect(NOON + timedelta(seconds=10))
    assert (Warning.objects.count(), WarningEvent.objects.count()) == (1, 1)


def test_warning_is_cleared_with_its_children(fleet):
    silence("310101-0001", 90)
    detect(NOON)
    for minute in (1, 2, 3):
        report(NOON + timedelta(minutes=minute))
        detect(NOON + timedelta(minutes=minute))
    warning = Warning.objects.get()
    assert warning.cleared_at is not None
    assert not warning.members.filter(until=None).exists()
    assert not Signal.objects.filter(ended_at=None).exists()
    assert [e.kind for e in warning.events.all()] == ["opened", "cleared"]


def test_site_that_grows_to_its_line_stays_the_same_warning(fleet):
    silence("310101-0001", 90)
    detect(NOON)
    silence("310101-0002", 90)
    detect(NOON + timedelta(seconds=10))
    warning = Warning.objects.get()
    assert (warning.scope, warning.members.count()) == ("regional", 8)
    assert warning.upgraded_at == NOON + timedelta(seconds=10)
    assert [e.kind for e in warning.events.all()] == ["opened", "upgraded"]


def test_growing_takes_the_children_along(fleet):
    for code in ("310101-0001-01", "310101-0001-02", "310101-0001-03"):
        states(code).update(
            components={"service": {"state": "failed", "fault_code": "APP_DOWN"}},
            condition="out_of_service",
            condition_since=NOON,
        )
        detect(NOON)
    assert Warning.objects.get().scope == "site_wide"


def test_program_down_at_a_site(fleet):
    break_service("310101-0001")
    detect(NOON)
    warning = Warning.objects.get()
    assert (warning.scope, warning.category, warning.cause) == ("site_wide", "software", "APP_DOWN")
    assert warning.site.code == "310101-0001"


def test_wrong_balances_are_graver_than_their_scope(fleet):
    break_service("310101-0001-01", "BALANCE_WRONG")
    detect(NOON)
    assert Warning.objects.get().colour == "yellow"


def test_failing_method_at_a_site(fleet):
    pay("310101-0001", ok=1, failed=3)
    detect(NOON)
    warning = Warning.objects.get()
    assert (warning.scope, warning.payment_method, warning.cause) == ("site_wide", "wechat", "failures")
    assert warning.evidence["params"]["failed"] == 12


def test_closed_site_is_not_watched(fleet):
    site = fleet.first().site
    site.opening_hours = "08:00-11:00"
    site.save()
    silence("310101-0001", 3600)
    detect(NOON)
    assert not Warning.objects.exists()


def test_site_that_has_just_opened_is_given_time(fleet):
    site = fleet.first().site
    site.opening_hours = "11:58-18:00"
    site.save()
    silence("310101-0001", 14 * 3600)
    detect(NOON)
    assert not Warning.objects.exists()


@pytest.mark.parametrize("status", ["maintenance", "standby", "retired"])
def test_terminal_out_of_service_on_purpose_is_not_watched(fleet, status):
    Terminal.objects.filter(code__startswith="310101-0001").update(status=status)
    silence("310101-0001", 900)
    break_service("310101-0001")
    detect(NOON)
    assert not Warning.objects.exists()


def test_terminal_that_was_never_heard_is_not_judged(fleet, make_site):
    make_site("310104-0009", terminals=3)
    detect(NOON)
    assert not Warning.objects.exists()


def test_rule_that_is_off_raises_nothing(fleet):
    Rule.objects.create(kind="silence", name="静默", enabled=False)
    silence("310101", 900)
    detect(NOON)
    assert not Warning.objects.exists()


def test_pass_learns_what_is_usual(fleet):
    detect(NOON)
    report(NOON + timedelta(seconds=60))
    detect(NOON + timedelta(seconds=60))
    assert FleetBaseline.objects.get().rates["reports"] == 12


def test_terminals_under_a_warning_teach_nothing(fleet):
    silence("310101-0001", 90)
    detect(NOON)
    report(NOON + timedelta(seconds=60))
    detect(NOON + timedelta(seconds=60))
    assert FleetBaseline.objects.get().rates["reports"] == 8


def queries_of(now):
    with CaptureQueriesContext(connection) as captured:
        detect(now)
    return len(captured)


def test_queries_do_not_grow_with_the_fleet(fleet, make_site):
    silence("310101-0001", 90)
    detect(NOON)
    few = queries_of(NOON + timedelta(seconds=1))
    for number in range(10, 30):
        site = make_site(f"310104-00{number}", terminals=3, line=f"line{number}")
        TerminalState.objects.bulk_create(TerminalState(terminal=t, **heard(30)) for t in site.terminals.all())
    assert queries_of(NOON + timedelta(seconds=2)) <= few <= 20


@pytest.mark.django_db(transaction=True)
def test_second_node_leaves_the_pass_to_the_first(fleet):
    silence("310101", 90)
    holding, done = threading.Event(), threading.Event()

    def first_node():
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
            holding.set()
            done.wait(10)
        connection.close()

    node = threading.Thread(target=first_node)
    node.start()
    holding.wait(10)
    assert detect(NOON) is None
    done.set()
    node.join()
    assert not Warning.objects.exists()


def test_silence_while_we_were_down_is_not_the_terminals(fleet):
    detect(NOON)
    detect(NOON + timedelta(minutes=20))
    assert not Warning.objects.exists()


def test_a_line_that_stays_silent_after_our_return_is_told(fleet):
    detect(NOON)
    back = NOON + timedelta(minutes=20)
    for seconds in range(0, 180, 10):
        report(back + timedelta(seconds=seconds), exclude="310101")
        detect(back + timedelta(seconds=seconds))
    assert [w.key for w in Warning.objects.all()] == ["line:310101-电信 silence"]


def test_a_pause_of_ours_teaches_nothing_about_theirs(fleet):
    detect(NOON)
    report(NOON + timedelta(minutes=20, seconds=10))
    detect(NOON + timedelta(minutes=20))
    detect(NOON + timedelta(minutes=20, seconds=20))
    assert FleetBaseline.objects.get().rates["reports"] == 0
