"""Elements of an SVG as markup. Classes are the kit's own constants; texts come from people and are escaped."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from typing import Final

#: how many looks a series can have; the next one begins again with the first
LOOKS: Final = 6
#: looks of areas that judge: nothing yet, on the way, bad, good, over
QUIET, WARN, BAD, GOOD, FAINT = range(LOOKS, LOOKS + 5)


@dataclass(frozen=True, slots=True)
class Frame:
    """Where a chart is drawn, in units of its view box. size: of its letters."""

    name: str
    width: float
    size: float
    marks: int
    narrow: bool


WIDE: Final = Frame("wide", 920, 15, 10, narrow=False)
NARROW: Final = Frame("narrow", 360, 13, 4, narrow=True)


@dataclass(frozen=True, slots=True)
class Drawing:
    """What stands inside an <svg> of width x height."""

    width: float
    height: float
    body: str

    @property
    def view_box(self) -> str:
        return f"0 0 {units(self.width)} {units(self.height)}"


def units(value: float) -> str:
    """To a tenth, without an idle zero."""
    return f"{value:.1f}".removesuffix(".0")


def line(x1: float, y1: float, x2: float, y2: float, css: str) -> str:
    return f'<path class="{css}" d="M{units(x1)} {units(y1)}L{units(x2)} {units(y2)}"/>'


def path(data: str, css: str, fill: str = "") -> str:
    filled = f' fill="{fill}"' if fill else ""
    return f'<path class="{css}"{filled} d="{data}"/>'


def rect(x: float, y: float, width: float, height: float, css: str, fill: str = "", title: str = "") -> str:
    """title: what a pointer over it is told."""
    filled = f' fill="{fill}"' if fill else ""
    place = f'x="{units(x)}" y="{units(y)}" width="{units(width)}" height="{units(height)}"'
    if not title:
        return f'<rect class="{css}"{filled} {place}/>'
    return f'<rect class="{css}"{filled} {place}><title>{escape(title)}</title></rect>'


def text(x: float, y: float, words: str, size: float, css: str = "", anchor: str = "") -> str:
    """anchor: middle or end; y is the base line."""
    at = f' text-anchor="{anchor}"' if anchor else ""
    name = f"chart__text {css}".strip()
    return f'<text class="{name}" x="{units(x)}" y="{units(y)}" font-size="{units(size)}"{at}>{escape(words)}</text>'


def box(x: float, y: float, width: float, height: float) -> str:
    """A rectangle as a part of a path."""
    return f"M{units(x)} {units(y)}h{units(width)}v{units(height)}h{units(-width)}z"


def polyline(points: Iterable[tuple[float, float]]) -> str:
    return "M" + "L".join(f"{units(x)} {units(y)}" for x, y in points)


#: marks that tell series apart without colour: circle, square, triangle, diamond, cross, bar
def marker(look: int, x: float, y: float, radius: float = 4) -> str:
    """The mark of a series as a part of a path."""
    r = radius
    shapes = (
        f"M{units(x - r)} {units(y)}a{r} {r} 0 1 0 {2 * r} 0a{r} {r} 0 1 0 {-2 * r} 0z",
        box(x - r, y - r, 2 * r, 2 * r),
        polyline([(x, y - r - 1), (x + r + 1, y + r), (x - r - 1, y + r)]) + "z",
        polyline([(x, y - r - 1), (x + r + 1, y), (x, y + r + 1), (x - r - 1, y)]) + "z",
        polyline([(x - r, y - r), (x + r, y + r)]) + polyline([(x - r, y + r), (x + r, y - r)]),
        polyline([(x, y - r - 1), (x, y + r + 1)]) + polyline([(x - r, y), (x + r, y)]),
    )
    return shapes[look % LOOKS]


_STROKES: Sequence[str] = (
    "",
    "M0 8L8 0M-2 2L2 -2M6 10L10 6",
    "M2 2h.01M6 6h.01",
    "M0 4h8",
    "M4 0v8",
    "M0 8L8 0M0 0L8 8",
    "M4 0v8",
    "M0 8L8 0M-2 2L2 -2M6 10L10 6",
    "",
    "M0 2h8M0 6h8",
    "M4 4h.01",
)


def fill_of(look: int, prefix: str) -> str:
    """The fill of an area of this look; its pattern must be in the drawing (see patterns)."""
    return f"url(#{prefix}-look-{look})"


def patterns(looks: Iterable[int], prefix: str) -> str:
    """The definitions of areas' looks. Ids are the drawing's own: a page may hold many."""
    found = "".join(_pattern(look, f"{prefix}-look-{look}") for look in sorted(set(looks)))
    return f"<defs>{found}</defs>"


def _pattern(look: int, pk: str) -> str:
    strokes = f'<path class="chart__grain" d="{_STROKES[look]}"/>' if _STROKES[look] else ""
    ground = f'<rect class="chart__ground chart__ground--{look + 1}" width="8" height="8"/>'
    return f'<pattern id="{pk}" width="8" height="8" patternUnits="userSpaceOnUse">{ground}{strokes}</pattern>'


def hatch(prefix: str) -> str:
    """The definition of the hatch for what is not known, and its name: f"url(#{prefix}-unknown)"."""
    lines = '<path class="chart__hatch" d="M0 10L10 0"/>'
    return f'<defs><pattern id="{prefix}-unknown" width="10" height="10" patternUnits="userSpaceOnUse">{lines}</pattern></defs>'
