"""What a take-back would find: looked at by a worker, kept for those who read the page. Taking back looks again for itself."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.core.cache import cache
from django.utils import translation

from resources.sampling.models import SampleLoad
from resources.sampling.unwinding import extent_of

from .naming import Group, groups_of
from .traces import TRACES

#: seconds that what was seen is shown
KEPT: Final = 30
#: seconds after which a worker that was asked is asked again
PATIENCE: Final = 30


@dataclass(frozen=True, slots=True)
class Seen:
    """going: how many rows of each table would go; groups: what was built on the sample, in the language of the reader."""

    at: datetime
    going: Mapping[str, int]
    groups: Sequence[Group]


def seen(load: SampleLoad, language: str) -> Seen | None:
    """What a worker saw a moment ago; None where nobody has looked."""
    found: Seen | None = cache.get(_key(load, language))
    return found


def is_due(load: SampleLoad, language: str) -> bool:
    """Whether a worker has to be asked; says so once, and again when none has answered for a while."""
    return cache.add(f"{_key(load, language)}:asked", True, PATIENCE)


def forget(load: SampleLoad, language: str) -> None:
    """Whoever acts on what was seen, and is refused, is to see what is true now."""
    cache.delete(_key(load, language))


def look(load: SampleLoad, language: str, now: datetime) -> Seen:
    extent = extent_of(load, TRACES)
    with translation.override(language):
        groups = groups_of(extent.built)
    found = Seen(now, {table: len(keys) for table, keys in extent.going.items()}, groups)
    cache.set(_key(load, language), found, KEPT)
    cache.delete(f"{_key(load, language)}:asked")
    return found


def _key(load: SampleLoad, language: str) -> str:
    return f"sample:seen:{load.pk}:{load.taken}:{language}"
