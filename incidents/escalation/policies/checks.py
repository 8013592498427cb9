"""What is wrong with a line of policies: never reached, overlapping, and what is left to the default. Pure.

The values that conditions name fall into classes that no policy tells apart; every combination of one value a class is tried.
"""

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice, product
from typing import TypeVar

from incidents.escalation.choices import Drill
from resources.network.regions import WHOLE_COUNTRY
from resources.staff.choices import DayKind

from .conditions import Conditions, Facts, judge
from .hours import DAY_MINUTES, Moment, open_window

#: a value that no policy names
OTHER = ""
#: a Monday
_WEEK = date(2026, 11, 23)
#: of a day and of the one before it
_KINDS = (str(DayKind.WORKDAY), str(DayKind.WEEKEND), str(DayKind.MAKEUP), str(DayKind.HOLIDAY))
#: more combinations than this are not tried
MOST = 20_000

T = TypeVar("T")


@dataclass(frozen=True)
class Case:
    """A subject and a time for which something is so."""

    facts: Facts
    moment: Moment


@dataclass(frozen=True)
class Findings:
    """never: places of policies that no case reaches. overlaps: (earlier, later) places that serve the same case, with one; the
    earlier is chosen. left: some cases that only the default serves. is_complete: every combination was tried.
    """

    never: tuple[int, ...]
    overlaps: tuple[tuple[int, int, Case], ...]
    left: tuple[Case, ...]
    is_complete: bool = True


def check(line: Sequence[Conditions], grades: Sequence[str]) -> Findings:
    """line: the conditions in the order in which they are tried, without the default's. grades: all that there are."""
    cases = list(islice(_cases(_dimensions(line, grades), _moments(line)), MOST + 1))
    reached: set[int] = set()
    overlaps: dict[tuple[int, int], Case] = {}
    left: dict[str, Case] = {}
    for case in cases[:MOST]:
        serving = [place for place, one in enumerate(line) if judge(one, case.facts, case.moment).holds]
        reached.update(serving[:1])
        for later in serving[1:]:
            overlaps.setdefault((serving[0], later), case)
        if not serving:
            left.setdefault(case.facts.grade, case)
    is_complete = len(cases) <= MOST
    never = tuple(place for place in range(len(line)) if place not in reached) if is_complete else ()
    return Findings(
        never,
        tuple((*pair, case) for pair, case in sorted(overlaps.items(), key=_pair)),
        tuple(left.values()),
        is_complete,
    )


def _pair(item: tuple[tuple[int, int], Case]) -> tuple[int, int]:
    return item[0]


def _cases(dimensions: Sequence[Sequence[str]], moments: Sequence[Moment]) -> Iterable[Case]:
    for (grade, category, cause, scope, method, region, drill), moment in product(product(*dimensions), moments):
        facts = Facts(
            grade, category, frozenset({cause} - {OTHER}), scope, method, region, is_drill=drill == Drill.DRILL
        )
        yield Case(facts, moment)


def _dimensions(line: Sequence[Conditions], grades: Sequence[str]) -> list[list[str]]:
    """One value of each class. Grades are all shown, since people think in them."""
    return [
        list(grades) or [OTHER],
        _classes(line, lambda one: one.categories),
        _classes(line, lambda one: one.causes),
        _classes(line, lambda one: one.scopes),
        _classes(line, lambda one: one.payment_methods),
        _regions(line),
        [str(Drill.REAL), str(Drill.DRILL)] if any(one.drill for one in line) else [str(Drill.REAL)],
    ]


def _classes(line: Sequence[Conditions], named: Callable[[Conditions], Sequence[str]]) -> list[str]:
    values = list(dict.fromkeys(value for one in line for value in named(one)))
    return _distinct([OTHER, *values], lambda value: tuple(value in named(one) for one in line))


def _regions(line: Sequence[Conditions]) -> list[str]:
    """Every region that is named, and the whole country."""
    return list(dict.fromkeys([WHOLE_COUNTRY, *(code for one in line for code in one.regions)]))


def _moments(line: Sequence[Conditions]) -> list[Moment]:
    """One moment of each class: of a week with every kind of day, at every minute at which a window begins or ends."""
    windows = [window for one in line for window in one.windows]
    edges = {0, *(window.first_minute for window in windows)}
    edges |= {(window.first_minute + window.length) % DAY_MINUTES for window in windows}
    moments = [
        Moment(_WEEK + timedelta(days=number), minute, kind, before)
        for number in range(7)
        for kind in _KINDS
        for before in _KINDS
        for minute in sorted(edges)
        if _can_be(number, kind)
    ]
    return _distinct(
        moments, lambda moment: tuple(not one.windows or open_window(one.windows, moment) is not None for one in line)
    )


def _can_be(number: int, kind: str) -> bool:
    """An ordinary working day lies between Monday and Friday, a make-up day at the weekend."""
    if kind == DayKind.WORKDAY:
        return number < 5
    return number >= 5 if kind in (DayKind.WEEKEND, DayKind.MAKEUP) else True


def _distinct(values: Sequence[T], key: Callable[[T], Hashable]) -> list[T]:
    found: dict[Hashable, T] = {}
    for value in values:
        found.setdefault(key(value), value)
    return list(found.values())
