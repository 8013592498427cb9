"""Many terminals, several workers: nothing floods, nothing is sent twice, nothing asks more the more there are."""

import threading

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from emergency_ops.lib import clock as now_clock
from incidents.response.diagnosis.actions import MOST
from incidents.response.diagnosis.models import TerminalCommand
from notices.channels.screens import actions
from notices.channels.screens.actions import reconcile
from notices.channels.screens.models import ScreenSlot, ScreenText
from notices.content.models import Notice


@pytest.fixture
def wanted(make_notice, make_incident, make_site, fleet, clock):
    """wanted(terminals): an issued notice that is wanted on so many terminals that report."""

    def make(terminals, code="310101-0009"):
        site = make_site(code, terminals=terminals)
        notice = make_notice(make_incident(site))
        Notice.objects.filter(pk=notice.pk).update(status="issued", issued_at=now_clock.now(), approved_version=1)
        notice.refresh_from_db()
        with transaction.atomic():
            actions.publish(notice, actor=None, now=now_clock.now())
        fleet.report()
        return notice

    return make


def test_a_send_is_bounded_and_a_terminal_has_one_on_its_way(wanted):
    wanted(MOST + 30)
    assert [reconcile(now=now_clock.now()) for _ in range(3)] == [MOST, 30, 0]
    sizes = TerminalCommand.objects.order_by().values_list("batch", flat=True)
    assert sorted(list(sizes).count(batch) for batch in set(sizes)) == [30, MOST]
    assert TerminalCommand.objects.values("terminal").distinct().count() == MOST + 30


def queries_of(do):
    with CaptureQueriesContext(connection) as queries:
        do()
    return len(queries)


def test_a_chunk_of_many_asks_as_often_as_one_of_few(wanted, fleet):
    counts = []
    for number, terminals in ((1, 3), (2, 60)):
        wanted(terminals, f"310101-001{number}")
        sent = queries_of(lambda: reconcile(now=now_clock.now()))
        fleet.answer()
        counts.append((sent, queries_of(lambda: reconcile(now=now_clock.now()))))
    assert counts[0] == counts[1]


def test_issuing_and_withdrawing_ask_as_often_for_many(wanted):
    few, many = wanted(3, "310101-0011"), wanted(60, "310101-0012")
    assert queries_of(lambda: actions.withdraw(few, actor=None, now=now_clock.now())) == queries_of(
        lambda: actions.withdraw(many, actor=None, now=now_clock.now())
    )


@pytest.mark.django_db(transaction=True)
def test_two_sweeps_at_once_send_once(wanted):
    wanted(60)
    start = threading.Barrier(2)
    now = now_clock.now()

    def sweep():
        start.wait()
        while reconcile(now=now, most=10):
            pass
        connection.close()

    threads = [threading.Thread(target=sweep) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert TerminalCommand.objects.count() == 60
    assert set(ScreenText.objects.values_list("state", flat=True)) == {"sent"}


@pytest.mark.django_db(transaction=True)
def test_a_withdrawal_beside_a_sweep_leaves_nothing_standing(wanted, fleet):
    notice = wanted(60)
    now, start = now_clock.now(), threading.Barrier(2)

    def sweep():
        start.wait()
        while reconcile(now=now, most=5):
            pass
        connection.close()

    def withdraw():
        start.wait()
        with transaction.atomic():
            actions.withdraw(notice, actor=None, now=now)
        connection.close()

    threads = [threading.Thread(target=work) for work in (sweep, withdraw)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    fleet.answer()
    while reconcile(now=now):
        fleet.answer()
    assert set(ScreenText.objects.values_list("state", flat=True)) <= {"dropped", "cleared"}
    assert not ScreenSlot.objects.filter(command__isnull=False).exists()
