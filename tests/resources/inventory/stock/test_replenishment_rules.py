"""How depots that run short are filled up, without a database."""

from hypothesis import given
from hypothesis import strategies as st

from resources.inventory.rules.replenishment import Neighbours, Shelf, Spot, refills
from resources.inventory.rules.stock import Level, Limits, spare

#: on a line to the north, a degree apart
SPOTS = {number: Spot((121.0, 30.0 + number), f"31010{number}") for number in range(8)}
NEAR = Neighbours(SPOTS)


def shelf(depot, on_hand, minimum=0, target=0, **facts):
    level = Level(on_hand, facts.pop("reserved", 0), facts.pop("in_transit", 0))
    return Shelf(depot, level, Limits(minimum, target), **facts)


def sources(refill):
    return [(move.source, move.quantity) for move in refill.moves]


def test_nothing_short_needs_nothing():
    assert refills([shelf(0, 5, 5, 9)], NEAR) == {}


def test_a_short_depot_is_filled_up_to_its_target():
    (refill,) = refills([shelf(0, 4, 5, 9)], NEAR).values()
    assert (refill.wanted, refill.moves, refill.purchase) == (5, [], 5)


def test_what_comes_counts():
    for coming in ({"in_transit": 1}, {"coming": 1}):
        assert refills([shelf(0, 4, 5, 9, **coming)], NEAR) == {}
    assert refills([shelf(0, 2, 5, 9, in_transit=1, coming=1)], NEAR)[0].wanted == 5


def test_what_is_promised_does_not():
    assert refills([shelf(0, 6, 5, 9, reserved=2)], NEAR)[0].wanted == 5


def test_the_nearest_gives_first():
    found = refills([shelf(0, 0, 5, 5), shelf(3, 9), shelf(1, 3)], NEAR)
    assert (sources(found[0]), found[0].purchase) == ([(1, 3), (3, 2)], 0)
    near, far = (move.kilometres or 0 for move in found[0].moves)
    assert round(near) == round(far / 3)


def test_a_giver_keeps_its_target_and_what_is_about_to_leave():
    found = refills([shelf(0, 0, 5, 5), shelf(1, 9, 3, 6), shelf(2, 9, leaving=8)], NEAR)
    assert (sources(found[0]), found[0].purchase) == ([(1, 3), (2, 1)], 1)


def test_who_lacks_most_is_served_first():
    found = refills([shelf(0, 3, 4, 6), shelf(1, 0, 4, 6), shelf(2, 7)], NEAR)
    assert (sources(found[1]), sources(found[0])) == ([(2, 6)], [(2, 1)])


def test_without_positions_the_same_city_gives_first():
    spots = {0: Spot(None, "310101"), 1: Spot(None, "320100"), 2: Spot(None, "310104")}
    found = refills([shelf(0, 0, 2, 2), shelf(1, 9), shelf(2, 1)], Neighbours(spots))
    assert [(move.source, move.quantity, move.kilometres) for move in found[0].moves] == [(2, 1, None), (1, 1, None)]


pieces = st.integers(0, 30)
shelves = st.lists(st.tuples(pieces, pieces, pieces, pieces, pieces), min_size=1, max_size=8).map(
    lambda rows: [
        Shelf(depot, Level(on_hand, min(reserved, on_hand)), Limits(minimum, minimum + more), coming)
        for depot, (on_hand, reserved, minimum, more, coming) in enumerate(rows)
    ]
)


@given(shelves)
def test_suggestions_add_up_and_push_nobody_below_its_target(rows):
    found = refills(rows, NEAR)
    given_away = dict.fromkeys(range(8), 0)
    for depot, refill in found.items():
        row = rows[depot]
        assert row.level.available + row.coming < row.limits.minimum
        assert refill.wanted == row.limits.target - row.level.available - row.coming
        assert refill.purchase >= 0
        for move in refill.moves:
            assert move.quantity > 0
            given_away[move.source] += move.quantity
    assert all(given_away[row.depot] <= spare(row.level, row.limits) for row in rows)
    left = sum(spare(row.level, row.limits) - given_away[row.depot] for row in rows)
    assert left == 0 or all(refill.purchase == 0 for refill in found.values())
