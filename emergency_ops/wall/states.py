"""What a tile of the map says of its terminals. Pure."""

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _

#: shares from which on a place counts as touched, hit and down
TOUCHED, HIT, DOWN = 0.05, 0.20, 0.50


class TileState(models.TextChoices):
    """From the worst to the best, then what tells nothing of the terminals."""

    DOWN = "down", _("过半停用")
    HIT = "hit", _("两成停用")
    TOUCHED = "touched", _("异常≥5%")
    UNKNOWN = "unknown", _("状态未知")
    FEW = "few", _("个别停用或维护")
    MAINTENANCE = "maintenance", _("维护")
    CLOSED = "closed", _("未营业")
    WORKING = "working", _("正常")


@dataclass(frozen=True, slots=True)
class Counts:
    """Terminals of a place. stopped: out of service or offline. closed: nothing known, at sites that are closed now."""

    working: int = 0
    degraded: int = 0
    stopped: int = 0
    unknown: int = 0
    maintenance: int = 0
    closed: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(
            self.working + other.working,
            self.degraded + other.degraded,
            self.stopped + other.stopped,
            self.unknown + other.unknown,
            self.maintenance + other.maintenance,
            self.closed + other.closed,
        )

    @property
    def idle(self) -> int:
        """Of which nothing is expected now."""
        return self.maintenance + self.closed

    @property
    def total(self) -> int:
        return self.working + self.degraded + self.stopped + self.unknown + self.maintenance + self.closed


def state_of(counts: Counts) -> TileState:
    """The state of a place; what is unknown is never shown as working. Shares are of the terminals at open sites."""
    awake = counts.total - counts.closed
    if not awake:
        return TileState.CLOSED
    stopped, unknown = counts.stopped / awake, counts.unknown / awake
    bad = (counts.stopped + counts.degraded) / awake
    checks = (
        (stopped >= DOWN, TileState.DOWN),
        (unknown >= DOWN, TileState.UNKNOWN),
        (stopped >= HIT, TileState.HIT),
        (unknown >= HIT, TileState.UNKNOWN),
        (bad >= TOUCHED, TileState.TOUCHED),
        (unknown >= TOUCHED, TileState.UNKNOWN),
        (counts.maintenance / awake >= DOWN, TileState.MAINTENANCE),
        (counts.working < awake, TileState.FEW),
    )
    return next((state for holds, state in checks if holds), TileState.WORKING)
