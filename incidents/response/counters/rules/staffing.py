"""Who may serve at a counter, and when somebody has to come instead. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Obstacle(StrEnum):
    CLOSED = "closed"
    ABSENT = "absent"
    UNTRAINED = "untrained"
    NO_BADGE = "no_badge"
    ENGAGED = "engaged"


@dataclass(frozen=True, slots=True)
class Fitness:
    """What is known of somebody at an instant. trained None: no training is asked for."""

    is_active: bool
    is_away: bool
    trained: bool | None
    has_badge: bool
    is_engaged: bool


def obstacles(fitness: Fitness) -> list[Obstacle]:
    """Everything that speaks against them, the worst first."""
    found = {
        Obstacle.CLOSED: not fitness.is_active,
        Obstacle.ABSENT: fitness.is_away,
        Obstacle.UNTRAINED: fitness.trained is False,
        Obstacle.NO_BADGE: not fitness.has_badge,
        Obstacle.ENGAGED: fitness.is_engaged,
    }
    return [obstacle for obstacle, is_so in found.items() if is_so]


def may_overrule(found: Iterable[Obstacle]) -> bool:
    """A reason may overrule everything but a closed account."""
    return Obstacle.CLOSED not in set(found)


def lacks_relief(ends: Iterable[datetime], windows: int, now: datetime) -> bool:
    """Whether fewer people stay than windows are open. `ends`: when the shift of everybody at the counter ends."""
    return sum(end > now for end in ends) < windows
