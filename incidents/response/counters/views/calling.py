"""叫号: a window's page, for phone, tablet and old office PCs. One big button; everything works without JavaScript."""

import secrets
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from emergency_ops.lib import clock
from emergency_ops.lib.errors import Refused
from emergency_ops.lib.middleware import toast
from incidents.response.counters import queries
from incidents.response.counters.access import counter_or_404, require_caller, ticket_or_404, window_or_404
from incidents.response.counters.actions import calling, setting_up
from incidents.response.counters.choices import PriorityCategory
from incidents.response.counters.models import Counter, Ticket, Window
from incidents.response.counters.rules.tickets import RECALLS
from resources.staff.access import person_of

#: the most that a number in a request has
DIGITS = 18
#: what may be done with a ticket from the page, besides sending it to another window
STEPS: dict[str, Callable[..., Ticket]] = {
    "recall": calling.recall,
    "serve": calling.serve,
    "miss": calling.miss,
    "put-back": calling.put_back,
}


@require_safe
def window(request: HttpRequest, number: str, substitute: int, window: int) -> HttpResponse:
    counter, at = _window(request, number, substitute, window)
    return render(request, "counters/window.html", _context(counter, at))


@require_safe
def waiting(request: HttpRequest, number: str, substitute: int, window: int) -> HttpResponse:
    """Fragment: who waits and who was passed over; asked for every few seconds."""
    counter, at = _window(request, number, substitute, window)
    return render(request, "counters/_waiting.html", _context(counter, at))


@require_POST
def call_next(request: HttpRequest, number: str, substitute: int, window: int) -> HttpResponse:
    counter, at = _window(request, number, substitute, window)
    ticket = calling.call_next(at, request.POST.get("key", ""), actor=person_of(request), now=clock.now())
    said = "" if ticket else _("现在没有可叫的号码。")
    return _answer(request, counter, at, said)


@require_POST
def step(request: HttpRequest, number: str, substitute: int, window: int, name: str) -> HttpResponse:
    """ticket: recall, serve, miss or put back."""
    counter, at = _window(request, number, substitute, window)
    STEPS[name](_ticket(request, counter), actor=person_of(request), now=clock.now())
    return _answer(request, counter, at)


@require_POST
def transfer(request: HttpRequest, number: str, substitute: int, window: int) -> HttpResponse:
    """ticket, to: the number of the other window."""
    counter, at = _window(request, number, substitute, window)
    to = window_or_404(counter, _number(request.POST.get("to", "")))
    calling.transfer(_ticket(request, counter), to, actor=person_of(request), now=clock.now())
    return _answer(request, counter, at, _("已转到%(number)s号窗口。") % {"number": to.number})


@require_POST
def pause(request: HttpRequest, number: str, substitute: int, window: int) -> HttpResponse:
    """open: 1 opens the window, anything else pauses it."""
    _counter, at = _window(request, number, substitute, window)
    setting_up.open_window(at, is_open=request.POST.get("open") == "1", actor=person_of(request), now=clock.now())
    return redirect("incidents:counter_window", number=number, substitute=substitute, window=window)


def _window(request: HttpRequest, number: str, substitute: int, window: int) -> tuple[Counter, Window]:
    """The window, for those who may call at it."""
    person = person_of(request)
    counter = counter_or_404(person, number, substitute)
    require_caller(person, counter)
    return counter, window_or_404(counter, window)


def _ticket(request: HttpRequest, counter: Counter) -> Ticket:
    return ticket_or_404(counter, _number(request.POST.get("ticket", "")))


def _number(text: str) -> int:
    if not text.isdecimal() or len(text) > DIGITS:
        raise Refused("number", _("请求不完整，请刷新页面再试。"))
    return int(text)


def _answer(request: HttpRequest, counter: Counter, at: Window, said: str = "") -> HttpResponse:
    """The window's part of the page to htmx, else the page again."""
    if getattr(request, "htmx", False):
        return render(request, "counters/_window.html", {**_context(counter, at), "said": said})
    if said:
        toast(request, said)
    incident = counter.substitute.incident
    return redirect("incidents:counter_window", number=incident.number, substitute=counter.pk, window=at.number)


def _context(counter: Counter, at: Window) -> dict[str, Any]:
    now = clock.now()
    windows = queries.at_windows(counter)
    mine = next((one for one in windows if one.window.pk == at.pk), None)
    served_away, taken_away = queries.takings_away(counter, at)
    return {
        "counter": counter,
        "substitute": counter.substitute,
        "incident": counter.substitute.incident,
        "window": mine.window if mine else at,
        "current": mine.ticket if mine else None,
        "others": [one for one in windows if one.window.pk != at.pk],
        "figures": queries.figures_of([counter.pk], now)[counter.pk],
        "missed": queries.missed(counter, now),
        "recalls": RECALLS,
        "key": secrets.token_urlsafe(12),
        "paper_last": queries.last_paper(at, now),
        "served_away": served_away,
        "taken_away": taken_away,
        "categories": PriorityCategory.choices,
    }
