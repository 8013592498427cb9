"""Detection, patrols, the hotline and other systems that speak of one matter make one warning and one incident."""

import threading
from datetime import timedelta

import pytest
from django.db import connection

from incidents.monitoring import rows
from incidents.monitoring.choices import SignalKind, WarningEventKind, WarningSource
from incidents.monitoring.detect import detect
from incidents.monitoring.known import read_known
from incidents.monitoring.models import Signal, Warning, WarningEvent
from incidents.monitoring.reported.reconciling import reconcile
from incidents.response.actions.merging import merge_into
from incidents.response.models import Incident
from incidents.response.queries import reported_down
from incidents.response.sweeps import absorb_warnings
from tests.conftest import NOON

from .conftest import clear, covered, detected, kinds, report, seen

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(minutes=5)


def test_what_a_silent_terminal_shows_stands_under_its_silence(terminals):
    silence = detected(*terminals)
    assert report(seen(terminals[0])) == silence
    assert (Warning.objects.count(), kinds(silence)) == (1, ["opened", "updated"])


def test_the_same_fault_stands_under_detections_warning(terminals):
    fault = detected(*terminals, kind="fault", codes=["APP_DOWN"])
    assert report(seen(terminals[0], "APP_DOWN")) == fault


def test_another_fault_of_a_site_with_a_common_one_is_a_matter_of_its_own(terminals):
    fault = detected(*terminals, kind="fault", codes=["APP_DOWN"])
    assert report(seen(terminals[0], "SCREEN_BROKEN")) != fault


def test_a_terminal_with_a_fault_of_its_own_gets_no_second_warning(terminals):
    fault = detected(terminals[0], kind="fault", by="terminal", key=terminals[0].code, codes=["PRT_JAM"])
    assert report(seen(terminals[0], "SCREEN_BROKEN")) == fault


def test_failing_payments_of_another_method_are_another_matter(terminals):
    failing = detected(*terminals, kind="failures", method="wechat")
    assert report(seen(terminals[0], "wechat", SignalKind.FAILURES)) == failing
    assert report(seen(terminals[0], "alipay", SignalKind.FAILURES), key="two") != failing


def test_a_terminal_within_the_group_joins_the_warning(terminals):
    silence = detected(*terminals[:2])
    assert report(seen(terminals[2])) == silence
    assert covered(silence) == set(terminals)
    assert kinds(silence) == ["opened", "upgraded"]


def test_two_reporters_of_one_cause_share_a_warning_until_both_are_done(terminals):
    warning = report(seen(terminals[0]))
    assert report(seen(terminals[0]), source=WarningSource.HOTLINE, key="call") == warning
    clear()
    assert Warning.objects.get(pk=warning.pk).cleared_at is None
    clear(source=WarningSource.HOTLINE, key="call")
    assert Warning.objects.get(pk=warning.pk).cleared_at is not None


def test_silence_that_comes_later_takes_the_reported_warning_in(terminals):
    patrol = report(seen(terminals[0]))
    silence = detected(*terminals, at=LATER)
    assert reconcile(LATER) == 1
    patrol.refresh_from_db()
    assert (patrol.cleared_at, patrol.memory["merged_into"], kinds(patrol)[-1]) == (LATER, silence.pk, "cleared")
    assert Signal.objects.get(source="patrol").warning == silence


def test_silence_of_only_some_of_its_terminals_leaves_it(terminals):
    report(seen(terminals[0]), seen(terminals[1]))
    detected(terminals[0], by="terminal", key=terminals[0].code)
    assert reconcile(LATER) == 0


def test_terminals_that_are_well_again_need_not_be_covered(terminals):
    report(seen(terminals[0]), seen(terminals[1]))
    clear(terminals=[terminals[1]], minute=1)
    detected(terminals[0], by="terminal", key=terminals[0].code)
    assert reconcile(LATER) == 1


def test_patrol_and_silence_agree_on_one_incident(installed, terminals):
    report(seen(terminals[0]))
    absorb_warnings()
    silence = detected(*terminals, at=LATER)
    reconcile(LATER)
    absorb_warnings()
    running = Incident.objects.exclude(status="merged").get()
    assert (running.warning, running.affected_terminals) == (silence, 3)


def test_what_was_only_seen_besides_goes_on_when_the_silence_is_over(terminals):
    silence = detected(*terminals)
    report(seen(terminals[0], "SCREEN_BROKEN"))
    rows.clear(silence, LATER)
    reconcile(LATER)
    assert covered(Warning.objects.get(source="patrol", cleared_at=None)) == {terminals[0]}


def test_what_said_the_same_is_over_with_the_silence(terminals):
    silence = detected(*terminals)
    report(seen(terminals[0], "NET_DOWN"))
    rows.clear(silence, LATER)
    reconcile(LATER)
    assert not Signal.objects.filter(ended_at=None).exists()
    assert not Warning.objects.filter(cleared_at=None).exists()


def test_detection_neither_knows_nor_clears_reported_warnings(terminals):
    warning = report(seen(terminals[0]))
    for minute in range(10):
        detect(NOON + timedelta(minutes=minute))
    assert read_known(NOON) == []
    assert Warning.objects.get(pk=warning.pk).cleared_at is None


def test_its_incident_counts_as_reported_down_until_the_reporter_clears_it(installed, terminals):
    report(seen(terminals[0]), seen(terminals[1]))
    absorb_warnings()
    incident = Incident.objects.get()
    assert reported_down(incident) == 2
    clear(terminals=[terminals[0]])
    absorb_warnings()
    assert (reported_down(incident), incident.terminals.filter(until=None).count()) == (1, 1)


def test_what_another_warning_of_the_incident_still_covers_stays_affected(installed, terminals):
    report(seen(terminals[0], "PRT_JAM"), seen(terminals[1], "PRT_JAM"))
    detected(terminals[0], kind="fault", codes=["APP_DOWN"], by="line", key="other")
    absorb_warnings()
    goal, part = Incident.objects.order_by("pk")
    merge_into(part, goal, actor=None, now=LATER)
    clear(terminals=[terminals[0]])
    absorb_warnings()
    assert goal.terminals.filter(until=None).count() == 2


@pytest.mark.django_db(transaction=True)
def test_two_that_report_the_same_at_once_open_one_warning(terminals):
    start, found = threading.Barrier(2), []

    def run(source):
        start.wait(5)
        found.append(report(seen(terminals[0]), source=source))
        connection.close()

    threads = [threading.Thread(target=run, args=[s]) for s in (WarningSource.PATROL, WarningSource.HOTLINE)]
    [thread.start() for thread in threads]
    [thread.join(20) for thread in threads]
    assert found[0] == found[1]
    assert (Warning.objects.count(), Signal.objects.count()) == (1, 2)
    assert WarningEvent.objects.filter(kind=WarningEventKind.OPENED).count() == 1
