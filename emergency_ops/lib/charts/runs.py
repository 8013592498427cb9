"""Values with gaps. What is not known is a gap, never a zero."""

from collections.abc import Iterable
from typing import TypeVar

T = TypeVar("T")


def runs(values: Iterable[T | None]) -> list[list[T]]:
    """The stretches without a gap, in order."""
    found: list[list[T]] = [[]]
    for value in values:
        if value is None:
            found.append([])
        else:
            found[-1].append(value)
    return [run for run in found if run]
