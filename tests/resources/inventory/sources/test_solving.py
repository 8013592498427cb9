"""Where from: the solver's plan against every plan there is."""

from collections import Counter
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from resources.inventory.rules import solving
from resources.inventory.rules.solving import plan
from resources.inventory.rules.sources import SHIPMENT, Method, Supply, Want, cost_of, finish, greedy, problem

small = st.builds(
    lambda wants, stock, minutes: (
        [Want(number, site, item, pieces) for number, (site, item, pieces) in enumerate(wants)],
        [Supply(depot, item, pieces) for (depot, item), pieces in stock.items()],
        {(depot, site): minutes[depot * 2 + site] for depot in range(3) for site in range(2)},
    ),
    st.lists(st.tuples(st.integers(0, 1), st.sampled_from("ab"), st.integers(1, 3)), min_size=1, max_size=3),
    st.dictionaries(st.tuples(st.integers(0, 2), st.sampled_from("ab")), st.integers(1, 3), max_size=5),
    st.lists(st.integers(0, 120), min_size=6, max_size=6),
)


def brute(wants, supplies, arrivals):
    """(unmet pieces, cost) of the best of all plans."""
    posed = problem(wants, supplies, arrivals, whole=True)
    best = (sum(want.quantity for want in wants), 0)
    for amounts in product(*(range(arc.limit + 1) for arc in posed.arcs)):
        given_ = {place: pieces for place, pieces in enumerate(amounts) if pieces}
        used: Counter[tuple[int, str]] = Counter()
        got: Counter[int] = Counter()
        for place, pieces in given_.items():
            arc = posed.arcs[place]
            used[arc.shelf] += pieces
            got[arc.want.id] += pieces
        if all(used[shelf] <= posed.shelves[shelf] for shelf in used) and all(
            got[want.id] <= want.quantity for want in wants
        ):
            unmet = sum(want.quantity - got[want.id] for want in wants)
            best = min(best, (unmet, cost_of(posed.arcs, given_)))
    return best


@settings(max_examples=150, deadline=None)
@given(small)
def test_no_plan_is_better(case):
    found = plan(*case)
    assert (sum(found.unmet.values()), found.cost) == brute(*case)
    assert found.method == Method.OPTIMAL


many = st.builds(
    lambda wants, stock, minutes: (
        [Want(number, site, item, pieces) for number, (site, item, pieces) in enumerate(wants)],
        [Supply(depot, item, pieces) for (depot, item), pieces in stock.items()],
        {(depot, site): minutes[(depot * 7 + site * 3) % 40] for depot in range(8) for site in range(5)},
    ),
    st.lists(st.tuples(st.integers(0, 4), st.sampled_from("abc"), st.integers(1, 9)), min_size=1, max_size=12),
    st.dictionaries(st.tuples(st.integers(0, 7), st.sampled_from("abc")), st.integers(1, 12), max_size=20),
    st.lists(st.integers(0, 900), min_size=40, max_size=40),
)


@settings(max_examples=80, deadline=None)
@given(many)
def test_leaving_far_depots_out_loses_nothing(case):
    near, whole = plan(*case), plan(*case, whole=True)
    assert (sum(near.unmet.values()), near.cost) == (sum(whole.unmet.values()), whole.cost)


@settings(max_examples=80, deadline=None)
@given(many)
def test_never_worse_than_need_by_need(case):
    posed = problem(*case)
    simple, found = finish(posed, greedy(posed), Method.GREEDY, None), plan(*case)
    assert sum(found.unmet.values()) == sum(simple.unmet.values())
    assert found.cost <= simple.cost


@settings(max_examples=80, deadline=None)
@given(many)
def test_gives_nothing_twice_and_nothing_that_is_not_there(case):
    wants, supplies, _arrivals = case
    found = plan(*case)
    items = {want.id: want.item for want in wants}
    for supply in supplies:
        given_ = sum(p.quantity for p in found.parts if (p.depot, items[p.want]) == (supply.depot, supply.item))
        assert given_ <= supply.quantity
    for want in wants:
        assert sum(p.quantity for p in found.parts if p.want == want.id) + found.unmet.get(want.id, 0) == want.quantity


@settings(max_examples=20, deadline=None)
@given(many, st.randoms())
def test_the_order_of_the_rows_changes_nothing(case, random):
    wants, supplies, arrivals = case
    mixed = random.sample(wants, len(wants)), random.sample(supplies, len(supplies)), arrivals
    assert plan(*case) == plan(*mixed)


def test_two_needs_that_compete_are_decided_together():
    """Need by need the first takes the near depot from the second, which then waits for hours."""
    wants = [Want(1, 1, "scanner", 1), Want(2, 2, "scanner", 1)]
    supplies = [Supply(1, "scanner", 1), Supply(2, "scanner", 1)]
    arrivals = {(1, 1): 10, (2, 1): 20, (1, 2): 30, (2, 2): 600}
    found = plan(wants, supplies, arrivals)
    assert {(part.want, part.depot) for part in found.parts} == {(1, 2), (2, 1)}


def test_one_car_goes_rather_than_two_when_it_is_hardly_later():
    wants = [Want(1, 1, "scanner", 1), Want(2, 1, "printer", 1)]
    supplies = [Supply(1, "scanner", 1), Supply(1, "printer", 1), Supply(2, "printer", 1)]
    near = {(1, 1): 60, (2, 1): 60 - SHIPMENT + 5}
    assert {part.depot for part in plan(wants, supplies, near).parts} == {1}
    far = {(1, 1): 60, (2, 1): 60 - SHIPMENT - 5}
    assert {part.depot for part in plan(wants, supplies, far).parts} == {1, 2}


def test_a_need_is_split_when_no_depot_has_enough():
    found = plan([Want(1, 1, "a", 5)], [Supply(1, "a", 3), Supply(2, "a", 3)], {(1, 1): 10, (2, 1): 20})
    assert [(part.depot, part.quantity) for part in found.parts] == [(1, 3), (2, 2)]


def test_says_what_no_depot_has():
    found = plan([Want(1, 1, "a", 5), Want(2, 1, "b", 1)], [Supply(1, "a", 3)], {(1, 1): 10})
    assert found.unmet == {1: 2, 2: 1}


def test_without_needs_there_is_nothing_to_do():
    assert plan([], [Supply(1, "a", 3)], {}).parts == ()


def test_goes_need_by_need_when_the_solver_fails(monkeypatch):
    def fail(*_args):
        raise solving.Unsolved("time limit")

    monkeypatch.setattr(solving, "_transport", fail)
    found = plan([Want(1, 1, "a", 1)], [Supply(1, "a", 3)], {(1, 1): 10})
    assert (found.method, found.gap, len(found.parts)) == (Method.GREEDY, None, 1)


def test_gives_up_in_time():
    assert plan([Want(1, 1, "a", 1)], [Supply(1, "a", 3)], {(1, 1): 10}, patience=0.0).parts
