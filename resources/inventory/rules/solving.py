"""The plan of rules.sources, found with HiGHS.

First the transport problem: linear, with each shipment's cost spread over the pieces that it could carry. That is a lower bound
for every plan, its solution is whole pieces, and it takes a fraction of a second for 100,000 arcs. With whole shipments its
solution costs a little more; an arc whose reduced cost exceeds that difference is in no better plan. Where few arcs are left,
the exact problem with whole shipments is solved over them; otherwise the plan stands with the gap that is proven.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import highspy
import numpy as np
import structlog

from .sources import (
    PATIENCE,
    SHIPMENT,
    Amounts,
    Arc,
    Method,
    Plan,
    Problem,
    Supply,
    Want,
    cost_of,
    finish,
    greedy,
    problem,
)

log = structlog.get_logger(__name__)
#: arcs up to which the exact problem is solved
EXACT_ARCS = 6_000
#: of the exact search
NODES = 2_000
_SEED = 20_261_123
_TOLERANCE = 1e-6


class Unsolved(Exception):
    """HiGHS ended without an answer; the message is its status."""


def plan(
    wants: Sequence[Want], supplies: Sequence[Supply], arrivals: Any, *, whole: bool = False, patience: float = PATIENCE
) -> Plan:
    """The best plan, or the best that is found within about `patience` seconds; `method` says which. Never raises for hardness.

    arrivals: minutes by (depot, site), for every depot of `supplies` and every site of `wants`.
    """
    posed = problem(wants, supplies, arrivals, whole=whole)
    simple = greedy(posed)
    if not posed.arcs:
        return finish(posed, simple, Method.OPTIMAL, 0.0)
    try:
        return _solved(posed, simple, patience)
    except Unsolved as reason:
        log.warning("sources_unsolved", reason=str(reason), wants=len(posed.wants), arcs=len(posed.arcs))
        return finish(posed, simple, Method.GREEDY, None)


def _solved(posed: Problem, simple: Amounts, patience: float) -> Plan:
    amounts, bound, reduced = _transport(posed, patience / 2)
    best = min((amounts, simple), key=lambda one: cost_of(posed.arcs, one))
    slack = cost_of(posed.arcs, best) - bound
    kept = [place for place in range(len(posed.arcs)) if reduced[place] <= slack + _TOLERANCE]
    if slack < 1 - _TOLERANCE:
        return finish(posed, best, Method.OPTIMAL, 0.0)
    if len(kept) > EXACT_ARCS:
        return finish(posed, best, Method.BOUNDED, slack / max(bound, 1))
    exact, proven = _with_shipments(posed, kept, patience / 2)
    best = min((exact or best, best), key=lambda one: cost_of(posed.arcs, one))
    gap = 0.0 if proven else (cost_of(posed.arcs, best) - bound) / max(bound, 1)
    return finish(posed, best, Method.OPTIMAL if proven else Method.BOUNDED, gap)


def _transport(posed: Problem, seconds: float) -> tuple[Amounts, float, Any]:
    """Amounts, a lower bound of every plan's cost, reduced costs by arc."""
    room: Counter[tuple[int, int]] = Counter()
    for arc in posed.arcs:
        room[arc.shipment] += arc.limit
    costs = np.array([arc.minutes + SHIPMENT / room[arc.shipment] for arc in posed.arcs])
    places = list(range(len(posed.arcs)))
    solver = _solver(seconds)
    solver.passModel(_linear(posed, places, costs))
    _run(solver)
    if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        raise Unsolved(str(solver.getModelStatus()))
    solution = solver.getSolution()
    bound = solver.getInfo().objective_function_value
    return _amounts(places, solution.col_value), bound, np.array(solution.col_dual)


