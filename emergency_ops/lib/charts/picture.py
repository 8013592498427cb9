"""A chart with everything that makes it a picture for all: title, what it shows in words, legend, the same numbers as a table."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from operator import itemgetter
from typing import Any, Protocol

from .drawing import NARROW, WIDE, Drawing, Frame

#: swatches are this wide and high
SWATCH_WIDTH, SWATCH_HEIGHT = 28.0, 16.0


@dataclass(frozen=True, slots=True)
class Key:
    """An entry of a legend: how it looks (markup inside an <svg> of SWATCH_WIDTH x SWATCH_HEIGHT), and what it means."""

    label: str
    body: str


class Chart(Protocol):
    """What can be drawn. `prefix` makes the ids in a drawing its own."""

    def draw(self, frame: Frame, prefix: str) -> Drawing: ...

    def keys(self, prefix: str) -> Sequence[Key]: ...


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a picture's table, as exports want it. shown: how a cell reads on the page."""

    label: object
    value: Callable[[Any], Any]
    numeric: bool = False
    shown: Callable[[Any], object] | None = None
    export: Callable[[Any], Any] | None = None


def table_columns(
    *labels: object, numeric: Sequence[int] = (), shown: Mapping[int, Callable[[Any], object]] | None = None
) -> list[Column]:
    """Columns for rows that are plain sequences. `numeric`, `shown`: by the number of the column."""
    looks = shown or {}
    return [Column(label, itemgetter(at), at in numeric, looks.get(at)) for at, label in enumerate(labels)]


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of the table on the page; href where it leads somewhere."""

    text: object
    label: object
    numeric: bool
    href: str = ""


@dataclass(frozen=True, slots=True)
class Rest:
    """What a picture leaves out: how much it shows of how much, and where all of it is ("": nowhere)."""

    words: str
    label: str = ""
    href: str = ""


@dataclass(frozen=True)
class Picture:
    """chart: None where there is nothing to draw yet; then `empty` says in a line what will be here, and when.

    key: unique on its page, of letters and digits. finding: what the picture shows, in words, with the numbers that matter.
    hrefs: where the rows of the table lead, in their order; empty for nowhere. exports: (label, address) of the table as a file.
    note: what one has to know to read it right, for example what is not in it. rest: of what it leaves out; None for nothing.
    """

    key: str
    title: str
    finding: str
    chart: Chart | None
    columns: Sequence[Column]
    rows: Sequence[Any]
    empty: str = ""
    note: str = ""
    hrefs: Sequence[str] = ()
    exports: Sequence[tuple[str, str]] = field(default=())
    rest: Rest | None = None

    @cached_property
    def drawings(self) -> list[tuple[Frame, Drawing, str]]:
        """Wide and narrow: (frame, drawing, prefix of its ids). The style sheet shows the one that fits."""
        if self.chart is None:
            return []
        prefixes = [(frame, f"{self.key}-{frame.name}") for frame in (WIDE, NARROW)]
        return [(frame, self.chart.draw(frame, prefix), prefix) for frame, prefix in prefixes]

    @cached_property
    def legend(self) -> Sequence[Key]:
        return self.chart.keys(f"{self.key}-key") if self.chart else ()

    @property
    def table(self) -> list[list[Cell]]:
        """The rows as the page shows them; the first cell heads its row."""
        addresses = [*self.hrefs, *[""] * (len(self.rows) - len(self.hrefs))]
        return [self._cells(row, href) for row, href in zip(self.rows, addresses, strict=False)]

    def _cells(self, row: Any, href: str) -> list[Cell]:
        return [
            Cell((column.shown or _plain)(column.value(row)), column.label, column.numeric, "" if number else href)
            for number, column in enumerate(self.columns)
        ]


def _plain(value: Any) -> object:
    return "—" if value is None or value == "" else value
