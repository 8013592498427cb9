"""What the public sees without logging in, by unguessable addresses: a ticket on one's own phone, the screen, taking a number."""

import secrets
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language_from_request, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from emergency_ops.lib import clock
from emergency_ops.lib.caching import counted
from emergency_ops.lib.errors import Refused
from incidents.response.choices import SubstituteStatus
from incidents.response.counters import queries
from incidents.response.counters.actions import issuing
from incidents.response.counters.choices import TicketSource, TicketState
from incidents.response.counters.forms import TakeForm
from incidents.response.counters.models import Counter, Ticket

LANGUAGES = ("zh-hans", "en")
#: numbers that one address may take at a counter in so many seconds; a household shares one, a joker does not empty the roll
MOST_NUMBERS, WITHIN_SECONDS = 12, 600
#: how long a called number is shown as new on the screen
FRESH_SECONDS = 12


@login_not_required
@require_safe
def ticket(request: HttpRequest, token: str) -> HttpResponse:
    """Whoever has the address sees the number, how many are ahead, and when it is their turn. ?part=1: what moves alone."""
    found = _ticket(token)
    template = "counters/public/_ticket.html" if "part" in request.GET else "counters/public/ticket.html"
    return _public(request, template, _of_ticket(found))


@login_not_required
@require_POST
def leave(request: HttpRequest, token: str) -> HttpResponse:
    found = _ticket(token)
    issuing.leave(found, now=clock.now())
    return _to_ticket(request, token)


@login_not_required
@require_safe
def screen(request: HttpRequest, token: str) -> HttpResponse:
    """The big page: who is being served where. ?part=1: what moves alone."""
    counter = _counter(screen_token=token)
    template = "counters/public/_screen.html" if "part" in request.GET else "counters/public/screen.html"
    return _public(request, template, {**_of_screen(counter), "token": token})


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def take(request: HttpRequest, token: str) -> HttpResponse:
    """A number on one's own phone. The category is what people say; nothing about them is kept."""
    counter = _counter(take_token=token)
    form = TakeForm(request.POST if request.method == "POST" else None, initial={"key": secrets.token_urlsafe(12)})
    context = {"counter": counter, "substitute": counter.substitute, "form": form}
    if request.method == "POST" and form.is_valid():
        try:
            _limit(request, counter)
            issued = issuing.issue(counter, form.wish(), source=TicketSource.PHONE, actor=None, now=clock.now())
        except Refused as refusal:
            return _public(request, "counters/public/take.html", {**context, "refusal": refusal}, refusal.status)
        return _to_ticket(request, issued.token)
    return _public(request, "counters/public/take.html", context, 400 if form.is_bound else 200)


def ticket_url(request: HttpRequest, ticket: Ticket) -> str:
    """The absolute address of a ticket's page, for its QR code."""
    return request.build_absolute_uri(reverse("counter_ticket", args=[ticket.token]))


def _ticket(token: str) -> Ticket:
    rows = Ticket.objects.select_related(
        "window", "for_window", "queue__counter__substitute__incident", "queue__counter__substitute__site"
    )
    found = rows.filter(token=token).first()
    if found is None:
        raise Http404(token)
    return found


def _counter(**wanted: str) -> Counter:
    rows = Counter.objects.select_related("substitute__incident", "substitute__site")
    found = rows.filter(**wanted).first()
    if found is None:
        raise Http404(str(wanted))
    return found


def _of_ticket(ticket: Ticket) -> dict[str, Any]:
    counter = ticket.queue.counter
    place = queries.place_of(ticket, counter) if ticket.state == TicketState.WAITING else None
    is_old = ticket.queue.day != queries.day_of(clock.now())
    is_over = is_old or ticket.state in (TicketState.SERVED, TicketState.LEFT, TicketState.CLOSED)
    return {"ticket": ticket, "counter": counter, "substitute": counter.substitute, "place": place,
            "is_old": is_old, "is_live": not is_over}  # fmt: skip


def _of_screen(counter: Counter) -> dict[str, Any]:
    now = clock.now()
    windows = [one for one in queries.at_windows(counter) if one.window.is_open or one.ticket]
    called = [one.ticket.called_at for one in windows if one.ticket and one.ticket.called_at]
    newest = max(called, default=None)
    return {
        "counter": counter,
        "substitute": counter.substitute,
        "windows": windows,
        "calls": queries.last_calls(counter, now),
        "figures": queries.figures_of([counter.pk], now)[counter.pk],
        "fresh_after": now.timestamp() - FRESH_SECONDS,
        "newest": f"{newest.timestamp():.3f}" if newest else "",
        "is_withdrawn": counter.substitute.status == SubstituteStatus.WITHDRAWN,
        "now": now,
    }


def _to_ticket(request: HttpRequest, token: str) -> HttpResponse:
    """In the language that was chosen."""
    asked = request.GET.get("lang", "")
    address = reverse("counter_ticket", args=[token])
    return redirect(f"{address}?lang={asked}" if asked in LANGUAGES else address)


def _limit(request: HttpRequest, counter: Counter) -> None:
    """Raises Refused for an address that takes too many numbers. Without the cache's server there is no limit."""
    key = f"take:{counter.pk}:{request.META.get('REMOTE_ADDR', '')}"
    if counted(key, WITHIN_SECONDS) > MOST_NUMBERS:
        raise Refused("too_many_numbers", _("取号太频繁，请稍后再试，或到窗口取号。"))


def _public(request: HttpRequest, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    asked = request.GET.get("lang", "")
    language = asked if asked in LANGUAGES else get_language_from_request(request)
    with override(language):
        response = render(request, template, {**context, "lang": asked}, status=status)
    response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    response["Cache-Control"] = "no-store"
    response["Referrer-Policy"] = (
        "same-origin"  # with no-referrer browsers send Origin: null, and their forms are refused
    )
    return response
