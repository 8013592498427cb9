"""Pages of pictures, the same pictures for other pages to load, all of them as a report to print, and their tables as files."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from emergency_ops.lib import clock, export
from emergency_ops.lib.charts.period import last_hours
from emergency_ops.lib.charts.picture import Picture
from incidents.monitoring.pictures.payments import payment_pictures
from incidents.monitoring.pictures.queries import paid_at
from incidents.monitoring.pictures.states import terminals_ribbon
from incidents.response.counters.access import counters_for
from incidents.response.counters.models import Ticket
from incidents.response.counters.pictures import waiting_pictures
from resources.network.access import terminal_or_404
from resources.network.models import Terminal
from resources.staff.access import person_of

from .asked import Asked
from .forms import PictureForm
from .sections import SECTIONS, Section, threshold

FIRST = "payments"
#: a terminal's page tells of so many hours
HOURS = 24
REPORT_DAYS = 30
#: groups that come with the report; more of them are fetched by it
DRAWN_AT_ONCE = 2


@require_safe
def page(request: HttpRequest, section: str = FIRST) -> HttpResponse:
    chosen = _section(section)
    form = PictureForm(request.GET.dict(), person_of(request), chosen.filters, chosen.days)
    asked = form.asked(clock.now())
    context = {
        "form": form,
        "section": section,
        "sections": _tabs(request),
        "pictures": _offered(chosen.draw(asked), section, request.GET.urlencode()),
        "asked": asked,
        "report": _address("pictures:report", request.GET.urlencode()),
        "title": chosen.label,
    }
    return render(request, "pictures/page.html", context)


@require_safe
def embedded(request: HttpRequest, section: str) -> HttpResponse:
    """Fragment: the pictures of a group, for the page to whose matter they belong."""
    chosen = _section(section)
    asked = _asked(request, chosen)
    query = request.GET.urlencode()
    pictures = _offered(chosen.draw(asked), section, query)
    context = {"pictures": pictures, "more": _address("pictures:page", query, section)}
    return render(request, "pictures/_embedded.html", context)


@require_safe
def of_terminal(request: HttpRequest, code: str) -> HttpResponse:
    """Fragment: the last day of a terminal."""
    terminal = terminal_or_404(person_of(request), code)
    period = last_hours(HOURS, clock.now())
    ribbon = terminals_ribbon([terminal], terminal.site, period, _("最近24小时的状态"))
    paid = paid_at(Terminal.objects.filter(pk=terminal.pk), period)
    pictures = [ribbon, *payment_pictures(paid, period, threshold(), _("最近24小时"))]
    context = {"pictures": pictures, "more": _address("pictures:page", f"site={terminal.site.code}", "states")}
    return render(request, "pictures/_embedded.html", context)


@require_safe
def of_counter(request: HttpRequest, pk: int) -> HttpResponse:
    """Fragment: how long people have waited at a counter, over all of its days."""
    counter = get_object_or_404(counters_for(person_of(request)), pk=pk)
    pictures = waiting_pictures(Ticket.objects.filter(queue__counter=counter), counter.substitute.place)
    return render(
        request, "pictures/_embedded.html", {"pictures": pictures, "more": reverse("pictures:page", args=["waits"])}
    )


@require_safe
def report(request: HttpRequest) -> HttpResponse:
    """All groups, one picture after the other, each with its table, made to be printed.

    The first ones are on the page, the others are fetched by it; with ?all=1 all are on it.
    """
    now = clock.now()
    form = PictureForm(request.GET.dict(), person_of(request), frozenset(), REPORT_DAYS)
    asked = form.asked(now)
    query = request.GET.urlencode()
    drawn = len(SECTIONS) if "all" in request.GET else DRAWN_AT_ONCE
    context = {
        "groups": [
            (section.label, section.draw(asked), "")
            if number < drawn
            else (section.label, (), _address("pictures:of_report", query, key))
            for number, (key, section) in enumerate(SECTIONS.items())
        ],
        "asked": asked,
        "now": now,
        "back": _address("pictures:page", query, FIRST),
        "all": f"?{query}&all=1" if query else "?all=1",
    }
    return render(request, "pictures/report.html", context)


@require_safe
def of_report(request: HttpRequest, section: str) -> HttpResponse:
    """Fragment: one group as the report shows it."""
    chosen = _section(section)
    asked = PictureForm(request.GET.dict(), person_of(request), frozenset(), REPORT_DAYS).asked(clock.now())
    context = {"label": chosen.label, "pictures": chosen.draw(asked)}
    return render(request, "pictures/_group.html", context)


@require_safe
def table(request: HttpRequest, section: str, key: str) -> HttpResponseBase:
    """The table of a picture as a file: ?export=csv|csv-gb18030|xlsx and the filters of the page."""
    chosen = _section(section)
    kind = request.GET.get("export", "")
    found = next((one for one in chosen.draw(_asked(request, chosen)) if one.key == key), None)
    if found is None or kind not in export.FORMATS:
        raise Http404(key)
    return export.download(kind, found.rows, found.columns, f"{section}-{key}")


def _section(name: str) -> Section:
    if name not in SECTIONS:
        raise Http404(name)
    return SECTIONS[name]


def _asked(request: HttpRequest, section: Section) -> Asked:
    return PictureForm(request.GET.dict(), person_of(request), section.filters, section.days).asked(clock.now())


def _tabs(request: HttpRequest) -> list[tuple[str, object, str]]:
    query = request.GET.urlencode()
    return [(key, section.label, _address("pictures:page", query, key)) for key, section in SECTIONS.items()]


def _offered(pictures: Sequence[Picture], section: str, query: str) -> list[Picture]:
    """With the addresses of their tables as files. Keys are made unique among pages that embed several groups."""
    return [replace(one, key=f"{section}-{one.key}", exports=_exports(section, one.key, query)) for one in pictures]


def _exports(section: str, key: str, query: str) -> list[tuple[str, str]]:
    address = reverse("pictures:table", args=[section, key])
    tail = f"&{query}" if query else ""
    return [(str(label), f"{address}?export={kind}{tail}") for kind, label in export.FORMATS.items()]


def _address(name: str, query: str, *args: Any) -> str:
    address = reverse(name, args=args)
    return f"{address}?{query}" if query else address
