"""My duty, for the phone: am I on duty, my next shifts, requests that wait for me, my calendar's address."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from emergency_ops.lib import clock
from emergency_ops.lib.middleware import toast
from resources.staff.access import person_of, post_or_404
from resources.staff.actions.feeds import renew_feed, revoke_feed
from resources.staff.choices import SwapState
from resources.staff.models import CalendarFeed, Person, Post, Shift, ShiftSwap
from resources.staff.queries_duty import HORIZON, known_years, local_day
from resources.staff.queries_shifts import with_problem
from resources.staff.rules.calendar import missing_years

#: shifts that the page names; the rest is in the calendar
SHOWN = 20


@require_safe
def my_duty(request: HttpRequest) -> HttpResponse:
    person, now = person_of(request), clock.now()
    today = local_day(now)
    mine = _mine(person, now)
    open_swaps = ShiftSwap.objects.filter(state=SwapState.ASKED).select_related("shift__post", "counter_shift__post")
    open_swaps = open_swaps.select_related("asker", "taker").order_by("created_at")
    context = {
        "running": [shift for shift in mine if shift.period.lower <= now],
        "coming": [shift for shift in mine if shift.period.lower > now],
        "asked_of_me": open_swaps.filter(taker=person),
        "asked_by_me": open_swaps.filter(asker=person),
        "feed": CalendarFeed.objects.filter(created_by=person, person=person, revoked_at=None).first(),
        "handovers": _address("staff:handovers_waiting"),
        "missing": missing_years(today, today + HORIZON, known_years()),
        "today": today,
        "tomorrow": today + timedelta(days=1),
    }
    return render(request, "staff/my_duty.html", context)


@require_POST
def my_feed(request: HttpRequest) -> HttpResponse:
    return _change_feed(request, None)


@require_POST
def post_feed(request: HttpRequest, pk: int) -> HttpResponse:
    return _change_feed(request, post_or_404(person_of(request), pk))


@require_safe
def post_feed_page(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    post = post_or_404(person, pk)
    feed = CalendarFeed.objects.filter(created_by=person, post=post, revoked_at=None).first()
    return render(request, "staff/feed.html", {"post": post, "feed": feed})


def _change_feed(request: HttpRequest, post: Post | None) -> HttpResponse:
    """A new address, shown this once, or none any more."""
    person, now = person_of(request), clock.now()
    if request.POST.get("do") == "revoke":
        revoke_feed(post, actor=person, now=now)
        toast(request, _("订阅地址已停用。"))
        return redirect("staff:post_feed_page", post.pk) if post else redirect("staff:my_duty")
    feed, secret = renew_feed(post, actor=person, now=now)
    address = settings.SITE_URL.rstrip("/") + reverse("staff:feed", args=[secret])
    response = render(request, "staff/feed.html", {"post": post, "feed": feed, "address": address})
    response["Cache-Control"] = "no-store"
    return response


def _mine(person: Person, now: datetime) -> list[Shift]:
    """The shifts that run or are to come, with what is wrong with them. One query."""
    rows = Shift.objects.filter(Q(period__endswith__gt=now), person=person)
    return list(with_problem(rows).select_related("post").order_by("period")[:SHOWN])


def _address(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
