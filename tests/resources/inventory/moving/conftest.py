"""Transfers and stocktakes in all their states."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from emergency_ops.lib.roles import Role
from resources.inventory.actions import reservations, stocktakes, transfers
from resources.inventory.models import Need
from tests.conftest import NOON


@pytest.fixture
def keeper(make_person):
    """Keeps any depot of Nanjing."""
    return make_person("keeper", Role.STOREKEEPER, regions=["320000"], name="宁库")


@pytest.fixture
def second(make_person):
    """Another storekeeper of Shanghai."""
    return make_person("second", Role.STOREKEEPER, regions=["310000"], name="吴库")


@pytest.fixture
def make_need(site, part, subject):
    """make_need(3): a need of the site for the subject."""

    def make(quantity=3, **fields):
        place = {"site": site, "part": part, **fields}
        return Need.objects.create(
            subject_kind=subject.kind,
            subject_id=subject.id,
            reference=subject.reference,
            quantity=quantity,
            created_at=NOON,
            **place,
        )

    return make


@pytest.fixture
def reserve(depot, part, subject, stock_up):
    """reserve(3, need=…): stocks up as many pieces and reserves them."""

    def make(quantity=3, need=None, **place):
        place = {"depot": depot, "part": part, **place}
        stock_up(quantity, **place)
        return reservations.reserve(
            place["depot"], place["part"], quantity, subject=subject, actor=None, now=NOON, need=need
        )

    return make


@pytest.fixture
def make_transfer(depot, part, nanjing, manager, stock_up):
    """make_transfer(3): stocks up and drafts a transfer to Nanjing; make_transfer(3, to=site, part=…, reservation=…)."""

    def make(quantity=3, to=nanjing, part=part, reservation=None, **facts):
        if reservation is None:
            stock_up(quantity, part=part)
        return transfers.create(depot, to, [(part, quantity, reservation)], actor=manager, now=NOON, **facts)

    return make


@pytest.fixture
def send(storekeeper):
    def act(transfer, **facts):
        return transfers.send(transfer, **{"actor": storekeeper, "now": NOON, **facts})

    return act


@pytest.fixture
def receive(keeper):
    """receive(transfer, 2): signs for so many pieces of every line."""

    def act(transfer, pieces, **facts):
        counts = {line.pk: pieces for line in transfer.lines.all()}
        return transfers.receive(transfer, counts, **{"actor": keeper, "now": NOON, "remark": "", **facts})

    return act


@pytest.fixture
def recall(storekeeper):
    def act(transfer, pieces, **facts):
        counts = {line.pk: pieces for line in transfer.lines.all()}
        return transfers.recall(transfer, counts, **{"actor": storekeeper, "now": NOON, "remark": "地址有误", **facts})

    return act


@pytest.fixture
def stocktake(depot, storekeeper, stock_up):
    """Of a depot with ten pieces of a part, being counted."""
    stock_up(10)
    return stocktakes.start(depot, actor=storekeeper, now=NOON)


@pytest.fixture
def count(stocktake, storekeeper):
    """count(9): counts the only line."""

    def act(pieces, now=NOON, **facts):
        line = stocktake.lines.first()
        return stocktakes.count(stocktake, line.pk, pieces, **{"actor": storekeeper, "now": now, **facts})

    return act


@pytest.fixture
def counted(stocktake, count, storekeeper):
    """One piece of ten was not found."""
    count(9)
    return stocktakes.finish(stocktake, actor=storekeeper, now=NOON)


@pytest.fixture
def post(second):
    """post(stocktake, "丢失"): posts it with a reason for every line."""

    def act(stocktake, reason="丢失", **facts):
        reasons = {line.pk: reason for line in stocktake.lines.all()}
        return stocktakes.post(stocktake, reasons, **{"actor": second, "now": NOON, **facts})

    return act


@pytest.fixture
def get(client):
    def act(person, name, *args, **query):
        client.force_login(person)
        return client.get(reverse(f"inventory:{name}", args=args), query)

    return act


@pytest.fixture
def submit(client):
    def act(person, name, *args, query="", **data):
        client.force_login(person)
        return client.post(reverse(f"inventory:{name}", args=args) + query, data)

    return act


@pytest.fixture
def queries_of():
    """queries_of(action): how many queries it takes, once what is cached is cached."""

    def count(action):
        action()
        with CaptureQueriesContext(connection) as captured:
            action()
        return len(captured)

    return count
