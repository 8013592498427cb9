"""The tickets of a counter as a list and a download, the counters that I staff, and the list for new counters."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from emergency_ops.lib import clock
from emergency_ops.lib.listing import Column, Empty, display, list_page
from emergency_ops.lib.middleware import toast
from emergency_ops.lib.roles import COORDINATORS, Role, has_role
from emergency_ops.lib.wording import listed
from incidents.response.access import incident_or_404
from incidents.response.counters import defaults, queries
from incidents.response.counters.access import counter_or_404, counters_for, counters_staffed_by
from incidents.response.counters.actions.checking import Item, save_defaults
from incidents.response.counters.filters import TicketFilter
from incidents.response.counters.forms_opening import CheckItems
from incidents.response.counters.models import Ticket
from incidents.response.counters.models_opening import CheckDefault
from incidents.response.counters.queries import tickets_of
from incidents.templatetags.queue import need_labels, ticket_code
from resources.staff.access import person_of


@require_safe
def tickets(request: HttpRequest, number: str, substitute: int) -> HttpResponseBase:
    """No personal data: numbers, groups, times."""
    counter = counter_or_404(person_of(request), number, substitute)
    row = counter.substitute
    return list_page(
        request,
        queryset=tickets_of(counter),
        filterset_class=TicketFilter,
        columns=COLUMNS,
        template="counters/tickets.html",
        title=_("排队记录"),
        context={"counter": counter, "substitute": row, "incident": row.incident},
        export_name=f"tickets-{row.incident.number}-{row.pk}",
        term="queue_ticket",
        default_order="-issued_at",
        empty=Empty(_("还没有人取号"), _("窗口开放后，在窗口或手机上取的号列在这里。"), icon="queue-list"),
    )


@require_safe
def waits(request: HttpRequest, number: str) -> HttpResponse:
    """Fragment of the incident's page: how long people wait, over all of its counters and at each."""
    person, now = person_of(request), clock.now()
    incident = incident_or_404(person, number)
    counters = list(counters_for(person).filter(substitute__incident=incident).order_by("created_at"))
    found = queries.figures_of([counter.pk for counter in counters], now)
    total = queries.figures_of_incident(incident, now)
    rows = [(counter, found[counter.pk]) for counter in counters]
    return render(request, "counters/_waits.html", {"incident": incident, "rows": rows, "figures": total})


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """我的窗口: where I serve, with one touch to the page on which I call."""
    person = person_of(request)
    counters = list(counters_staffed_by(person))
    figures = queries.figures_of([counter.pk for counter in counters], clock.now())
    rows = [(counter, queries.clerks_window(counter, person), figures[counter.pk]) for counter in counters]
    return render(request, "counters/mine.html", {"rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
def check_defaults(request: HttpRequest) -> HttpResponse:
    """The list that new counters get."""
    person = person_of(request)
    may_save = has_role(person, *COORDINATORS, Role.ADMINISTRATOR)
    rows = list(CheckDefault.objects.all()) or defaults.built_in()
    names = ("phase", "text", "text_en", "code", "is_active")
    items = CheckItems(request.POST or None, initial=[{name: getattr(row, name) for name in names} for row in rows])
    if request.method == "POST" and items.is_valid():
        given = [form.cleaned_data for form in items if form.cleaned_data.get("text")]
        save_defaults([Item(**one) for one in given], actor=person)
        toast(request, _("已保存。今后设置的窗口使用新的检查表。"))
        return redirect("incidents:counter_checks")
    return render(request, "counters/check_defaults.html", {"items": items, "may_save": may_save})


def _minutes(begin: str, end: str) -> Callable[[Ticket], Any]:
    def value(ticket: Ticket) -> Any:
        started, stopped = getattr(ticket, begin), getattr(ticket, end)
        return None if started is None or stopped is None else round((stopped - started).total_seconds() / 60, 1)

    return value


COLUMNS = [
    Column("number", gettext_lazy("号码"), ticket_code, order="number"),
    Column("day", gettext_lazy("日期"), lambda ticket: ticket.queue.day.isoformat(), order="queue__day", phone=False),
    Column("category", gettext_lazy("优先类别"), lambda ticket: display("category")(ticket) if ticket.category else "",
           order="category"),
    Column("needs", gettext_lazy("需要的协助"), lambda ticket: listed(need_labels(ticket)), wide=True),
    Column("source", gettext_lazy("取号方式"), display("source"), order="source", phone=False),
    Column("state", gettext_lazy("状态"), display("state"), order="state", template="counters/cells/state.html"),
    Column("issued_at", gettext_lazy("取号时间"), lambda ticket: ticket.issued_at, order="issued_at"),
    Column("called_first_at", gettext_lazy("首次叫号"), lambda ticket: ticket.called_first_at, order="called_first_at"),
    Column("waited", gettext_lazy("等候（分钟）"), _minutes("issued_at", "called_first_at"), numeric=True),
    Column("took", gettext_lazy("办理（分钟）"), _minutes("called_at", "ended_at"), numeric=True, phone=False),
    Column("window", gettext_lazy("窗口"), lambda ticket: ticket.window.number if ticket.window else None,
           numeric=True),
]  # fmt: skip
