"""Lists: all dispatches, and one's own on the phone."""

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from emergency_ops.lib import clock
from emergency_ops.lib.listing import Column, Empty, display, list_page
from incidents.response.dispatch import queries
from incidents.response.dispatch.filters import DispatchFilter
from incidents.response.dispatch.presenting import Shown
from resources.staff.access import person_of

COLUMNS = (
    Column("person", gettext_lazy("人员"), lambda row: str(row.person), order="person__name"),
    Column("state", gettext_lazy("状态"), display("state"), order="rank", template="dispatch/cells/state.html"),
    Column("site", gettext_lazy("网点"), lambda row: row.site.name, order="site__code", wide=True),
    Column("purpose", gettext_lazy("任务"), display("purpose"), order="purpose"),
    Column("incident", gettext_lazy("事件"), lambda row: row.incident.number, order="incident__number",
           template="dispatch/cells/incident.html"),
    Column("needed_by", gettext_lazy("最迟到场"), lambda row: row.needed_by, order="needed_by", phone=False),
    Column("expected", gettext_lazy("预计到场"), lambda row: row.expected_at, order="expected_at",
           template="dispatch/cells/expected.html"),
    Column("on_site", gettext_lazy("到场时间"), lambda row: row.on_site_at, order="on_site_at"),
    Column("offered", gettext_lazy("派出时间"), lambda row: row.offered_at, order="offered_at", phone=False),
    Column("offered_by", gettext_lazy("派出人"), lambda row: str(row.offered_by or _("系统")), phone=False),
)  # fmt: skip


@require_safe
def board(request: HttpRequest) -> HttpResponseBase:
    person = person_of(request)
    return list_page(
        request,
        queryset=queries.listed(person),
        filterset_class=DispatchFilter,
        columns=COLUMNS,
        template="dispatch/board.html",
        title=_("派遣"),
        context={"present": clock.now()},
        export_name="dispatches",
        term="dispatch",
        empty=Empty(_("没有派遣"), _("在事件页的“人员与设备派遣”中派人。"), icon="truck"),
        default_order="-offered_at",
        row_href=lambda row: reverse("dispatch:page", args=[row.pk]),
    )


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """What waits for one's answer or binds one; a fragment for htmx."""
    person, now = person_of(request), clock.now()
    context = {
        "shown": [Shown(row, person, now) for row in queries.mine(person)],
        "before": queries.mine_before(person),
    }
    fragment = bool(getattr(request, "htmx", False))
    return render(request, "dispatch/_mine.html" if fragment else "dispatch/mine.html", context)
