"""From hypotheses to decisions: what is new, what has grown, what is only one more sign of what is known."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from .codes import CODES
from .facts import By, Group, Heard, Hypothesis, Kind, Known, Opening
from .groups import best_first, is_wider, scope_of

SAME_ONSET: Final = 900.0  # a single terminal's trouble is the start of a wider one only if that began about then
MOSTLY: Final = 0.8
KNOWN_CAUSE: Final = 1.5  # nats for an explanation by which something that is known has grown
MAINLY: Final = 0.6
ALIKE_RATE: Final = 0.4  # where a failure has grown, the rest fails about as often


@dataclass(frozen=True, slots=True)
class Covered:
    """The terminals that a hypothesis would cover, with where they stand."""

    hypothesis: Hypothesis
    terminals: frozenset[int]


def choose(hypotheses: Iterable[Hypothesis], members: Sequence[Heard], known: Sequence[Known]) -> list[Opening]:
    """The best explanations that do not overlap, each as a new warning or as the growth of open ones."""
    openings: list[Opening] = []
    chosen: list[Covered] = []
    used: set[int] = set()
    candidates = [Covered(h, cover(h, members)) for h in best_first(hypotheses)]
    parts_of = {id(c): [w for w in known if w.open and _is_part(w, c)] for c in candidates}
    for covered in sorted(candidates, key=lambda c: -c.hypothesis.score - (KNOWN_CAUSE if parts_of[id(c)] else 0)):
        parts = [w for w in parts_of[id(covered)] if w.id not in used]
        if (covered.hypothesis.growth_only and not parts) or any(_same_matter(covered, other) for other in chosen):
            continue
        chosen.append(covered)
        used.update(w.id for w in parts)
        openings.append(_opening(covered, parts))
    return openings


def cover(hypothesis: Hypothesis, members: Sequence[Heard]) -> frozenset[int]:
    """Everything that the hypothesis would make suffer: the group's watched terminals that take the payment method."""
    group = hypothesis.group
    if group.by is By.TERMINAL:
        return hypothesis.shown_by
    return hypothesis.shown_by | {
        m.place.terminal
        for m in members
        if m.place.within(group) and (not group.method or not m.methods or group.method in m.methods)
    }


def _same_matter(covered: Covered, other: Covered) -> bool:
    ours, theirs = covered.hypothesis, other.hypothesis
    if ours.kind is Kind.FAULT and theirs.kind is Kind.FAULT and not ours.codes & theirs.codes:
        return False
    shared = len(ours.shown_by & other.terminals) + len(theirs.shown_by & covered.terminals)
    return shared >= 0.5 * min(len(ours.shown_by), len(theirs.shown_by))


def _is_part(warning: Known, covered: Covered) -> bool:
    hypothesis = covered.hypothesis
    if not is_wider(hypothesis.group, warning.group) or not _alike(warning, hypothesis):
        return False
    if warning.group.by is By.TERMINAL and hypothesis.began > warning.opened + SAME_ONSET:
        return False
    return len(warning.terminals & covered.terminals) >= MOSTLY * len(warning.terminals)


def _alike(warning: Known, hypothesis: Hypothesis) -> bool:
    if warning.kind is Kind.FAULT and hypothesis.kind is Kind.SILENCE:
        return any(code in CODES and CODES[code].part_of is Kind.SILENCE for code in warning.codes)
    if warning.kind is not hypothesis.kind:
        return False
    if warning.kind is Kind.FAULT:
        return bool(warning.codes & hypothesis.codes)
    if warning.kind is Kind.SILENCE:
        return True
    if hypothesis.rate < ALIKE_RATE * warning.rate or warning.opened < hypothesis.denied_since:
        return False
    return _same_method(warning, hypothesis.group)


def _same_method(warning: Known, group: Group) -> bool:
    """A warning without a method fits one whose failures were mostly of that method."""
    if not group.method or warning.group.method == group.method:
        return True
    methods: Mapping[str, int] = warning.memory.get("methods", {})
    return not warning.group.method and methods.get(group.method, 0) >= MAINLY * max(1, sum(methods.values()))


def _opening(covered: Covered, parts: Sequence[Known]) -> Opening:
    hypothesis = covered.hypothesis
    first = min(parts, key=lambda w: w.opened, default=None)
    return Opening(
        hypothesis,
        scope_of(hypothesis.group),
        hypothesis.group.method,
        covered.terminals.union(*(w.terminals for w in parts)),
        warning=first.id if first else None,
        absorbs=tuple(w.id for w in parts if w is not first),
    )
