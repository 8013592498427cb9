"""The map as places where they are, over the tiles of a map server. Pure."""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from .mapping import FRAME, LINE, Label, label_width, short_name, touch
from .mercator import Point, TilePlace, View, fit, place, shifted, tiles
from .queries.network import Place
from .states import Counts, TileState, state_of
from .treemap import Rect

#: places nearer to each other than this are one dot
CELL = 30.0
SMALLEST, LARGEST = 9.0, 34.0
WGS84, GCJ02 = "wgs84", "gcj02"
DATUMS = (WGS84, GCJ02)


@dataclass(frozen=True, slots=True)
class Dot:
    """One place, or several that lie close together. Its area is to scale by terminals, within limits."""

    x: float
    y: float
    radius: float
    state: TileState
    counts: Counts
    name: str
    places: int
    incident: bool
    drill: bool

    @property
    def others(self) -> int:
        return self.places - 1


@dataclass(frozen=True, slots=True)
class Piece:
    """A tile of the map server."""

    address: str
    rect: Rect


@dataclass(frozen=True, slots=True)
class Geography:
    """elsewhere: places that have no coordinates. credit: what the map server wants said."""

    pieces: tuple[Piece, ...]
    dots: tuple[Dot, ...]
    labels: tuple[Label, ...]
    elsewhere: int
    credit: str


@dataclass(frozen=True, slots=True)
class TileServer:
    """address: with {z}, {x} and {y}. datum: one of DATUMS, in which its map is drawn."""

    address: str
    datum: str
    credit: str


def origin(address: str) -> str:
    """scheme://host of a tile server, for the browser to be allowed to ask there."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"


def draw_places(
    places: Sequence[Place], points: Mapping[Place, Point], server: TileServer, frame: Rect = FRAME
) -> Geography | None:
    """None where nobody knows where anything is."""
    if not points:
        return None
    moved = {one: shifted(point) if server.datum == GCJ02 else point for one, point in points.items()}
    view = fit(list(moved.values()), frame)
    dots = _dots(moved, view)
    pieces = (Piece(_address(server, tile), _rounded(tile.rect)) for tile in tiles(view, frame))
    return Geography(tuple(pieces), tuple(dots), tuple(_labels(dots, frame)), len(places) - len(points), server.credit)


def _address(server: TileServer, tile: TilePlace) -> str:
    filled = server.address
    for name, value in (("{z}", tile.z), ("{x}", tile.x), ("{y}", tile.y)):
        filled = filled.replace(name, str(value))
    return filled


def _dots(points: Mapping[Place, Point], view: View) -> list[Dot]:
    """What is open lies on top, large ones below small ones."""
    cells: defaultdict[tuple[int, int], list[tuple[Place, Point]]] = defaultdict(list)
    for one, point in points.items():
        x, y = place(view, point)
        cells[int(x // CELL), int(y // CELL)].append((one, (x, y)))
    most = max((_total(inside) for inside in cells.values()), default=1)
    dots = [_dot(inside, most) for inside in cells.values()]
    return sorted(dots, key=lambda dot: (dot.incident or dot.drill, -dot.radius, dot.name))


def _total(inside: Iterable[tuple[Place, Point]]) -> int:
    return sum(one.counts.total for one, _point in inside)


def _dot(inside: Sequence[tuple[Place, Point]], most: int) -> Dot:
    counts = sum((one.counts for one, _point in inside), Counts())
    largest = max(inside, key=lambda pair: (pair[0].counts.total, pair[0].name))[0]
    radius = max(SMALLEST, LARGEST * math.sqrt(counts.total / max(most, 1)))
    xs, ys = zip(*(point for _one, point in inside), strict=True)
    return Dot(
        round(sum(xs) / len(xs), 1),
        round(sum(ys) / len(ys), 1),
        round(radius, 1),
        state_of(counts),
        counts,
        largest.name,
        len(inside),
        any(one.incident for one, _point in inside),
        any(one.drill for one, _point in inside),
    )


def _labels(dots: Sequence[Dot], frame: Rect) -> list[Label]:
    """Names of what is open, then of the worst, beside their dots, where nothing else is written."""
    worst = list(TileState)
    told = [dot for dot in dots if dot.incident or dot.state in {TileState.DOWN, TileState.HIT, TileState.TOUCHED}]
    found: list[Label] = []
    for dot in sorted(told, key=lambda dot: (not dot.incident, worst.index(dot.state), -dot.counts.total, dot.name)):
        name = short_name(dot.name)
        box = _beside(dot, label_width(name), frame)
        if not any(touch(box, other.box) for other in found):
            found.append(Label(name, box))
    return found


def _beside(dot: Dot, width: float, frame: Rect) -> Rect:
    right = dot.x + dot.radius + 4
    x = right if right + width <= frame.width else dot.x - dot.radius - 4 - width
    return Rect(round(max(0.0, x), 1), round(min(max(0.0, dot.y - LINE / 2), frame.height - LINE), 1), width, LINE)


def _rounded(rect: Rect) -> Rect:
    return Rect(round(rect.x, 1), round(rect.y, 1), round(rect.width, 1), round(rect.height, 1))
