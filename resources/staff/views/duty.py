"""The duty calendar: a month of one post or person, a week or an overview of several posts."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from emergency_ops.lib import clock
from resources.documents.actions import order, printed_language
from resources.documents.choices import PaperKind
from resources.network.queries import region_choices
from resources.network.regions import prefix_of
from resources.staff import boards_duty as boards
from resources.staff.access import person_of, post_or_404, posts_for
from resources.staff.access_duty import may_edit_calendar, may_plan, may_plan_anywhere, shifts_for
from resources.staff.models import Person, Post, Rota, Shift
from resources.staff.papers_duty import month_facts
from resources.staff.queries import post_choices
from resources.staff.queries_duty import local_day
from resources.staff.rules.calendar import days_between

POSTS_A_PAGE = 20


@dataclass(frozen=True)
class Asked:
    """What of the duty calendar is asked for. post and region: empty for all; name: a part of a person's name."""

    view: str
    day: date
    post: Post | None
    region: str
    name: str


@require_safe
def duty(request: HttpRequest) -> HttpResponse:
    person = person_of(request)
    asked = _asked(request, person)
    today = local_day(clock.now())
    context = {
        "asked": asked,
        "today": today,
        "regions": region_choices(person),
        "posts": post_choices(posts_for(person).filter(is_active=True)),
        "may_plan": may_plan_anywhere(person),
        "may_edit_calendar": may_edit_calendar(person),
        **_drawn(request, person, asked, today),
        **_steps(request, asked),
    }
    return render(request, "staff/duty.html", context)


def _asked(request: HttpRequest, person: Person) -> Asked:
    pk, name = request.GET.get("post", ""), request.GET.get("person", "").strip()
    post = posts_for(person).select_related("region").filter(pk=pk).first() if pk.isdecimal() else None
    view = request.GET.get("view", "")
    if view not in ("week", "month"):
        view = "month" if post else "week"
    return Asked(view, _day(request.GET.get("day", "")), post, request.GET.get("region", ""), name)


def _day(text: str) -> date:
    """The day asked for (2026-11-23, or a month 2026-11); today for anything else."""
    try:
        day = date.fromisoformat(text if len(text) > 7 else f"{text}-01")
    except ValueError:
        return local_day(clock.now())
    return day if 2000 <= day.year <= 2100 else local_day(clock.now())


def _drawn(request: HttpRequest, person: Person, asked: Asked, today: date) -> dict[str, Any]:
    shifts = _shifts(person, asked)
    if asked.view == "month" and asked.post:
        first, last = boards.month_of(asked.day)
        days = boards.heads(days_between(first, last), today, asked.day.month)
        return {
            "kind": "month",
            "weeks": boards.month_weeks(shifts, days),
            "missing": boards.missing_of(days),
            "may_plan_post": may_plan(person, asked.post),
            "rotas": Rota.objects.filter(post=asked.post).order_by("-starts_on"),
        }
    listed = boards.week_days(asked.day) if asked.view == "week" else boards.month_days(asked.day)
    days = boards.heads(listed, today)
    page = Paginator(_posts(person, asked, shifts, listed), POSTS_A_PAGE).get_page(request.GET.get("page"))
    rows = boards.week_rows if asked.view == "week" else boards.overview_rows
    return {
        "kind": "week" if asked.view == "week" else "overview",
        "days": days,
        "rows": rows(list(page.object_list), shifts, days),
        "page": page,
        "missing": boards.missing_of(days),
    }


def _shifts(person: Person, asked: Asked) -> QuerySet[Shift]:
    shifts = shifts_for(person)
    if asked.post:
        shifts = shifts.filter(post=asked.post)
    return shifts.filter(person__name__icontains=asked.name) if asked.name else shifts


def _posts(person: Person, asked: Asked, shifts: QuerySet[Shift], days: list[date]) -> QuerySet[Post]:
    """The posts that have a rota or shifts in this time, as the filters say."""
    posts = posts_for(person).select_related("region").order_by("region", "function", "pk")
    if asked.post:
        return posts.filter(pk=asked.post.pk)
    if asked.region:
        posts = posts.filter(region__code__startswith=prefix_of(asked.region))
    serving = shifts.filter(post=OuterRef("pk"), day__range=(days[0], days[-1]))
    if asked.name:
        return posts.filter(Exists(serving))
    return posts.filter(Exists(serving) | Exists(Rota.objects.filter(post=OuterRef("pk"), ends_on=None)))


def _steps(request: HttpRequest, asked: Asked) -> dict[str, str]:
    """The addresses of the time before and after, of the other view, and of the pages."""
    if asked.view == "week":
        before, after = asked.day - timedelta(days=7), asked.day + timedelta(days=7)
    else:
        before = asked.day.replace(day=1) - timedelta(days=1)
        after = asked.day.replace(day=28) + timedelta(days=4)

    def address(**changes: str) -> str:
        query = request.GET.copy()
        for key, value in changes.items():
            query[key] = value
        return f"?{query.urlencode()}"

    return {
        "before": address(day=before.isoformat(), page="1"),
        "after": address(day=after.isoformat(), page="1"),
        "now_address": address(day="", page="1"),
        "week_address": address(view="week", page="1"),
        "month_address": address(view="month", page="1"),
        "page_address": address(page=""),
    }


@require_POST
def duty_paper(request: HttpRequest, pk: int) -> HttpResponse:
    """Order the month of a post as a sheet for the wall."""
    person = person_of(request)
    post, month = post_or_404(person, pk), _day(request.POST.get("month", "")).replace(day=1)
    now = clock.now()
    with printed_language():
        facts = month_facts(post, month, local_day(now))
        title = _("值班表 %(subtitle)s") % {"subtitle": facts["subtitle"]}
    paper = order(PaperKind.DUTY_CALENDAR, facts, title=title, region=None, actor=person, now=now)
    return redirect("papers:paper", paper.pk)
