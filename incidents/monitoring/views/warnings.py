"""The list of warnings, and one of them."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from emergency_ops.lib.listing import Column, Empty, list_page
from incidents.monitoring import presenting
from incidents.monitoring.access import warning_or_404
from incidents.monitoring.evidence import fault_name, method_name
from incidents.monitoring.filters import WarningFilter
from incidents.monitoring.models import Warning
from incidents.monitoring.queries import listed_warnings, seen_members

#: members and signals shown on a warning's page; a network-wide one has thousands
SHOWN = 100
SIGNALS_SHOWN = 12

COLUMNS = (
    Column("evidence", gettext_lazy("预警"), presenting.title_of, wide=True),
    Column(
        "scope",
        gettext_lazy("影响范围"),
        lambda row: row.get_scope_display(),
        order="scope",
        template="monitoring/cells/scope.html",
        term="scope",
    ),
    Column(
        "category",
        gettext_lazy("原因类别"),
        lambda row: row.get_category_display(),
        order="category",
        template="monitoring/cells/category.html",
    ),
    Column("place", gettext_lazy("地点"), presenting.place_of, order="region_id"),
    Column("size", gettext_lazy("终端数"), lambda row: row.size, order="size", numeric=True),
    Column("opened", gettext_lazy("发出"), lambda row: row.opened_at, order="opened_at"),
    Column(
        "cleared",
        gettext_lazy("解除"),
        lambda row: row.cleared_at,
        order="cleared_at",
        template="monitoring/cells/cleared.html",
    ),
)


@require_safe
def warnings(request: HttpRequest) -> HttpResponseBase:
    return list_page(
        request,
        queryset=listed_warnings(request.user),
        filterset_class=WarningFilter,
        columns=COLUMNS,
        template="monitoring/warnings.html",
        title=_("预警"),
        export_name="warnings",
        term="warning",
        empty=Empty(
            gettext_lazy("还没有预警"),
            gettext_lazy("终端上报、巡检或外部系统发现异常时，预警自动出现在这里。"),
            "check-circle",
        ),
        default_order="-opened_at",
        row_href=lambda row: reverse("monitoring:warning", args=[row.pk]),
    )


@require_safe
def warning(request: HttpRequest, pk: int) -> HttpResponse:
    found = warning_or_404(request.user, pk)
    return render(request, "monitoring/warning.html", {"warning": found, **_context(request, found)})


@require_safe
def warning_live(request: HttpRequest, pk: int) -> HttpResponse:
    """Fragment: everything of a warning that changes."""
    found = warning_or_404(request.user, pk)
    return render(request, "monitoring/_warning.html", {"warning": found, **_context(request, found)})


def _context(request: HttpRequest, found: Warning) -> dict[str, Any]:
    members = seen_members(found, request.user)
    size = members.count()
    signals = found.signals.filter(terminal__in=members.values("terminal"))
    shown = signals.select_related("terminal").order_by("-began_at", "terminal__code")[:SIGNALS_SHOWN]
    return {
        "title": presenting.title_of(found),
        "place": presenting.place_of(found),
        "cause": fault_name(found.cause),
        "method": method_name(found.payment_method),
        "size": size,
        "members": list(members[:SHOWN]),
        "hidden": max(0, size - SHOWN),
        "signals": [(signal, presenting.signal_words(signal)) for signal in shown],
        "hidden_signals": max(0, signals.count() - SIGNALS_SHOWN),
        "timeline": presenting.warning_timeline(found.events.order_by("-at", "-id")),
    }
