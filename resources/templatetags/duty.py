"""What the duty calendar is drawn of. In Python, because a page has hundreds of them."""

from datetime import datetime

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from emergency_ops.lib.clock import SHANGHAI
from resources.staff.boards_duty import DayCell, DayHead
from resources.staff.choices import DayKind, ShiftProblem
from resources.staff.models import Shift

register = template.Library()


@register.simple_tag
def duty_shift(shift: Shift, me: int | None) -> SafeString:
    """A shift as a link: label, who serves or what is wrong, from when to when."""
    problem = getattr(shift, "problem", "")
    look = " duty-shift--problem" if problem else " duty-shift--mine" if me and shift.person_id == me else ""
    return format_html(
        '<a class="duty-shift{}" href="{}">{} <span class="duty-shift__who">{}</span>'
        ' <span class="duty-shift__time">{}</span></a>',
        look,
        reverse("staff:shift", args=[shift.pk]),
        shift.label,
        _who(shift, problem),
        _times(shift.period.lower, shift.period.upper),
    )


@register.simple_tag
def duty_day(head: DayHead, month_too: bool = False) -> SafeString:
    """A day's number, and what the calendar says of it."""
    number = f"{head.day.month}-{head.day.day}" if month_too else str(head.day.day)
    notes = [_("今天")] if head.is_today else []
    notes += [_note(head)] if _note(head) else []
    return format_html(
        '<span class="duty-day"><span class="duty-day__number">{}</span><span class="duty__weekday">{}</span>{}</span>',
        number,
        head.weekday,
        mark_safe("".join(format_html('<span class="duty-day__name">{}</span>', note) for note in notes)),  # noqa: S308
    )


@register.simple_tag
def duty_count(cell: DayCell, post: int, is_first: bool) -> SafeString:
    """A day's cell in the overview: how many shifts there are, or how many have a problem, with a link to the week."""
    head = cell.head
    starts = f"starts-{head.day.isoweekday()} " if is_first else ""
    look = f"{starts}{'is-rest ' if head.is_resting else ''}{'is-today' if head.is_today else ''}"
    if not cell.count:
        return format_html(
            '<td data-day="{}" class="{}"><span class="duty-count nothing">·</span></td>', head.day.day, look
        )
    return format_html(
        '<td data-day="{}" class="{}"><a class="duty-count{}" href="?view=week&amp;post={}&amp;day={}">{}</a></td>',
        head.day.day,
        look,
        " duty-count--problem" if cell.problems else "",
        post,
        head.day.isoformat(),
        _("缺%(count)d") % {"count": cell.problems} if cell.problems else cell.count,
    )


@register.simple_tag
def duty_classes(cell: DayCell) -> str:
    """The classes of a day's cell."""
    head = cell.head
    found = {
        "is-rest": head.is_resting,
        "is-holiday": head.kind == DayKind.HOLIDAY,
        "is-today": head.is_today,
        "is-outside": head.is_outside,
        "is-unknown": head.unknown,
        "is-named": head.is_named,
        "is-empty": not cell.shifts,
    }
    return " ".join(name for name, is_so in found.items() if is_so)


def _note(head: DayHead) -> str:
    if head.kind == DayKind.MAKEUP:
        return _("%(holiday)s调休上班") % {"holiday": head.name}
    return _("日历缺") if head.unknown else head.name


def _who(shift: Shift, problem: str) -> str:
    if problem == ShiftProblem.UNFILLED:
        return _("空缺")
    if problem:
        return _("%(name)s（%(problem)s）") % {"name": shift.person, "problem": ShiftProblem(problem).label}
    return str(shift.person)


def _times(begins: datetime, ends: datetime) -> str:
    since, until = begins.astimezone(SHANGHAI), ends.astimezone(SHANGHAI)
    if since.time() == until.time():
        return _("%(since)s–次日%(until)s") % {"since": f"{since:%H:%M}", "until": f"{until:%H:%M}"}
    return f"{since:%H:%M}–{until:%H:%M}"
