"""What a notice can tell of, in plain values, and what goes into each placeholder of a template. Pure.

Notices speak to passers-by in the language of the notice, whatever language their author works in, so these texts are no
message ids: Chinese is in `scene_zh`, English in `scene_en`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Protocol

from . import scene_en, scene_zh
from .choices import Language

#: longer lists of substitutes are cut: each site's paper has its own
MOST_WAYS: Final = 5


@dataclass(frozen=True, slots=True)
class Stand:
    """A substitute that is ready or serves. site: "" for the whole incident. row: the same as JSON."""

    kind: str
    place: str
    hours: str
    site: str = ""

    @property
    def row(self) -> list[str]:
        return [self.kind, self.site, self.place, self.hours]


@dataclass(frozen=True, slots=True)
class Scene:
    """An outage. cause: in plain Chinese, see wording.cause(). places: names of its sites. Datetimes are local and aware.

    method: the payment method that fails, "" where terminals are down. takes_cash: affected terminals have a cash slot.
    scans: there are emergency payment codes. restored_at: since when it works again, or was found to have worked all along.
    """

    region: str
    scope: str
    cause: str
    method: str
    places: tuple[str, ...]
    sites: int
    terminals: int
    began_at: datetime
    expected_until: datetime | None
    restored_at: datetime | None
    ways: tuple[Stand, ...]
    takes_cash: bool
    scans: bool
    hotline: str
    organisation: str
    url: str
    faq: str
    now: datetime

    @property
    def shown_ways(self) -> tuple[Stand, ...]:
        """Those that people go to or use, the ones for everybody first; the telephone is told apart."""
        return self._walkable[:MOST_WAYS]

    @property
    def hides_ways(self) -> bool:
        return len(self._walkable) > MOST_WAYS

    @property
    def counters(self) -> tuple[Stand, ...]:
        return tuple(way for way in self.ways if way.kind == "counter")

    @property
    def counters_everywhere(self) -> bool:
        """Whether each site has a counter, or there is one for all."""
        places = {way.site for way in self.counters}
        return "" in places or len(places) >= self.sites > 0

    @property
    def _walkable(self) -> tuple[Stand, ...]:
        ways = [way for way in self.ways if way.kind != "hotline"]
        return tuple(sorted(ways, key=lambda way: bool(way.site)))


@dataclass(frozen=True, slots=True)
class Planned:
    """Maintenance that is announced before it is done. work: what is done, in the words of whoever announces it."""

    region: str
    places: tuple[str, ...]
    sites: int
    began_at: datetime
    until: datetime
    work: str
    hotline: str
    organisation: str
    url: str
    faq: str


class _Phrases(Protocol):
    def of_outage(self, scene: Scene) -> Mapping[str, str]: ...
    def of_maintenance(self, planned: Planned) -> Mapping[str, str]: ...


_BY_LANGUAGE: Final[Mapping[str, _Phrases]] = {Language.ZH: scene_zh, Language.EN: scene_en}


def values(scene: Scene | Planned, language: str) -> dict[str, str]:
    """The value of every placeholder (see patterns.placeholders) that such a notice has; "" for what it has not."""
    phrases = _BY_LANGUAGE[language]
    found = phrases.of_outage(scene) if isinstance(scene, Scene) else phrases.of_maintenance(scene)
    return dict(found)
