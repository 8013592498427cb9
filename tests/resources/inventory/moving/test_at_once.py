"""Two browsers, and crossing transfers, each with a connection of its own."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from emergency_ops.lib.errors import Refused
from resources.inventory.actions import stocktakes, transfers
from resources.inventory.models import StockMovement, Transfer
from tests.conftest import NOON

pytestmark = pytest.mark.django_db(transaction=True)
CLIENTS = 8


def at_once(action, clients=CLIENTS):
    """What action(0 …) answered, all started together; a refusal is its code."""
    start = Barrier(clients)

    def client(number):
        try:
            start.wait(30)
            return action(number)
        except Refused as refusal:
            return refusal.code
        finally:
            connection.close()

    with ThreadPoolExecutor(clients) as pool:
        return list(pool.map(client, range(clients)))


def test_sent_once(make_transfer, send, level_of, nanjing):
    draft = make_transfer(3)
    done = at_once(lambda n: send(draft, key=f"browser {n}").state)
    assert (done.count("sent"), done.count("transfer_is_sent")) == (1, CLIENTS - 1)
    assert level_of(nanjing) == (0, 0, 3)


def test_a_repeated_click_gets_the_same_answer(make_transfer, send):
    draft = make_transfer(3)
    assert at_once(lambda n: send(draft, key="click").state) == ["sent"] * CLIENTS
    assert StockMovement.objects.filter(transfer=draft).count() == 1


def test_received_once(make_transfer, send, receive, level_of, nanjing):
    sent = send(make_transfer(3))
    done = at_once(lambda n: receive(sent, 3, key=f"browser {n}").state)
    assert done.count("received") == 1
    assert level_of(nanjing) == (3, 0, 0)


def test_sent_or_cancelled_never_both(make_transfer, send, manager):
    draft = make_transfer(3)
    acts = [lambda: send(draft).state, lambda: transfers.cancel(draft, actor=manager, now=NOON).state]
    done = at_once(lambda n: acts[n % 2]())
    draft.refresh_from_db()
    assert {"sent": "transfer_is_sent", "cancelled": "transfer_is_cancelled"}[draft.state] in done


def test_received_or_called_back_never_both(make_transfer, send, receive, recall, level_of, nanjing):
    sent = send(make_transfer(3))
    at_once(lambda n: (receive if n % 2 else recall)(sent, 3).state)
    assert sorted([level_of(), level_of(nanjing)]) == [(0, 0, 0), (3, 0, 0)]


def test_a_reservation_is_planned_once(reserve, make_need, subject, manager):
    promised = reserve(3, make_need())
    made = at_once(lambda n: transfers.create_from_reservations(subject, [promised], actor=manager, now=NOON)[0].number)
    assert (len(set(made)), Transfer.objects.count()) == (1, 1)


def test_crossing_transfers_do_not_deadlock(depot, nanjing, part, make_part, administrator, stock_up, level_of):
    other = make_part("B")
    for place in (depot, nanjing):
        for kind in (part, other):
            stock_up(CLIENTS, depot=place, part=kind)
    ways = [(depot, nanjing, (part, other)), (nanjing, depot, (other, part))]
    drafts = [
        transfers.create(source, to, [(kind, 1, None) for kind in kinds], actor=administrator, now=NOON)
        for source, to, kinds in ways * (CLIENTS // 2)
    ]
    assert at_once(lambda n: transfers.send(drafts[n], actor=administrator, now=NOON).state) == ["sent"] * CLIENTS
    assert level_of() == (CLIENTS // 2, 0, CLIENTS // 2)


def test_numbers_never_repeat(depot, nanjing, part, administrator):
    made = at_once(lambda n: transfers.create(depot, nanjing, [(part, 1, None)], actor=administrator, now=NOON).number)
    assert sorted(made) == [f"DB-20261123-{number:04d}" for number in range(1, CLIENTS + 1)]


def test_one_stocktake_a_depot(depot, storekeeper, stock_up):
    stock_up(1)
    done = at_once(lambda n: stocktakes.start(depot, actor=storekeeper, now=NOON).number)
    assert done.count("stocktake_open") == CLIENTS - 1


def test_posted_once(counted, post, level_of):
    done = at_once(lambda n: post(counted).state)
    assert (done, level_of()) == (["posted"] * CLIENTS, (9, 0, 0))
