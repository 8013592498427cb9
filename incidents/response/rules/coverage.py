"""覆盖面积: the area that the affected sites span."""

from collections.abc import Iterable
from math import cos, pi, radians

EARTH_RADIUS_KM = 6371.0

Point = tuple[float, float]


def hull_area_km2(places: Iterable[Point]) -> float | None:
    """Area in km² of the convex hull of (longitude, latitude) in degrees; None for fewer than three different places.

    The places are laid flat with an equirectangular projection around their mean latitude, which is exact to about a
    percent for a province and good enough as a figure for a country.
    """
    points = sorted(set(places))
    if len(points) < 3:
        return None
    middle = radians(sum(latitude for _, latitude in points) / len(points))
    degree = EARTH_RADIUS_KM * pi / 180
    flat = [(longitude * degree * cos(middle), latitude * degree) for longitude, latitude in points]
    return round(_area(_hull(flat)), 2)


def _hull(points: list[Point]) -> list[Point]:
    """Andrew's monotone chain over sorted points, counter-clockwise."""
    return _chain(points)[:-1] + _chain(points[::-1])[:-1]


def _chain(points: list[Point]) -> list[Point]:
    chain: list[Point] = []
    for point in points:
        while len(chain) >= 2 and _turn(chain[-2], chain[-1], point) <= 0:
            chain.pop()
        chain.append(point)
    return chain


def _turn(a: Point, b: Point, c: Point) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def _area(polygon: list[Point]) -> float:
    pairs = zip(polygon, polygon[1:] + polygon[:1], strict=True)
    return abs(sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairs)) / 2
