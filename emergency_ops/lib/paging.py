"""Pages of lists that may have a million rows: counting stops early, and an unfiltered table is estimated."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connections
from django.db.models import QuerySet

#: counting stops here, and the page says "10,000+"
COUNT_LIMIT = 10_000
#: an unfiltered table with more rows than this is not counted but estimated from the planner's statistics
ESTIMATE_ABOVE = 100_000


@dataclass(frozen=True)
class Count:
    """How many rows there are: exactly, at least (`more`), or about (`estimated`)."""

    number: int
    more: bool = False
    estimated: bool = False

    @property
    def exact(self) -> bool:
        return not (self.more or self.estimated)


@dataclass(frozen=True)
class Page:
    """One page of rows; numbers start at 1."""

    objects: Sequence[Any]
    number: int
    per_page: int
    has_next: bool
    count: Count

    @property
    def has_previous(self) -> bool:
        return self.number > 1

    @property
    def first(self) -> int:
        return (self.number - 1) * self.per_page + 1 if self.objects else 0

    @property
    def last(self) -> int:
        return (self.number - 1) * self.per_page + len(self.objects)

    @property
    def last_number(self) -> int | None:
        """The last page's number; None where the count is not exact."""
        return max(1, -(-self.count.number // self.per_page)) if self.count.exact else None


def page_of(queryset: QuerySet[Any], asked: str | None, per_page: int, head: QuerySet[Any] | None = None) -> Page:
    """The page asked for, or the last one there is. Two queries, and one more where rows are estimated.

    head: some of the rows, in the same order and before all others; a page that they fill is read from them alone.
    """
    count = count_of(queryset)
    number = int(asked) if asked and asked.isdecimal() and len(asked) < 8 else 1
    if count.exact:
        number = min(number, -(-count.number // per_page))
    number = max(1, number)
    start = (number - 1) * per_page
    rows = list(head[start : start + per_page + 1]) if head is not None else []
    if len(rows) <= per_page:
        rows = list(queryset[start : start + per_page + 1])
    return Page(rows[:per_page], number, per_page, len(rows) > per_page, count)


def count_of(queryset: QuerySet[Any]) -> Count:
    """Counts up to COUNT_LIMIT; asks the statistics of an unfiltered table that is large."""
    number = queryset.order_by()[: COUNT_LIMIT + 1].count()
    if number <= COUNT_LIMIT:
        return Count(number)
    if not queryset.query.where and not queryset.query.distinct:
        estimate = _estimate(queryset)
        if estimate > ESTIMATE_ABOVE:
            return Count(estimate, estimated=True)
    return Count(COUNT_LIMIT, more=True)


def _estimate(queryset: QuerySet[Any]) -> int:
    table = queryset.model._meta.db_table
    with connections[queryset.db].cursor() as cursor:
        cursor.execute("SELECT reltuples::bigint FROM pg_class WHERE oid = to_regclass(%s)", [f'"{table}"'])
        row = cursor.fetchone()
    return int(row[0]) if row else 0
