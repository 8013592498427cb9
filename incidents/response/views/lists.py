"""The list of incidents, and the short ones that other pages load."""

from collections.abc import Sequence

from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_safe

from emergency_ops.lib import clock
from emergency_ops.lib.listing import Column, Empty, list_page
from emergency_ops.lib.roles import OPERATORS, has_role
from incidents.response import messages, queries
from incidents.response.access import incident_or_404, incidents_for, terminals_of
from incidents.response.choices import OPEN_STATUSES, RUNNING_STATUSES
from incidents.response.filters import IncidentFilter, IncidentTerminalFilter
from incidents.response.models import Incident, IncidentTerminal
from incidents.response.reading import clock_of
from incidents.response.standing.queries import standings
from resources.network.access import site_or_404, terminal_or_404
from resources.staff.access import person_of

SHORT = 10
PAGE_SIZES = {"10": 10, "20": 20, "100": 100}


def _clock_text(incident: Incident) -> str:
    return messages.clock_text(clock_of(incident, clock.now()))


COLUMNS = (
    Column(
        "number", gettext_lazy("编号"), lambda row: row.number, order="number", template="response/cells/number.html"
    ),
    Column("title", gettext_lazy("标题"), lambda row: row.title, template="response/cells/title.html", wide=True),
    Column(
        "status",
        gettext_lazy("状态"),
        lambda row: row.get_status_display(),
        order="status",
        template="response/cells/status.html",
    ),
    Column(
        "clock",
        gettext_lazy("替代时限"),
        _clock_text,
        order="clock_due_at",
        template="response/cells/clock.html",
        term="clock",
    ),
    Column(
        "grade",
        gettext_lazy("等级"),
        lambda row: row.get_grade_display(),
        order="grade",
        template="response/cells/grade.html",
        term="grade",
    ),
    Column(
        "scope",
        gettext_lazy("影响范围"),
        lambda row: row.get_scope_display(),
        order="scope",
        template="response/cells/scope.html",
        term="scope",
    ),
    Column("region", gettext_lazy("区域"), lambda row: row.region and row.region.name, order="region", phone=False),
    Column(
        "terminals", gettext_lazy("终端"), lambda row: row.affected_terminals, order="affected_terminals", numeric=True
    ),
    Column(
        "users",
        gettext_lazy("用户/小时"),
        lambda row: row.affected_users,
        order="affected_users",
        numeric=True,
        phone=False,
    ),
    Column("began", gettext_lazy("开始"), lambda row: row.began_at, order="began_at"),
)


@require_safe
def incident_list(request: HttpRequest) -> HttpResponseBase:
    person = person_of(request)
    return list_page(
        request,
        queryset=queries.listed(person).select_related("policy_version"),
        filterset_class=IncidentFilter,
        columns=COLUMNS,
        template="response/list.html",
        title=_("事件"),
        context={"may_open": has_role(person, *OPERATORS)},
        export_name="incidents",
        term="incident",
        empty=Empty(
            gettext_lazy("还没有事件"),
            gettext_lazy("较重的预警会自动成为事件；有人报告故障时，也可以登记。"),
            "shield-check",
            "incidents:create",
            gettext_lazy("登记事件"),
            OPERATORS,
        ),
        default_order="-opened_at",
        row_href=lambda row: reverse("incidents:detail", args=[row.number]),
        per_page=PAGE_SIZES.get(request.GET.get("per_page", ""), 20),
        enrich=_with_standing,
    )


def _with_standing(rows: Sequence[Incident]) -> None:
    """`standing` on those that go on: what is missing, and whose turn it is."""
    found = standings([row for row in rows if row.status in RUNNING_STATUSES], clock.now())
    for row in rows:
        row.standing = found.get(row.pk)  # type: ignore[attr-defined]


TERMINAL_COLUMNS = (
    Column(
        "code",
        gettext_lazy("终端编号"),
        lambda row: row.terminal.code,
        order="terminal__code",
    ),
    Column("site", gettext_lazy("网点"), lambda row: row.terminal.site.name, order="terminal__site__code", wide=True),
    Column("since", pgettext_lazy("period", "自"), lambda row: row.since, order="since"),
    Column(
        "until",
        pgettext_lazy("period", "至"),
        lambda row: row.until,
        order="until",
        template="response/cells/until.html",
    ),
)


@require_safe
def terminals(request: HttpRequest, number: str) -> HttpResponseBase:
    """All terminals of an incident that the person sees."""
    person = person_of(request)
    incident = incident_or_404(person, number)
    return list_page(
        request,
        queryset=terminals_of(person, incident).select_related("terminal__site"),
        filterset_class=IncidentTerminalFilter,
        columns=TERMINAL_COLUMNS,
        template="response/terminals.html",
        title=_("受影响终端"),
        context={"incident": incident},
        export_name=f"{incident.number}-terminals",
        term="affected_terminals",
        empty=Empty(
            gettext_lazy("没有受影响的终端"), gettext_lazy("终端异常或有人指明时，自动列在这里。"), "computer-desktop"
        ),
        default_order="terminal__code",
        row_href=lambda row: reverse("network:terminal", args=[row.terminal.code]),
    )


@require_safe
def for_site(request: HttpRequest, code: str) -> HttpResponse:
    """Fragment: the open incidents of a site and the last ones that ended."""
    site = site_or_404(person_of(request), code)
    return _short(request, IncidentTerminal.objects.filter(incident=OuterRef("pk"), site=site))


@require_safe
def for_terminal(request: HttpRequest, code: str) -> HttpResponse:
    """Fragment: the open incidents of a terminal and the last ones that ended."""
    terminal = terminal_or_404(person_of(request), code)
    return _short(request, IncidentTerminal.objects.filter(incident=OuterRef("pk"), terminal=terminal))


@require_safe
def for_warning(request: HttpRequest, pk: int) -> HttpResponse:
    """Fragment: the incident that a warning has become."""
    return _listed(request, incidents_for(person_of(request)).filter(warning=pk))


def _short(request: HttpRequest, touched: QuerySet[IncidentTerminal]) -> HttpResponse:
    return _listed(request, incidents_for(person_of(request)).filter(Exists(touched)))


def _listed(request: HttpRequest, incidents: QuerySet[Incident]) -> HttpResponse:
    found = list(queries.with_serving(incidents).order_by("-opened_at")[:SHORT])
    context = {"incidents": found, "open": sum(row.status in OPEN_STATUSES for row in found)}
    return render(request, "response/_short.html", context)
