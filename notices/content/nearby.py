"""The nearest other site, as the crow flies. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import asin, cos, radians, sin, sqrt
from typing import Final

from .wording import Neighbour

#: nobody is sent further than this
FARTHEST_KM: Final = 8.0
_EARTH_KM: Final = 6371.0
#: a tenth of a degree is more than 8 km everywhere south of 50° N
_CELLS: Final = 10
#: degrees, to the edge of the last square that is looked at
REACH: Final = 2 / _CELLS


@dataclass(frozen=True, slots=True)
class Candidate:
    pk: int
    name: str
    address: str
    latitude: float
    longitude: float


class Atlas:
    """Sites by squares of a tenth of a degree, so that a neighbour is looked for in nine squares only."""

    def __init__(self, candidates: Iterable[Candidate]) -> None:
        self._squares: dict[tuple[int, int], list[Candidate]] = defaultdict(list)
        for candidate in candidates:
            self._squares[_square(candidate.latitude, candidate.longitude)].append(candidate)

    def nearest(self, latitude: float | None, longitude: float | None) -> Neighbour | None:
        """None without coordinates, or with nothing within FARTHEST_KM."""
        if latitude is None or longitude is None:
            return None
        near = [
            (distance_km(latitude, longitude, one.latitude, one.longitude), one)
            for one in self._around(latitude, longitude)
        ]
        km, found = min(near, key=lambda pair: (pair[0], pair[1].pk), default=(FARTHEST_KM + 1, None))
        return Neighbour(found.name, found.address, km) if found and km <= FARTHEST_KM else None

    def within(self, latitude: float, longitude: float, km: float) -> list[Candidate]:
        """All that are at most so far away; km: at most FARTHEST_KM."""
        return [
            one
            for one in self._around(latitude, longitude)
            if distance_km(latitude, longitude, one.latitude, one.longitude) <= km
        ]

    def _around(self, latitude: float, longitude: float) -> Sequence[Candidate]:
        row, column = _square(latitude, longitude)
        return [
            one
            for i in (row - 1, row, row + 1)
            for j in (column - 1, column, column + 1)
            for one in self._squares.get((i, j), ())
        ]


def distance_km(latitude: float, longitude: float, other_latitude: float, other_longitude: float) -> float:
    """Great-circle distance (haversine); degrees in."""
    a, b = radians(latitude), radians(other_latitude)
    half = sin((b - a) / 2) ** 2 + cos(a) * cos(b) * sin(radians(other_longitude - longitude) / 2) ** 2
    return 2 * _EARTH_KM * asin(sqrt(half))


def _square(latitude: float, longitude: float) -> tuple[int, int]:
    return int(latitude * _CELLS // 1), int(longitude * _CELLS // 1)
