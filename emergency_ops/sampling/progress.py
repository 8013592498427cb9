"""How far a load or a take-back is, for the page that waits for it. Kept in the cache: losing it costs only the bar."""

from dataclasses import dataclass
from typing import Final

from django.core.cache import cache

KEY: Final = "sample:progress"
#: seconds after which nobody is interested any more
KEPT: Final = 600


@dataclass(frozen=True, slots=True)
class Progress:
    """done of total steps; label: what is being done, "" while that is not known."""

    done: int
    total: int
    label: str = ""


def say(done: int, total: int, label: object = "") -> None:
    cache.set(KEY, (done, total, str(label)), KEPT)


def read() -> Progress | None:
    known = cache.get(KEY)
    return Progress(*known) if known else None


def forget() -> None:
    cache.delete(KEY)
