"""取号: the counter's own page that gives numbers, and the printed slip."""

import secrets

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from emergency_ops.lib import clock
from incidents.response.counters import queries
from incidents.response.counters.access import counter_or_404, require_arranger, ticket_or_404
from incidents.response.counters.actions import issuing
from incidents.response.counters.choices import TicketSource
from incidents.response.counters.forms import TakeForm
from resources.staff.access import person_of

from .public import ticket_url

#: widths of receipt rolls in millimetres, and the sheet
PAPERS = ("58", "80", "a6")
PAPER_COOKIE = "eo_slip"
A_YEAR = 31_536_000


@require_http_methods(["GET", "HEAD", "POST"])
def issue(request: HttpRequest, number: str, substitute: int) -> HttpResponse:
    """Gives the next number and shows its slip, ready to be printed."""
    person = person_of(request)
    counter = counter_or_404(person, number, substitute)
    require_arranger(person, counter.substitute)
    form = TakeForm(request.POST if request.method == "POST" else None, initial={"key": secrets.token_urlsafe(12)})
    if form.is_bound and form.is_valid():
        ticket = issuing.issue(counter, form.wish(), source=TicketSource.SLIP, actor=person, now=clock.now())
        return redirect("incidents:counter_slip", number=number, substitute=substitute, ticket=ticket.pk)
    take = request.build_absolute_uri(reverse("counter_take", args=[counter.take_token]))
    context = {"counter": counter, "substitute": counter.substitute, "incident": counter.substitute.incident,
               "form": form, "take_url": take}  # fmt: skip
    return render(request, "counters/issue.html", context, status=400 if form.is_bound else 200)


@require_safe
def slip(request: HttpRequest, number: str, substitute: int, ticket: int) -> HttpResponse:
    """?paper=58|80|a6: what the printer at hand takes; the choice is remembered on this device."""
    counter = counter_or_404(person_of(request), number, substitute)
    found = ticket_or_404(counter, ticket)
    asked = request.GET.get("paper", "") or request.COOKIES.get(PAPER_COOKIE, "")
    paper = asked if asked in PAPERS else "80"
    context = {
        "counter": counter,
        "substitute": counter.substitute,
        "incident": counter.substitute.incident,
        "ticket": found,
        "place": queries.place_of(found, counter),
        "url": ticket_url(request, found),
        "paper": paper,
        "papers": PAPERS,
    }
    response = render(request, "counters/slip.html", context)
    if "paper" in request.GET:
        response.set_cookie(PAPER_COOKIE, paper, max_age=A_YEAR, samesite="Lax", httponly=True)
    return response
