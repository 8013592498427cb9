"""Two browsers, and crossing transfers, each with a connection of its own."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Thread

import pytest
from django.db import connection, transaction

from emergency_ops.lib.errors import Refused
from resources.inventory.actions import planning, stocktakes, transfers
from resources.inventory.models import Need, Reservation, StockLevel, StockMovement, Transfer
from resources.inventory.subjects import Subject
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


def test_a_repeated_request_makes_one_draft(make_transfer, depot, nanjing, part, manager):
    facts = {"actor": manager, "now": NOON, "key": "click"}
    made = at_once(lambda n: transfers.create(depot, nanjing, [(part, 1, None)], **facts).number)
    assert made == ["DB-20261123-0001"] * CLIENTS
    assert make_transfer().number == "DB-20261123-0002"


def waits(action, blocked):
    """Runs `action` while another connection holds the rows of `blocked`: which levels it has locked by then."""
    with transaction.atomic():
        list(blocked.select_for_update())
        thread = Thread(target=in_its_own_connection, args=(action,))
        thread.start()
        thread.join(0.5)
        free = list(StockLevel.objects.select_for_update(skip_locked=True).values_list("pk", flat=True))
    thread.join(30)
    return StockLevel.objects.count() - len(free)


def in_its_own_connection(action):
    try:
        action()
    finally:
        connection.close()


def test_a_step_waits_for_the_need_before_it_takes_stock(make_transfer, reserve, make_need, site, subject, send):
    held = reserve(3, make_need())
    draft = make_transfer(3, to=site, reservation=held, subject=subject)
    assert waits(lambda: send(draft), Need.objects.all()) == 0


def test_a_merge_waits_for_the_transfer_before_it_takes_promises(make_transfer, reserve, make_need, site, subject):
    held = reserve(3, make_need())
    make_transfer(3, to=site, reservation=held, subject=subject)
    target = Subject("incident", 8, "SJ-20261123-0008")
    with transaction.atomic():
        list(Transfer.objects.select_for_update())
        merge = Thread(target=in_its_own_connection, args=(lambda: merged(subject, target),))
        merge.start()
        merge.join(0.5)
        assert list(Reservation.objects.select_for_update(skip_locked=True)) == [held]
    merge.join(30)
    held.refresh_from_db()
    assert held.reference == target.reference


def merged(source, target):
    with transaction.atomic():
        planning.hand_over(source, target)


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
