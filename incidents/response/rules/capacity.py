"""Whether the substitutes hold up: how many people an hour they can serve, against those who cannot pay as usual.

A substitute at a site serves the people of that site only; one for the whole incident serves whoever no site's substitute
does. What a substitute has not stated counts for nothing, and is said so: no data is not good data.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil


@dataclass(frozen=True, slots=True)
class Demand:
    """A site and its affected users, in people an hour. The code "" stands for sites that are not told apart."""

    code: str
    name: str
    users: float


@dataclass(frozen=True, slots=True)
class Supply:
    """A substitute: its site's code, None for the whole incident; people an hour, None when not stated."""

    site: str | None
    capacity: int | None
    serving: bool


@dataclass(frozen=True, slots=True)
class Balance:
    """People an hour. `prepared`: would be served besides by what is requested or ready. `unstated`: substitutes without figure."""

    name: str
    code: str
    demand: int
    served: int
    prepared: int
    unstated: int = 0

    @property
    def gap(self) -> int:
        """Who cannot be served now."""
        return max(self.demand - self.served, 0)

    @property
    def gap_then(self) -> int:
        """Who cannot be served once everything that is prepared serves."""
        return max(self.demand - self.served - self.prepared, 0)

    @property
    def share(self) -> int:
        """Of the demand, in per cent, 0..100."""
        return _per_cent(self.served, self.demand)

    @property
    def share_prepared(self) -> int:
        return _per_cent(self.served + self.prepared, self.demand) - self.share


@dataclass(frozen=True, slots=True)
class Balances:
    """By site, and in total with what serves the whole incident."""

    sites: Sequence[Balance]
    total: Balance


def balances(demands: Iterable[Demand], supplies: Iterable[Supply], *, whole: int | None = None) -> Balances:
    """At each site capacity counts up to the demand there; what stays over is taken by substitutes for the whole incident.

    whole: the demand in total where it is known; else that of the sites together, before each was rounded up.
    """
    supply, asked = list(supplies), list(demands)
    sites = [_at_site(demand, [one for one in supply if one.site == demand.code]) for demand in asked]
    everywhere = [one for one in supply if one.site is None]
    demand = ceil(round(sum(site.users for site in asked), 1)) if whole is None else whole
    served = min(sum(min(site.served, site.demand) for site in sites) + _sum(everywhere, serving=True), demand)
    both = sum(min(site.served + site.prepared, site.demand) for site in sites) + _sum(everywhere)
    total = Balance("", "", demand, served, max(min(both, demand) - served, 0), _unstated(supply))
    return Balances(sites, total)


def _at_site(demand: Demand, supply: Sequence[Supply]) -> Balance:
    served = _sum(supply, serving=True)
    return Balance(demand.name, demand.code, ceil(demand.users), served, _sum(supply) - served, _unstated(supply))


def _sum(supply: Iterable[Supply], *, serving: bool | None = None) -> int:
    return sum(one.capacity or 0 for one in supply if serving is None or one.serving == serving)


def _unstated(supply: Iterable[Supply]) -> int:
    return sum(one.capacity is None for one in supply)


def _per_cent(part: int, whole: int) -> int:
    if whole <= 0:
        return 100
    return min(part * 100 // whole, 100)
