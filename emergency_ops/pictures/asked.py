"""What a page of pictures is asked for, within what the person sees."""

from dataclasses import dataclass

from emergency_ops.lib.charts.period import Period
from emergency_ops.wall.scope import Prefixes
from resources.network.models import Site
from resources.network.regions import prefix_of
from resources.staff.models import Person


@dataclass(frozen=True)
class Asked:
    """prefixes: of the regions asked for that the person sees. region: its code, or "". place: in words, for titles."""

    person: Person
    period: Period
    prefixes: Prefixes
    place: str
    region: str = ""
    site: Site | None = None
    method: str = ""
    drills: bool = False

    @property
    def digits(self) -> int:
        """Of the regions' codes by which something is grouped: the level below the region asked for, provinces by default."""
        return min(6, len(prefix_of(self.region)) + 2) if self.region else 2
