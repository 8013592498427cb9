"""Gateways post at once, and twice: on a real PostgreSQL with committed transactions."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from incidents.monitoring import intake
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
