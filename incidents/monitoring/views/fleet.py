"""The fleet as it is now, and one terminal's state for other pages."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from emergency_ops.lib import clock
from emergency_ops.lib.caching import kept
from emergency_ops.lib.listing import Column, Empty, list_page
from emergency_ops.lib.roles import IMPORTERS
from incidents.monitoring import presenting
from incidents.monitoring.choices import Condition
from incidents.monitoring.evidence import method_name
from incidents.monitoring.filters import FleetFilter
from incidents.monitoring.models import Rule
from incidents.monitoring.queries import (
    MethodRow,
    conditions,
    payments_by_method,
    payments_of,
    the_worst,
    watched_terminals,
)
from incidents.monitoring.rulesets import ruleset
from resources.network.access import terminal_or_404, visible_regions
from resources.network.conditions import is_stale
from resources.network.queries import found_by_sites
from resources.network.regions import name_of_scope

#: seconds; the payments of a large fleet take a tenth of a second to add up, and everybody's page asks again and again
PAYMENTS_KEPT = 30
EVENTS = 10

COLUMNS = (
    Column("code", gettext_lazy("终端"), lambda row: row.code, order="code", template="monitoring/cells/code.html"),
    Column("site", gettext_lazy("网点"), lambda row: row.site.name, order="site__code", wide=True),
    Column(
        "condition",
        gettext_lazy("设备状况"),
        lambda row: presenting.condition_of(row, clock.now()),
        order="rank",
        template="monitoring/cells/condition.html",
        export=lambda row: presenting.condition_of(row, clock.now()).label,
    ),
    Column("faults", gettext_lazy("故障"), lambda row: presenting.faults_of(presenting.state_of(row))),
    Column("line", gettext_lazy("通信线路"), lambda row: row.line, order="line", phone=False, term="line"),
    Column(
        "heard",
        gettext_lazy("最近上报"),
        lambda row: (state := presenting.state_of(row)) and state.last_heard_at,
        order="state__last_heard_at",
        template="monitoring/cells/ago.html",
    ),
)


@require_safe
def fleet(request: HttpRequest) -> HttpResponseBase:
    return list_page(
        request,
        queryset=found_by_sites(watched_terminals(request.user, clock.now()), request.user).select_related(
            "site", "state"
        ),
        filterset_class=FleetFilter,
        columns=COLUMNS,
        template="monitoring/fleet.html",
        title=_("终端态势"),
        context=_figures(request),
        export_name="fleet",
        term="condition",
        empty=Empty(
            gettext_lazy("还没有终端"),
            gettext_lazy("导入终端并开始上报后，这里显示每台此刻的状态。"),
            "signal",
            "network:import?kind=terminals",
            gettext_lazy("导入终端"),
            IMPORTERS,
        ),
        default_order="-rank",
        head=the_worst if _is_whole(request) else None,
        row_href=lambda row: reverse("network:terminal", args=[row.code]),
    )


def _is_whole(request: HttpRequest) -> bool:
    """Whether all terminals are asked for: in a part of them the worst need not fill a page, and would be read for nothing."""
    return "" in visible_regions(request.user) and not any(request.GET.get(name) for name in FleetFilter.base_filters)


@require_safe
def fleet_figures(request: HttpRequest) -> HttpResponse:
    """Fragment: the counts and the payments, asked for again and again."""
    return render(request, "monitoring/_fleet.html", _figures(request))


@require_safe
def terminal_state(request: HttpRequest, code: str) -> HttpResponse:
    """Fragment: what a terminal last said, and what it has been paid in the last hour."""
    terminal = terminal_or_404(request.user, code)
    now = clock.now()
    watched = watched_terminals(request.user, now).filter(pk=terminal.pk).select_related("site").first()
    state = presenting.state_of(terminal)
    shown = presenting.condition_of(watched, now) if watched else state and Condition(state.condition)
    is_quiet = state is not None and is_stale(state.last_heard_at, state.interval, now)
    context = {
        "terminal": terminal,
        "state": state,
        "shown": shown,
        "is_old": is_quiet or shown == Condition.OFFLINE,
        "parts": presenting.parts(state.components) if state else [],
        "events": presenting.condition_changes(terminal.events.order_by("-at")[:EVENTS]),
        "methods": _named(payments_of(terminal, now)),
        "threshold": _threshold(),
    }
    return render(request, "monitoring/_terminal_state.html", context)


def _figures(request: HttpRequest) -> dict[str, Any]:
    now = clock.now()
    choices = dict(FleetFilter(request.GET, request=request).form.fields["region"].choices)
    region = request.GET.get("region", "")
    region = region if region in choices else ""
    key = f"fleet.payments:{name_of_scope(visible_regions(request.user))}:{region}"
    paid = kept(key, PAYMENTS_KEPT, lambda: payments_by_method(request.user, now, region))
    address = reverse("monitoring:fleet")
    return {
        "figures": presenting.condition_figures(conditions(request.user, now, region), address, region),
        "methods": _named(paid),
        "threshold": _threshold(),
    }


def _named(rows: list[MethodRow]) -> list[tuple[str, MethodRow]]:
    return [(method_name(row.method), row) for row in rows]


def _threshold() -> float:
    """The share of failed payments that the rules call too much."""
    return ruleset(Rule.objects.values_list("kind", "enabled", "parameters")).threshold
