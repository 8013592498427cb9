"""How long parts take from a depot to a site: until the depot can hand them out, and on the road. Pure, minutes.

Roads are not known, so the road is the great circle times a detour factor, driven at one speed; both are named on the page.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import isnan, nan

import numpy as np
import numpy.typing as npt

ROAD_KMH = 60
DETOUR = 1.3
#: to take parts from the shelf and load them, once somebody is there
HANDLING = 15
#: until a keeper who is not on duty but can be reached has come
CALL_OUT = 60
#: where neither position nor region tell how far it is
UNKNOWN_TRAVEL = 12 * 60
#: where nobody can say when somebody will be there
UNKNOWN_READY = 24 * 60
_EARTH_KM = 6371.0

Place = tuple[float, float]


class Ready(StrEnum):
    """Why a depot can hand out when it can."""

    ON_DUTY = "on_duty"
    OPEN = "open"
    CALLED = "called"
    OPENS = "opens"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Readiness:
    """`minutes` from now until parts can leave the depot."""

    why: Ready
    minutes: int


def readiness(*, on_duty: bool, is_open: bool, keeper_away: bool, has_keeper: bool, opens_in: int | None) -> Readiness:
    """The soonest of: a keeper on duty, the depot open, a keeper called in, its next opening (`opens_in` minutes).

    keeper_away: neither keeper nor deputy can come. opens_in None: open now, or it never opens.
    """
    if on_duty:
        return Readiness(Ready.ON_DUTY, HANDLING)
    if is_open and not (has_keeper and keeper_away):
        return Readiness(Ready.OPEN, HANDLING)
    ways = []
    if has_keeper and not keeper_away:
        ways.append(Readiness(Ready.CALLED, CALL_OUT + HANDLING))
    if opens_in is not None:
        ways.append(Readiness(Ready.OPENS, opens_in + HANDLING))
    return min(ways, key=lambda way: way.minutes, default=Readiness(Ready.UNKNOWN, UNKNOWN_READY))


def kilometres(starts: Sequence[Place | None], goals: Sequence[Place | None]) -> list[list[float | None]]:
    """Along the road, as estimated, from every start to every goal; None where either is not known.

    Great circles between (longitude, latitude) pairs in degrees, times the detour factor.
    """
    one, other = _radians(starts)[:, None, :], _radians(goals)[None, :, :]
    half = np.sin((other - one) / 2) ** 2
    span = half[..., 1] + np.cos(one[..., 1]) * np.cos(other[..., 1]) * half[..., 0]
    far = DETOUR * 2 * _EARTH_KM * np.arcsin(np.sqrt(np.minimum(1.0, span)))
    return [[None if isnan(km) else km for km in row] for row in far.tolist()]


def _radians(places: Sequence[Place | None]) -> npt.NDArray[np.float64]:
    pairs = [place or (nan, nan) for place in places]
    return np.radians(np.array(pairs, dtype=np.float64).reshape(len(pairs), 2))


def travel_minutes(far: float | None) -> int:
    """far: kilometres of road, None where unknown."""
    return UNKNOWN_TRAVEL if far is None else round(far / ROAD_KMH * 60)
