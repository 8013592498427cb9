"""The regions that have sites, as a tree. Pure but for `read`, which is kept for some minutes."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.db.models import Count

from emergency_ops.lib.caching import kept
from resources.network.models import Region, Site
from resources.network.regions import WHOLE_COUNTRY, level, parents

_KEPT: Final = 300


@dataclass(frozen=True, slots=True)
class Directory:
    """names: of every region with sites in it. totals: how many, those of the regions within included."""

    names: Mapping[str, str]
    totals: Mapping[str, int]

    def __contains__(self, code: str) -> bool:
        return code in self.names and code in self.totals

    def within(self, code: str) -> list[str]:
        """The regions of the next level that has more than one, or is the last: not 市辖区, but its districts."""
        inner = [one for one in self.totals if one != code and self.parent(one) == code]
        if len(inner) == 1 and (below := self.within(inner[0])):
            return below
        return sorted(inner)

    def parent(self, code: str) -> str:
        """The nearest region above that is known, the whole country above all."""
        return next((one for one in parents(code) if one in self.totals), WHOLE_COUNTRY)

    def path(self, code: str) -> list[str]:
        """The regions above, the outermost first, without the whole country and without levels that hold one region only."""
        above = [one for one in parents(code) if one in self and one != WHOLE_COUNTRY]
        return [one for one in reversed(above) if not self._is_only(one)]

    def _is_only(self, code: str) -> bool:
        return level(code) > 1 and self.totals.get(self.parent(code)) == self.totals[code]


def read() -> Directory:
    names, totals = kept("status:regions", _KEPT, _read)
    return Directory(names, totals)


def affected_by_region(regions: Mapping[str, int], directory: Directory) -> Counter[str]:
    """How many affected sites each region has, those of the regions within included; from the number in each site's own."""
    found: Counter[str] = Counter()
    for code, count in regions.items():
        for one in (code, *parents(code)):
            if one in directory.totals:
                found[one] += count
    return found


def _read() -> tuple[dict[str, str], dict[str, int]]:
    totals: Counter[str] = Counter()
    for code, count in Site.objects.order_by().values_list("region_id").annotate(Count("pk")):
        for one in (code, *parents(code)):
            totals[one] += count
    names = dict(Region.objects.filter(code__in=totals).values_list("code", "name"))
    return names, {code: count for code, count in totals.items() if code in names}