def _with_shipments(posed: Problem, kept: list[int], seconds: float) -> tuple[Amounts | None, bool]:
    """The best amounts over these arcs with whole shipments, and whether that is proved; None when none was found in time."""
    arcs = [posed.arcs[place] for place in kept]
    shipments = {shipment: len(kept) + number for number, shipment in enumerate(sorted({arc.shipment for arc in arcs}))}
    solver = _solver(seconds)
    solver.setOptionValue("mip_rel_gap", 0.0)
    solver.setOptionValue("mip_max_nodes", NODES)
    solver.passModel(_linear(posed, kept, np.array([float(arc.minutes) for arc in arcs])))
    _add_shipments(solver, arcs, shipments)
    _run(solver)
    if solver.getInfo().primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
        return None, False
    values = solver.getSolution().col_value[: len(kept)]
    return _amounts(kept, values), solver.getModelStatus() == highspy.HighsModelStatus.kOptimal


def _add_shipments(solver: Any, arcs: Sequence[Arc], columns: Mapping[tuple[int, int], int]) -> None:
    """A column a shipment, 1 when it goes; a row an arc, so that nothing travels without one. All columns are whole."""
    ones, none = np.ones(len(columns)), np.array([], dtype=np.int32)
    solver.addCols(len(columns), SHIPMENT * ones, 0 * ones, ones, 0, none, none, np.array([]))
    every = np.arange(len(arcs) + len(columns), dtype=np.int32)
    solver.changeColsIntegrality(len(every), every, np.full(len(every), highspy.HighsVarType.kInteger))
    pairs = [end for column, arc in enumerate(arcs) for end in (column, columns[arc.shipment])]
    factors = [factor for arc in arcs for factor in (1.0, -float(arc.limit))]
    low, high = np.full(len(arcs), -highspy.kHighsInf), np.zeros(len(arcs))
    starts = np.arange(0, len(pairs), 2, dtype=np.int32)
    solver.addRows(len(arcs), low, high, len(pairs), starts, np.array(pairs, dtype=np.int32), np.array(factors))


def _linear(posed: Problem, places: Sequence[int], costs: Any) -> Any:
    """Rows: what each want gets, what each shelf gives. A short item's shelves give all, the others' wants get all."""
    rows: dict[object, int] = {}
    low: list[float] = []
    high: list[float] = []

    def row(key: object, most: int, *, all_of_it: bool) -> int:
        if key not in rows:
            rows[key] = len(rows)
            low.append(float(most) if all_of_it else 0.0)
            high.append(float(most))
        return rows[key]

    entries: list[int] = []
    for place in places:
        arc = posed.arcs[place]
        short = posed.is_short(arc.want.item)
        entries.append(row(arc.want.id, arc.want.quantity, all_of_it=not short))
        entries.append(row(arc.shelf, posed.shelves[arc.shelf], all_of_it=short))
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = len(places), len(rows)
    model.col_cost_, model.col_lower_ = costs, np.zeros(len(places))
    model.col_upper_ = np.array([float(posed.arcs[place].limit) for place in places])
    model.row_lower_, model.row_upper_ = np.array(low), np.array(high)
    model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    model.a_matrix_.start_ = np.arange(0, len(entries) + 1, 2, dtype=np.int32)
    model.a_matrix_.index_ = np.array(entries, dtype=np.int32)
    model.a_matrix_.value_ = np.ones(len(entries))
    return model


def _solver(seconds: float) -> Any:
    """Alone on one thread and with one seed: the same problem has the same answer."""
    solver = highspy.Highs()  # type: ignore[no-untyped-call]
    options: dict[str, Any] = {
        "output_flag": False,
        "threads": 1,
        "random_seed": _SEED,
        "presolve": "off",
        "time_limit": seconds,
    }
    for name, value in options.items():
        solver.setOptionValue(name, value)
    return solver


def _run(solver: Any) -> None:
    if solver.run() == highspy.HighsStatus.kError:
        raise Unsolved("error")


def _amounts(places: Sequence[int], values: Sequence[float]) -> Amounts:
    return {place: pieces for place, value in zip(places, values, strict=True) if (pieces := round(value))}
