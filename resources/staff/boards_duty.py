"""The duty calendar as pages draw it: a month of one post or person, a week or an overview of several posts."""

from calendar import Calendar
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Count, F, Q, QuerySet
from django.db.models.lookups import Exact
from django.utils.translation import gettext_lazy as _

from .choices import DayKind
from .models import CalendarDay, Post, Shift
from .queries_shifts import with_problem
from .rules.calendar import days_between, missing_years

WEEK = timedelta(days=7)
WEEKDAYS = (_("周一"), _("周二"), _("周三"), _("周四"), _("周五"), _("周六"), _("周日"))


@dataclass(frozen=True)
class DayHead:
    """A day as a heading shows it. unknown: the calendar does not have its year."""

    day: date
    kind: str
    name: str
    is_today: bool
    is_outside: bool = False

    @property
    def unknown(self) -> bool:
        return not self.kind

    @property
    def weekday(self) -> str:
        return str(WEEKDAYS[self.day.weekday()])

    @property
    def is_resting(self) -> bool:
        return self.kind in (DayKind.WEEKEND, DayKind.HOLIDAY)

    @property
    def is_named(self) -> bool:
        return self.kind in (DayKind.HOLIDAY, DayKind.MAKEUP)


@dataclass
class DayCell:
    """A day's shifts, or in an overview only how many there are and how many of them have a problem."""

    head: DayHead
    shifts: list[Shift] = field(default_factory=list)
    count: int = 0
    problems: int = 0


@dataclass(frozen=True)
class PostRow:
    post: Post
    cells: Sequence[DayCell]


def month_of(day: date) -> list[date]:
    """The first and the last day of a month's calendar page, which begins on a Monday."""
    weeks = Calendar().monthdatescalendar(day.year, day.month)
    return [weeks[0][0], weeks[-1][-1]]


def month_days(day: date) -> list[date]:
    """The days of the month alone."""
    following = (day.replace(day=28) + timedelta(days=4)).replace(day=1)
    return days_between(day.replace(day=1), following - timedelta(days=1))


def week_days(day: date) -> list[date]:
    monday = day - timedelta(days=day.weekday())
    return days_between(monday, monday + WEEK - timedelta(days=1))


def heads(days: Sequence[date], today: date, month: int = 0) -> list[DayHead]:
    """The headings of these days. One query. month: days of other months are outside; 0 for none."""
    known = {row.day: row for row in CalendarDay.objects.filter(day__range=(days[0], days[-1]))}
    return [
        DayHead(
            day,
            known[day].kind if day in known else "",
            known[day].name if day in known else "",
            day == today,
            bool(month) and day.month != month,
        )
        for day in days
    ]


def missing_of(days: Iterable[DayHead]) -> list[int]:
    """The years among these days that the calendar does not have."""
    known = {head.day.year for head in days if not head.unknown}
    listed = [head.day for head in days]
    return missing_years(min(listed), max(listed), known) if listed else []


def month_weeks(shifts: QuerySet[Shift], days: Sequence[DayHead]) -> list[list[DayCell]]:
    """Weeks of cells with all shifts of these days. One query."""
    by_day: dict[date, list[Shift]] = defaultdict(list)
    for shift in _drawn(shifts, days):
        by_day[shift.day].append(shift)
    cells = [DayCell(head, by_day[head.day]) for head in days]
    return [cells[start : start + 7] for start in range(0, len(cells), 7)]


def week_rows(posts: Sequence[Post], shifts: QuerySet[Shift], days: Sequence[DayHead]) -> list[PostRow]:
    """A row a post with its shifts of these days. One query."""
    found: dict[tuple[int, date], list[Shift]] = defaultdict(list)
    for shift in _drawn(shifts.filter(post__in=posts), days):
        found[shift.post_id, shift.day].append(shift)
    return [PostRow(post, [DayCell(head, found[post.pk, head.day]) for head in days]) for post in posts]


def overview_rows(posts: Sequence[Post], shifts: QuerySet[Shift], days: Sequence[DayHead]) -> list[PostRow]:
    """A row a post with how many shifts each day has and how many have a problem. One query."""
    counted = (
        with_problem(_within(shifts.filter(post__in=posts), days))
        .order_by()
        .values_list("post", "day")
        .annotate(count=Count("pk"), fine=Count("pk", filter=Q(Exact(F("problem"), ""))))
    )
    found = {(post, day): (count, count - fine) for post, day, count, fine in counted}
    return [
        PostRow(post, [DayCell(head, [], *found.get((post.pk, head.day), (0, 0))) for head in days]) for post in posts
    ]


def _drawn(shifts: QuerySet[Shift], days: Sequence[DayHead]) -> QuerySet[Shift]:
    return with_problem(_within(shifts, days)).select_related("post", "person").order_by("period", "pk")


def _within(shifts: QuerySet[Shift], days: Sequence[DayHead]) -> QuerySet[Shift]:
    return shifts.filter(day__range=(days[0].day, days[-1].day))
