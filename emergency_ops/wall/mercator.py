"""Web Mercator, in which map servers cut their tiles, and the shifted datum of Chinese maps (GCJ-02). Pure.

Coordinates are degrees, longitude first. A map of zoom z is 2^z tiles wide; `scale` stretches its tiles.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .treemap import Rect

TILE = 256.0
DEEPEST = 17
#: the world ends here in this projection
MOST_LATITUDE = 85.05
#: left free around the outermost places, in units of the frame
MARGIN = 48.0
#: Krasovsky 1940, the ellipsoid of GCJ-02
_AXIS, _ECCENTRICITY = 6378245.0, 0.00669342162296594323

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class View:
    """A piece of the map: left and top are its corner, in units from the corner of the whole map."""

    zoom: int
    scale: float
    left: float
    top: float

    @property
    def world(self) -> float:
        return TILE * self.scale * 2.0**self.zoom


@dataclass(frozen=True, slots=True)
class TilePlace:
    z: int
    x: int
    y: int
    rect: Rect


def fit(points: Sequence[Point], frame: Rect, margin: float = MARGIN) -> View:
    """The largest view that holds all points (at least one), in the middle of the frame."""
    xs, ys = zip(*(_project(point) for point in points), strict=True)
    wide, high = max(xs) - min(xs), max(ys) - min(ys)
    most = TILE * 2.0**DEEPEST
    world = min(
        (frame.width - 2 * margin) / wide if wide else most, (frame.height - 2 * margin) / high if high else most, most
    )
    zoom = max(0, int(math.log2(max(world / TILE, 1))))
    middle = ((max(xs) + min(xs)) / 2, (max(ys) + min(ys)) / 2)
    return View(
        zoom,
        world / TILE / 2**zoom,
        middle[0] * world - frame.width / 2,
        middle[1] * world - frame.height / 2,
    )


def place(view: View, point: Point) -> Point:
    """Where a point lies in the view."""
    x, y = _project(point)
    return x * view.world - view.left, y * view.world - view.top


def tiles(view: View, frame: Rect) -> Iterator[TilePlace]:
    """The tiles that the frame shows, row by row."""
    size, count = TILE * view.scale, 2**view.zoom
    for y in range(max(0, int(view.top // size)), min(count - 1, int((view.top + frame.height) // size)) + 1):
        for x in range(max(0, int(view.left // size)), min(count - 1, int((view.left + frame.width) // size)) + 1):
            yield TilePlace(view.zoom, x, y, Rect(x * size - view.left, y * size - view.top, size, size))


def shifted(point: Point) -> Point:
    """A WGS-84 point as GCJ-02 has it, good to a metre or two; the same one outside China."""
    longitude, latitude = point
    if not (72.004 <= longitude <= 137.8347 and 0.8293 <= latitude <= 55.8271):
        return point
    x, y = longitude - 105.0, latitude - 35.0
    sine = math.sin(math.radians(latitude))
    magic = 1 - _ECCENTRICITY * sine * sine
    north = _north(x, y) / ((_AXIS * (1 - _ECCENTRICITY)) / (magic * math.sqrt(magic)) * math.pi / 180)
    east = _east(x, y) / (_AXIS / math.sqrt(magic) * math.cos(math.radians(latitude)) * math.pi / 180)
    return longitude + east, latitude + north


def _project(point: Point) -> Point:
    """In shares of the whole map, from its north-west corner."""
    longitude, latitude = point
    bounded = math.radians(max(-MOST_LATITUDE, min(MOST_LATITUDE, latitude)))
    return (longitude + 180) / 360, (1 - math.asinh(math.tan(bounded)) / math.pi) / 2


def _waves(value: float, *terms: tuple[float, float]) -> float:
    """amplitude x sine of pi x value / divisor, summed, two thirds of it."""
    return sum(amplitude * math.sin(value * math.pi / divisor) for amplitude, divisor in terms) * 2 / 3


def _north(x: float, y: float) -> float:
    plain = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * math.sqrt(abs(x))
    return (
        plain
        + _waves(x, (20.0, 1 / 6), (20.0, 1 / 2))
        + _waves(y, (20.0, 1.0), (40.0, 3.0))
        + _waves(y, (160.0, 12.0), (320.0, 30.0))
    )


def _east(x: float, y: float) -> float:
    plain = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * math.sqrt(abs(x))
    return (
        plain
        + _waves(x, (20.0, 1 / 6), (20.0, 1 / 2))
        + _waves(x, (20.0, 1.0), (40.0, 3.0))
        + _waves(x, (150.0, 12.0), (300.0, 30.0))
    )
