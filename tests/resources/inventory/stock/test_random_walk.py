"""Whatever people do, the stored figures are the sums of the rows, and never below nothing."""

import random
from collections import Counter

import pytest
from django.db.models import F, Sum

from emergency_ops.lib.errors import Refused
from resources.inventory.actions import ledger, reservations, transfers
from resources.inventory.checking import differences
from resources.inventory.models import Depot, PartType, Reservation, StockLevel, StockMovement
from tests.conftest import NOON

pytestmark = pytest.mark.django_db
STEPS = 60


class World:
    """Two depots, two parts, a random person at the form, and a plain model of what must come of it."""

    def __init__(self, seed, depots, parts, subject, person):
        self.dice = random.Random(seed)
        self.depots, self.parts, self.subject, self.person = depots, parts, subject, person
        sums: list[Counter[tuple[Depot, PartType]]] = [Counter() for _ in range(3)]
        self.on_hand, self.promised, self.travelling = sums
        self.held, self.sent = [], []

    def step(self):
        action = self.dice.choice(
            [self.receive, self.take, self.adjust, self.reserve, self.use, self.release, self.move, self.arrive]
        )
        action(self.dice.choice(self.depots), self.dice.choice(self.parts), self.dice.randint(1, 6))

    def attempt(self, possible, action, *args, **facts):
        """Does it; it must be refused exactly where the model says that it is not possible."""
        try:
            done = action(*args, now=NOON, **{"actor": None, **facts})
        except Refused:
            assert not possible
            return None
        assert possible
        return done

    def free(self, depot, part):
        return self.on_hand[depot, part] - self.promised[depot, part]

    def receive(self, depot, part, n):
        self.attempt(True, ledger.receive, depot, part, n)
        self.on_hand[depot, part] += n

    def take(self, depot, part, n):
        action = self.dice.choice([ledger.issue, ledger.scrap])
        if self.attempt(n <= self.free(depot, part), action, depot, part, n, reason="坏了"):
            self.on_hand[depot, part] -= n

    def adjust(self, depot, part, n):
        change = n * self.dice.choice([1, -1])
        if self.attempt(-change <= self.free(depot, part), ledger.adjust, depot, part, change, reason="盘点"):
            self.on_hand[depot, part] += change

    def reserve(self, depot, part, n):
        row = self.attempt(n <= self.free(depot, part), reservations.reserve, depot, part, n, subject=self.subject)
        if row:
            self.promised[depot, part] += n
            self.held.append([row, n])

    def use(self, depot, part, n):
        if self.held:
            entry = self.dice.choice(self.held)
            row, left = entry
            if self.attempt(0 < n <= left, reservations.use, row, n):
                entry[1] -= n
                self.on_hand[row.depot, row.part] -= n
                self.promised[row.depot, row.part] -= n

    def release(self, depot, part, n):
        if self.held:
            entry = self.dice.choice(self.held)
            row, left = entry
            if self.attempt(left > 0, reservations.release, row, reason="不需要"):
                entry[1] = 0
                self.promised[row.depot, row.part] -= left

    def move(self, depot, part, n):
        to = next(other for other in self.depots if other != depot)
        planned = transfers.create(depot, to, [(part, n, None)], actor=self.person, now=NOON)
        if self.attempt(n <= self.free(depot, part), transfers.send, planned):
            self.on_hand[depot, part] -= n
            self.travelling[to, part] += n
            self.sent.append((planned, to, part, n))

    def arrive(self, depot, part, n):
        if self.sent:
            planned, to, part, n = self.sent.pop(self.dice.randrange(len(self.sent)))
            got = self.dice.randint(0, n)
            line = planned.lines.get()
            self.attempt(True, transfers.receive, planned, {line.pk: got}, remark="短少")
            self.on_hand[to, part] += got
            self.travelling[to, part] -= n

    def check(self):
        for level in StockLevel.objects.select_related("depot", "part"):
            pair = level.depot, level.part
            expected = self.on_hand[pair], self.promised[pair], self.travelling[pair]
            assert (level.on_hand, level.reserved, level.in_transit) == expected
            assert 0 <= level.reserved <= level.on_hand


@pytest.mark.parametrize("seed", range(4))
def test_a_random_walk_keeps_every_sum(seed, depot, nanjing, part, make_part, subject, commander):
    world = World(seed, [depot, nanjing], [part, make_part("OTHER")], subject, commander)
    for _ in range(STEPS):
        world.step()
    world.check()
    assert differences() == []
    total = StockMovement.objects.aggregate(n=Sum("quantity"))["n"] or 0
    assert total == StockLevel.objects.aggregate(n=Sum("on_hand"))["n"]
    open_ones = Reservation.objects.filter(state="open").aggregate(n=Sum(F("quantity") - F("issued")))["n"] or 0
    assert open_ones == StockLevel.objects.aggregate(n=Sum("reserved"))["n"]
