"""受影响用户数: how many people an hour cannot pay as usual, estimated from what is known of the sites.

For each site, in people per opening hour::

    users = min(payments, visitors / hours) x share x method

    payments   usual payments an hour at all self-service terminals of the site   [1/h]
    visitors   the site's daily visitors                                          [1/day]
    hours      opening hours of a day                                             [h/day]
    share      usual payments of the affected terminals / those of all terminals  [0..1]
    method     1 when nothing can be paid; else the failing method's part of the
               payment methods that the affected terminals take                   [0..1]

One payment counts as one person, but no more people pay in an hour than visit. Where either figure is not known (0) the
other one stands alone; where no terminal has usual payments, the share is counted in terminals.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

TERMS_SHOWN = 20


@dataclass(frozen=True, slots=True)
class SiteLoad:
    """A site, what is usual there, and what of it is affected. `method_share` is 1 unless only one method fails."""

    code: str
    name: str
    daily_visitors: int
    open_hours: float
    terminals: int
    affected: int
    hourly_payments: float
    affected_payments: float
    method_share: float = 1.0

    @property
    def share(self) -> float:
        if self.hourly_payments > 0:
            return min(self.affected_payments / self.hourly_payments, 1.0)
        return self.affected / self.terminals if self.terminals else 0.0

    @property
    def visitors_per_hour(self) -> float:
        return self.daily_visitors / self.open_hours if self.open_hours > 0 else 0.0

    @property
    def people_per_hour(self) -> float:
        """Who usually pays at the site's terminals in an opening hour."""
        known = [figure for figure in (self.hourly_payments, self.visitors_per_hour) if figure > 0]
        return min(known, default=0.0)

    @property
    def users(self) -> float:
        return self.people_per_hour * self.share * self.method_share


def estimate(sites: Iterable[SiteLoad]) -> dict[str, Any]:
    """The terms of the formula, to be stored with the incident.

    {"users": people an hour, "sites": how many, "terms": the sites with most people, at most TERMS_SHOWN, each with code,
    name, visitors_per_hour, payments_per_hour, share, method_share, users}
    """
    loads = sorted(sites, key=lambda load: (-load.users, load.code))
    return {
        "users": round(sum(load.users for load in loads)),
        "sites": len(loads),
        "terms": [_term(load) for load in loads[:TERMS_SHOWN]],
    }


def _term(load: SiteLoad) -> dict[str, Any]:
    return {
        "code": load.code,
        "name": load.name,
        "visitors_per_hour": round(load.visitors_per_hour, 1),
        "payments_per_hour": round(load.hourly_payments, 1),
        "terminals": load.terminals,
        "affected": load.affected,
        "share": round(load.share, 3),
        "method_share": round(load.method_share, 3),
        "users": round(load.users, 1),
    }
