"""What holds now, read once for all pages of an edition: by the copy, and by each process that serves."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from threading import Lock
from typing import Any

from notices.content.choices import Language, NoticeKind
from resources.network.regions import WHOLE_COUNTRY

from . import queries, regions, rules
from .queries import Item
from .rules import Edition

_lock = Lock()
_held: dict[str, "Present"] = {}


@dataclass(frozen=True, slots=True)
class RegionRow:
    code: str
    name: str
    total: int
    affected: int


@dataclass(frozen=True)
class Present:
    """What holds now, read once for all pages of an answer or of a copy."""

    language: str
    now: datetime

    @cached_property
    def current(self) -> list[Item]:
        return queries.current(self.language, self.now)

    @cached_property
    def looked_at(self) -> datetime | None:
        return queries.looked_at()

    @cached_property
    def directory(self) -> regions.Directory:
        return regions.read()

    @cached_property
    def outages(self) -> list[Item]:
        return [item for item in self.current if item.is_outage]

    @cached_property
    def maintenance(self) -> list[Item]:
        return self._of(NoticeKind.MAINTENANCE)

    @cached_property
    def restored(self) -> list[Item]:
        return self._of(NoticeKind.ALL_CLEAR)

    @cached_property
    def named(self) -> dict[str, int]:
        """Affected sites by their own region."""
        return queries.counted_by_region(queries.named_by(self.outages)) if self.outages else {}

    @cached_property
    def affected(self) -> dict[str, int]:
        """Affected sites by region, those of the regions within included."""
        return regions.affected_by_region(self.named, self.directory)

    def health(self, outages: Collection[Any]) -> rules.Health:
        return rules.health(len(outages), self.looked_at, self.now)

    @property
    def well(self) -> bool:
        """Whether of what nobody has announced it may be said that no trouble is known."""
        return self.health(()) == rules.Health.WELL

    def rows(self, code: str = WHOLE_COUNTRY) -> list[RegionRow]:
        known = self.directory
        return [
            RegionRow(one, known.names[one], known.totals[one], self.affected.get(one, 0))
            for one in known.within(code)
            if one in known
        ]

    def _of(self, kind: NoticeKind) -> list[Item]:
        return [item for item in self.current if item.kind == kind]


def of(edition: Edition, language: str, now: datetime) -> Present:
    """This process's reading of an edition. An edition without a name is not kept."""
    if not edition.key:
        return Present(language, now)
    key = f"{edition.key}:{language}"
    with _lock:
        if key not in _held:
            if len(_held) >= 2 * len(Language):
                _held.clear()
            _held[key] = Present(language, now)
        return _held[key]
