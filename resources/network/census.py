"""How many terminals are in which condition in each region. All are counted at once for everybody, by a sweep or by whoever asks."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from django.core.cache import cache
from django.db import connection

from .choices import TerminalStatus
from .conditions import closed_hours, condition_at
from .models import Site, Terminal

#: a census that is older is taken anew
AGE: Final = timedelta(seconds=12)
#: a smaller network is counted in no time, and nothing of it is kept
KEPT_FROM: Final = 5_000
_KEY: Final = "network.census"
#: by site first, for the terminals are many; OFFSET 0 has the condition worked out once a terminal
_BY_REGION: Final = """
SELECT site.region_id, status, condition, sum(number),
       sum(CASE WHEN opening_hours = ANY(%s) THEN number ELSE 0 END), max(heard)
FROM (
    SELECT site_id, status, condition, count(*) AS number, max(state__last_heard_at) AS heard
    FROM ({each} OFFSET 0) AS terminal GROUP BY site_id, status, condition
) AS counted JOIN resources_site site ON site.id = counted.site_id
GROUP BY site.region_id, status, condition
"""


class Line(NamedTuple):
    """Terminals of one region with the same status and condition. closed: those at sites that are closed now."""

    region: str
    status: str
    condition: str
    number: int
    closed: int
    heard_at: datetime | None


@dataclass(frozen=True, slots=True)
class Census:
    """All terminals that are not retired, as of `at`."""

    at: datetime
    rows: tuple[tuple[str, str, str, int, int, datetime | None], ...]

    @property
    def number(self) -> int:
        return sum(row[3] for row in self.rows)

    def within(self, prefixes: Iterable[str]) -> Iterator[Line]:
        """The lines of regions whose codes begin with one of the prefixes ("" for all)."""
        wanted = tuple(prefixes)
        return (Line._make(row) for row in self.rows if row[0].startswith(wanted))


def census(now: datetime) -> Census:
    """The one that is kept, if it is not too old. No query, or two."""
    found: Census | None = cache.get(_KEY)
    return found if found is not None and timedelta() <= now - found.at < AGE else take_census(now)


def take_census(now: datetime) -> Census:
    """Counts, and keeps it for everybody. Two queries."""
    found = Census(now, tuple(_counted(now)))
    if found.number >= KEPT_FROM:
        cache.set(_KEY, found, AGE.total_seconds())
    return found


def _counted(now: datetime) -> Iterator[tuple[str, str, str, int, int, datetime | None]]:
    shut = closed_hours(Site.objects.all(), now)
    used = Terminal.objects.exclude(status=TerminalStatus.RETIRED).annotate(condition=condition_at(now)).order_by()
    each = used.values_list("site_id", "status", "condition", "state__last_heard_at")
    statement, parameters = each.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(_BY_REGION.format(each=statement), [shut, *parameters])
        for region, status, condition, number, closed, heard_at in cursor.fetchall():
            yield region, status, condition, int(number), int(closed), heard_at
