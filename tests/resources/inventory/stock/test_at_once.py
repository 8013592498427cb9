"""Fifty clients at once, each with a connection of its own."""

import random
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from django.db.models import Sum

from emergency_ops.lib.errors import Refused
from resources.inventory.actions import ledger, reservations
from resources.inventory.actions.reservations import Wish
from resources.inventory.models import Reservation, StockLevel, StockMovement
from tests.conftest import NOON

pytestmark = pytest.mark.django_db(transaction=True)
CLIENTS = 50


def at_once(action):
    """What action(0 … 49) did, all started together; a refusal is its code."""
    start = Barrier(CLIENTS)

    def client(number):
        try:
            start.wait(30)
            return action(number)
        except Refused as refusal:
            return refusal.code
        finally:
            connection.close()

    with ThreadPoolExecutor(CLIENTS) as clients:
        return list(clients.map(client, range(CLIENTS)))


def test_exactly_the_stock_is_given_away(depot, part, subject, stock_up, level_of):
    stock_up(70)
    done = at_once(lambda n: reservations.reserve(depot, part, 2, subject=subject, actor=None, now=NOON).quantity)
    assert (done.count(2), done.count("stock_short")) == (35, 15)
    assert level_of() == (70, 70, 0)


def test_issues_never_go_below_nothing(depot, part, stock_up, level_of):
    stock_up(30)
    done = at_once(lambda n: ledger.issue(depot, part, 1, actor=None, now=NOON).quantity)
    assert (done.count(-1), done.count("stock_short")) == (30, 20)
    assert sorted(StockMovement.objects.filter(kind="issue").values_list("balance", flat=True)) == list(range(30))


def test_a_click_repeated_by_all_reserves_once(depot, part, subject, stock_up, level_of):
    stock_up(70)
    facts = {"subject": subject, "actor": None, "now": NOON, "key": "click"}
    done = at_once(lambda n: reservations.reserve(depot, part, 2, **facts).pk)
    assert len(set(done)) == 1
    assert level_of() == (70, 2, 0)


def test_many_parts_in_any_order_do_not_deadlock(depot, make_part, subject):
    """Levels that nobody has made yet, too."""
    parts = [make_part(f"P{number}") for number in range(12)]
    for part in parts[:8]:
        ledger.receive(depot, part, 25, actor=None, now=NOON)

    def client(number):
        some = random.Random(number).sample(parts[:8], 5)
        if number % 5 == 0:
            ledger.receive(depot, parts[8 + number % 4], 1, actor=None, now=NOON)
        wishes = [Wish(depot, part, 1) for part in some]
        return len(reservations.reserve_many(wishes, subject=subject, actor=None, now=NOON))

    done = at_once(client)
    assert set(done) <= {5, "stock_short"}
    promised = Reservation.objects.aggregate(n=Sum("quantity"))["n"]
    assert promised == 5 * done.count(5) == StockLevel.objects.aggregate(n=Sum("reserved"))["n"]


def test_levels_that_nobody_has_made_are_made_once(depot, make_part):
    parts = [make_part(f"P{number}") for number in range(6)]

    def client(number):
        part = parts[number % len(parts)]
        return ledger.receive(depot, part, 1, actor=None, now=NOON).quantity

    assert at_once(client) == [1] * CLIENTS
    assert StockLevel.objects.aggregate(n=Sum("on_hand"))["n"] == CLIENTS
