"""Whatever is sent, received, called back and counted, in any order: the levels stay the sums of the ledger."""

import random

import pytest

from emergency_ops.lib.errors import Refused
from resources.inventory.actions import stocktakes, transfers
from resources.inventory.checking import differences
from resources.inventory.models import Stocktake, Transfer
from tests.conftest import NOON


@pytest.fixture
def walk(depot, nanjing, part, site, stock_up, subject, administrator, second, reserve):
    """walk(seed): fifty steps at random, refusals included."""

    def create(chance):
        promised = reserve(2) if chance.random() < 0.3 else None
        to = site if promised else chance.choice([nanjing, site])
        facts = {"subject": subject if promised else None}
        transfers.create(depot, to, [(part, chance.randint(1, 2), promised)], actor=administrator, now=NOON, **facts)

    def close(chance):
        transfer = chance.choice(list(Transfer.objects.order_by("pk")))
        act = chance.choice([transfers.receive, transfers.recall])
        counts = {line.pk: chance.randint(0, line.quantity) for line in transfer.lines.all()}
        act(transfer, counts, actor=administrator, now=NOON, remark="短少")

    def send(chance):
        transfers.send(chance.choice(list(Transfer.objects.order_by("pk"))), actor=administrator, now=NOON)

    def count(chance):
        open_one = Stocktake.objects.filter(state="counting").first()
        taken = open_one or stocktakes.start(depot, actor=administrator, now=NOON)
        line = taken.lines.first()
        stocktakes.count(taken, line.pk, chance.randint(0, 12), actor=administrator, now=NOON)

    def post(chance):
        taken = stocktakes.finish(Stocktake.objects.get(state="counting"), actor=administrator, now=NOON)
        try:
            stocktakes.post(taken, dict.fromkeys([line.pk for line in taken.lines.all()], "x"), actor=second, now=NOON)
        except Refused:
            stocktakes.cancel(taken, actor=second, now=NOON)
            raise

    def act(seed):
        chance = random.Random(seed)
        for _step in range(50):
            try:
                chance.choice([create, send, send, close, close, count, post])(chance)
            except (Refused, Stocktake.DoesNotExist):
                continue

    stock_up(20)
    stock_up(20, depot=nanjing)
    create(random.Random(0))
    return act


@pytest.mark.parametrize("seed", range(4))
def test_the_books_are_clean(walk, seed):
    walk(seed)
    assert list(differences()) == []
    assert Transfer.objects.exclude(state="draft").exists()
