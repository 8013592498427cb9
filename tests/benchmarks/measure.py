"""A measured value, and the table of them."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Measurement:
    """`value` in `unit`. With a floor of the same run the goal is about value / floor, else about the value itself.

    `at_most` says that less is better (seconds, queries); otherwise more is (reports a second).
    """

    name: str
    value: float
    unit: str
    goal: float
    floor: float | None = None
    at_most: bool = False

    @property
    def ratio(self) -> float | None:
        return None if self.floor is None else self.value / self.floor

    @property
    def judged(self) -> float:
        return self.value if self.ratio is None else self.ratio

    @property
    def met(self) -> bool:
        return self.judged <= self.goal if self.at_most else self.judged >= self.goal


def table(measured: Sequence[Measurement]) -> str:
    """The measurements as a Markdown table, as the README has it."""
    rows: list[tuple[str, ...]] = [
        ("", "value", "floor", "ratio", "goal", "met"),
        ("---", "--:", "--:", "--:", "--:", "---"),
    ]
    rows += [_row(m) for m in measured]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _row(m: Measurement) -> tuple[str, ...]:
    floor = "" if m.floor is None else number(m.floor)
    ratio = "" if m.ratio is None else f"{m.ratio:.2f}"
    goal = f"{'≤' if m.at_most else '≥'} {number(m.goal)}"
    return m.name, f"{number(m.value)} {m.unit}".strip(), floor, ratio, goal, "yes" if m.met else "**no**"


def number(value: float) -> str:
    """Three digits that matter: 48,213 · 12.3 · 0.35."""
    if value >= 100 or value == int(value):
        return f"{value:,.0f}"
    return f"{value:.3g}"
