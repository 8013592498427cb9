"""Gateways post at once, and twice: on a real PostgreSQL with committed transactions."""

import io
import json
from concurrent.futures import ThreadPoolExecutor

import pytest
import time_machine
from django.db import OperationalError, connection

from incidents.monitoring import intake
from incidents.monitoring.actions import create_key
from incidents.monitoring.intake import Grant, accept, grouping
from incidents.monitoring.intake.admission import Verdict
from incidents.monitoring.intake.endpoint import Request, answer
from incidents.monitoring.models import MinuteWindow, TerminalState
from tests.conftest import NOON
from tests.incidents.monitoring.conftest import report, rows

pytestmark = pytest.mark.django_db(transaction=True)
POSTS = 8


def post(batch):
    try:
        return intake.accept_batch(rows(*batch), key=None, now=NOON)
    finally:
        connection.close()


def at_once(batches):
    with ThreadPoolExecutor(POSTS) as pool:
        return list(pool.map(post, batches))


@pytest.fixture
def codes(make_site):
    make_site(terminals=30)
    return [f"310101-0001-{number:02d}" for number in range(1, 31)]


@pytest.mark.parametrize("known", [False, True], ids=["first reports", "later reports"])
def test_one_batch_posted_by_many_at_once_counts_once(codes, known):
    if known:
        post([report(seq=1, minute=-1, payments={}, terminal=code) for code in codes])
    outcomes = at_once([[report(seq=2, terminal=code) for code in codes]] * POSTS)
    assert sum(outcome.accepted for outcome in outcomes) == len(codes)
    assert sum(outcome.duplicates for outcome in outcomes) == (POSTS - 1) * len(codes)
    assert set(MinuteWindow.objects.values_list("ok", "failed")) == {(4, 1)}


def test_batches_in_opposite_order_do_not_wait_for_each_other(codes):
    batches = [
        [report(seq=seq, minute=-10 + seq, terminal=code) for code in (codes if seq % 2 else reversed(codes))]
        for seq in range(1, 9)
    ]
    outcomes = at_once(batches)
    assert [outcome.accepted for outcome in outcomes] == [len(codes)] * 8
    assert set(TerminalState.objects.values_list("seq", flat=True)) == {8}
    assert MinuteWindow.objects.count() == 8 * len(codes)


def request_of(batch, secret):
    body = json.dumps(batch).encode()
    return Request(
        "POST", io.BytesIO(body), str(len(body)), content_type="application/json", authorization=f"Bearer {secret}"
    )


@pytest.mark.parametrize("size", [1, 3])
def test_a_database_that_came_back_is_found_again(codes, clock, size):
    secret = create_key(name="网关", sites=[], actor=None, now=NOON)[1]
    answer(request_of([report(seq=1, terminal=code) for code in codes[:size]], secret))
    with connection.cursor() as cursor, pytest.raises(OperationalError):
        cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")
    answered = answer(request_of([report(seq=2, terminal=code) for code in codes[:size]], secret))
    assert (answered.status, answered.content["accepted"]) == (200, size)


def test_single_reports_at_once_share_transactions_and_all_count(codes, monkeypatch):
    groups: list[int] = []
    stored = grouping._store

    def noted(slots, now):
        groups.append(len(slots))
        stored(slots, now)

    monkeypatch.setattr(grouping, "_store", noted)
    group, given = grouping.Group(), rows(*[report(terminal=code) for code in codes])

    def settle(row):
        try:
            return group.settle(row, Grant(1))
        finally:
            connection.close()

    with time_machine.travel(NOON), ThreadPoolExecutor(len(codes)) as pool:
        verdicts = list(pool.map(settle, given))
    assert verdicts == [Verdict.NEWEST] * len(codes)
    assert sum(groups) == len(codes)
    assert MinuteWindow.objects.count() == len(codes)


@pytest.mark.logs_errors
def test_one_report_that_cannot_be_stored_harms_no_other(codes, clock, monkeypatch):
    good, bad = (grouping.Slot(row, Grant(1)) for row in rows(report(terminal=codes[0]), report(terminal=codes[1])))

    def picky(entries, now):
        if any(row is bad.row for row, _ in entries):
            raise ValueError("no")
        return accept.settle(entries, now)

    monkeypatch.setattr(grouping, "settle", picky)
    grouping._store([good, bad], NOON)
    assert good.result is Verdict.NEWEST
    assert isinstance(bad.error, ValueError)
