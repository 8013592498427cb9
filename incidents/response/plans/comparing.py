"""What a version changes: texts, conditions, steps added, changed, moved, removed. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a text: op is "same", "added" or "removed"."""

    op: str
    text: str


@dataclass(frozen=True, slots=True)
class Change:
    """A field that says something else: its name, and the text with what was added and removed."""

    name: str
    pieces: Sequence[Piece]


@dataclass(frozen=True, slots=True)
class StepChange:
    """op: "added", "removed", "changed" or "moved". step: as it is now, the former one where it is removed."""

    op: str
    step: Any
    changes: Sequence[Change] = ()


@dataclass(frozen=True, slots=True)
class Comparison:
    terms: Sequence[Change]
    steps: Sequence[StepChange]

    @property
    def is_empty(self) -> bool:
        return not self.terms and not self.steps

    def count(self, op: str) -> int:
        return sum(step.op == op for step in self.steps)


def pieces(before: str, after: str) -> list[Piece]:
    """The text after with what is not in the text before marked, and what is gone. Character by character, as Chinese has no spaces."""
    found = []
    for op, i, j, k, m in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if op == "equal":
            found.append(Piece("same", after[k:m]))
            continue
        if i < j:
            found.append(Piece("removed", before[i:j]))
        if k < m:
            found.append(Piece("added", after[k:m]))
    return found


def changes(before: Mapping[str, str], after: Mapping[str, str]) -> list[Change]:
    """The fields that differ, in the order of the newer one."""
    names = [*after, *(name for name in before if name not in after)]
    return [
        Change(name, pieces(before.get(name, ""), after.get(name, "")))
        for name in names
        if before.get(name, "") != after.get(name, "")
    ]


def compare(
    terms: tuple[Mapping[str, str], Mapping[str, str]],
    steps: tuple[Sequence[tuple[str, Any, Mapping[str, str]]], Sequence[tuple[str, Any, Mapping[str, str]]]],
) -> Comparison:
    """(before, after) of each. A step is its key, the row, and its fields in words, in the order of the plan."""
    former = {key: (row, said) for key, row, said in steps[0]}
    present = {key: (row, said) for key, row, said in steps[1]}
    moved = _moved([key for key in former if key in present], [key for key in present if key in former])
    found = []
    for key, (row, said) in present.items():
        if key not in former:
            found.append(StepChange("added", row))
        elif different := changes(former[key][1], said):
            found.append(StepChange("changed", row, different))
        elif key in moved:
            found.append(StepChange("moved", row))
    gone = [StepChange("removed", row) for key, (row, _said) in former.items() if key not in present]
    return Comparison(changes(*terms), [*found, *gone])


def _moved(before: Sequence[str], after: Sequence[str]) -> set[str]:
    """The fewest that explain the other order."""
    blocks = SequenceMatcher(None, before, after, autojunk=False).get_matching_blocks()
    stayed = {key for block in blocks for key in before[block.a : block.a + block.size]}
    return set(after) - stayed
