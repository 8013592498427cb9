"""What it costs to say where everything comes from: 500 needs of 250 sites, 200 depots, 40 parts.

The floor is the same rows read from the database and nothing decided: the least that the page costs.
"""

import random
import time
from collections.abc import Callable
from statistics import median

from resources.inventory.rules.solving import plan
from resources.inventory.rules.sources import Method, Plan, Supply, Want
from resources.inventory.rules.travel import HANDLING, kilometres, travel_minutes

from .measure import Measurement

NEEDS, SITES, DEPOTS = 500, 250, 200
ROUNDS = 3
GOAL = 2.0
_READY = (HANDLING, HANDLING, 75, 400)

Case = tuple[list[Want], list[Supply], dict[tuple[int, int], int]]


def run() -> list[Measurement]:
    usual, scarce = _case(parts=40, share=0.6), _case(parts=40, share=0.03)
    one_part = _case(parts=1, share=0.6)
    took, found = _timed(lambda: plan(*usual))
    return [
        Measurement("where from: 500 needs, 200 depots, 40 parts", took, "s", GOAL, at_most=True),
        Measurement("the same: no plan is better by more than", _gap(found), "%", 3, at_most=True),
        Measurement("the same, hardly any stock", _timed(lambda: plan(*scarce))[0], "s", GOAL, at_most=True),
        Measurement("the same, all want the same part", _timed(lambda: plan(*one_part))[0], "s", GOAL, at_most=True),
    ]


def _timed(solve: Callable[[], Plan]) -> tuple[float, Plan]:
    took = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        found = solve()
        took.append(time.perf_counter() - began)
        if found.method == Method.GREEDY:
            raise RuntimeError("the solver gave up")
    return median(took), found


def _gap(found: Plan) -> float:
    return 100 * (found.gap or 0.0)


def _case(*, parts: int, share: float) -> Case:
    """Places all over eastern China; each depot has a part with probability `share`."""
    draw = random.Random(20_261_123)
    sites = [_place(draw) for _ in range(SITES)]
    depots = [(_place(draw), draw.choice(_READY)) for _ in range(DEPOTS)]
    wants = [Want(n, n % SITES, str(draw.randrange(parts)), draw.randint(1, 4)) for n in range(NEEDS)]
    supplies = [
        Supply(depot, str(part), draw.randint(1, 8))
        for depot in range(DEPOTS)
        for part in range(parts)
        if draw.random() < share
    ]
    roads = kilometres([place for place, _ready in depots], sites)
    arrivals = {
        (depot, site): ready + travel_minutes(roads[depot][site])
        for depot, (_where, ready) in enumerate(depots)
        for site in range(SITES)
    }
    return wants, supplies, arrivals


def _place(draw: random.Random) -> tuple[float, float]:
    return draw.uniform(104, 122), draw.uniform(22, 40)
