"""The month of a post on a sheet for the wall."""

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from emergency_ops.lib.clock import SHANGHAI
from resources.documents import registry
from resources.documents.choices import PaperKind
from resources.documents.models import Paper

from .access import posts_for
from .boards_duty import WEEKDAYS, DayCell, heads, missing_of, month_of, month_weeks
from .choices import DayKind, ShiftProblem
from .models import Person, Post, Shift
from .rules.calendar import days_between


def month_facts(post: Post, month: date, today: date) -> dict[str, Any]:
    """What the sheet shows, as plain JSON. Two queries."""
    first, last = month_of(month)
    days = heads(days_between(first, last), today, month.month)
    weeks = month_weeks(Shift.objects.filter(post=post), days)
    title = _("%(year)s年%(month)s月") % {"year": month.year, "month": month.month}
    return {
        "post": post.pk,
        "post_name": post.name,
        "month": f"{month:%Y-%m}",
        "subtitle": f"{post.name} · {title}",
        "url": f"{settings.SITE_URL.rstrip('/')}{_address(post.pk, month)}",
        "weekdays": [str(weekday) for weekday in WEEKDAYS],
        "hours": _hours(weeks, month),
        "missing": missing_of([head for head in days if not head.is_outside]),
        "weeks": [[_cell(cell) for cell in week] for week in weeks],
    }


def _hours(weeks: Sequence[Sequence[DayCell]], month: date) -> list[str]:
    """Which shifts the month has and from when to when, each once: 白班 08:00–20:00."""
    cells = (cell for week in weeks for cell in week if cell.head.day.month == month.month)
    shifts = [shift for cell in cells for shift in cell.shifts]
    return list(
        dict.fromkeys(f"{shift.label} {_clock(shift.period.lower)}–{_clock(shift.period.upper)}" for shift in shifts)
    )


def _clock(moment: datetime) -> str:
    return moment.astimezone(SHANGHAI).strftime("%H:%M")


def _cell(cell: DayCell) -> dict[str, Any]:
    head = cell.head
    return {
        "day": "" if head.is_outside else str(head.day.day),
        "name": _("调休上班") if head.kind == DayKind.MAKEUP else head.name,
        "rest": head.is_resting,
        "shifts": [] if head.is_outside else [_line(shift) for shift in cell.shifts],
    }


def _line(shift: Shift) -> dict[str, str]:
    gap = getattr(shift, "problem", "") == ShiftProblem.UNFILLED
    return {"label": shift.label, "who": _("空缺") if gap else str(shift.person)}


def _address(post: int, month: date) -> str:
    return f"{reverse('staff:duty')}?view=month&post={post}&day={month:%Y-%m-01}"


def _may_open(person: Person, paper: Paper) -> bool:
    return posts_for(person).filter(pk=paper.facts.get("post")).exists()


def _back(paper: Paper) -> str:
    return _address(paper.facts["post"], date.fromisoformat(f"{paper.facts['month']}-01"))


registry.register(
    PaperKind.DUTY_CALENDAR,
    template="papers/duty_calendar.html",
    page="A4 landscape",
    css=(Path(__file__).parent / "assets" / "duty_calendar.css",),
    may_open=_may_open,
    back=_back,
)
