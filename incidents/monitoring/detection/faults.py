"""Faults that terminals name themselves: one terminal's, or one cause seen at several."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Final, NamedTuple

from .codes import Meaning, cause_of, troubles
from .facts import By, Faulty, Group, Heard, Hypothesis, Kind, Place, Rules, Size
from .groups import WIDE, groups_of

KINDS: Final = (By.SITE, By.LINE, By.VERSION, By.REGION, By.RELEASE, By.NETWORK)
COST: Final = {
    By.TERMINAL: 0.0, By.SITE: 2.0, By.LINE: 4.0, By.VERSION: 4.0, By.REGION: 6.0, By.RELEASE: 6.0, By.NETWORK: 6.0,
}  # fmt: skip
SHOWS: Final = 3.0  # what one terminal that shows the fault speaks for a common cause
DENIES: Final = 4.0  # what one that reports without it speaks against
GOOD_PART: Final = 0.1  # of a wide group's terminals must show a fault before its members are asked
TOGETHER: Final = 900.0  # seconds within which one cause shows at its terminals
ALIKE: Final = 3  # from so many terminals on, faults that do not spread have one cause too (a flood, lightning)


class Trouble(NamedTuple):
    """A terminal with what is worth warning of."""

    place: Place
    since: float
    heard: float
    codes: dict[str, Meaning]


def worth_warning(faulty: Iterable[Faulty], rules: Rules, now: float) -> list[Trouble]:
    """The terminals that name a fault which has lasted long enough to be warned of."""
    found = []
    for seen in faulty:
        lasts = now - seen.since
        codes = {
            code: meaning
            for code, meaning in troubles(seen).items()
            if code not in rules.ignored_codes and lasts >= max(meaning.hold, rules.fault_minutes * 60)
        }
        if codes:
            found.append(Trouble(seen.place, seen.since, seen.heard, codes))
    return found


def suspects(seen: Sequence[Trouble], sizes: Mapping[Group, Size]) -> dict[Group, dict[str, list[Trouble]]]:
    """The groups of which several terminals show the same fault, by fault code; of wide ones a good part, at several sites."""
    by_group: dict[Group, dict[str, list[Trouble]]] = defaultdict(lambda: defaultdict(list))
    for trouble in seen:
        for group in groups_of(trouble.place, KINDS):
            for code in trouble.codes:
                by_group[group][code].append(trouble)
    return {
        group: several
        for group, codes in by_group.items()
        if (several := {code: found for code, found in codes.items() if _may_share(group, code, found, sizes)})
    }


def _may_share(group: Group, code: str, found: Sequence[Trouble], sizes: Mapping[Group, Size]) -> bool:
    if len(found) < _enough(code, found):
        return False
    if group.by not in WIDE:
        return True
    size = sizes.get(group)
    return len({t.place.site for t in found}) >= 2 and (size is None or len(found) >= GOOD_PART * size.terminals)


def _enough(code: str, found: Sequence[Trouble]) -> int:
    return 2 if found[0].codes[code].spreads else ALIKE


def alone(seen: Iterable[Trouble]) -> list[Hypothesis]:
    """Every terminal by itself."""
    return [
        _hypothesis(trouble.place.group(By.TERMINAL), 10.0, [trouble], trouble.codes, 1, frozenset(trouble.codes))
        for trouble in seen
    ]


def together(
    groups: Mapping[Group, Mapping[str, Sequence[Trouble]]], members: Sequence[Heard], explained: Collection[int]
) -> list[Hypothesis]:
    """Faults that most members of a group show which have reported since the first of them did."""
    found = []
    for group, codes in groups.items():
        within = [m for m in members if m.place.within(group)]
        for code, showing in codes.items():
            hypothesis = _common_fault(group, code, showing, within, explained)
            if hypothesis:
                found.append(hypothesis)
    return found


def _common_fault(
    group: Group, code: str, showing: Sequence[Trouble], within: Sequence[Heard], explained: Collection[int]
) -> Hypothesis | None:
    newest = max(trouble.since for trouble in showing)
    showing = [trouble for trouble in showing if newest - trouble.since <= TOGETHER]
    began = min(trouble.since for trouble in showing)
    shown_by = {trouble.place.terminal for trouble in showing}
    denying = sum(m.last > began + m.interval and m.place.terminal not in shown_by for m in within)
    fresh = sum(trouble.place.terminal not in explained for trouble in showing)
    weight = SHOWS * len(showing) - DENIES * denying
    spread = {trouble.place.site for trouble in showing}
    if weight <= 0 or not fresh or (group.by in WIDE and len(spread) < 2) or len(showing) < _enough(code, showing):
        return None
    meanings = {code: showing[0].codes[code]}
    return _hypothesis(group, weight + 10.0, showing, meanings, len(within), frozenset(meanings))


def _hypothesis(
    group: Group,
    weight: float,
    showing: Sequence[Trouble],
    codes: Mapping[str, Meaning],
    total: int,
    names: frozenset[str],
) -> Hypothesis:
    params = {"codes": sorted(names), "showing": len(showing), "total": max(total, len(showing))}
    return Hypothesis(
        Kind.FAULT,
        group,
        weight,
        COST[group.by],
        min(trouble.since for trouble in showing),
        frozenset(trouble.place.terminal for trouble in showing),
        cause_of(codes.values()),
        {"code": f"fault.{group.by}", "params": params},
        codes=names,
    )
