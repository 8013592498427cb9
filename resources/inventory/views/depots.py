"""Pages of depots."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from emergency_ops.lib import clock
from emergency_ops.lib.errors import Refused
from emergency_ops.lib.listing import Column, Empty, list_page
from emergency_ops.lib.middleware import toast
from emergency_ops.lib.roles import Role, has_role
from resources.inventory.access import depot_or_404, may_keep, require_depot_editor
from resources.inventory.actions.depots import save_depot
from resources.inventory.filters_stock import DepotFilter
from resources.inventory.forms_stock import DepotForm
from resources.inventory.history import depot_changes
from resources.inventory.models import Depot
from resources.inventory.queries_stock import (
    FREE,
    LOW,
    expected_deliveries,
    listed_depots,
    listed_levels,
    listed_movements,
    open_reservations,
)
from resources.network.access import sees_region
from resources.network.queries import region_path
from resources.staff.access import person_of

from .movements import kinds_by_hand

LATEST = 12
COLUMNS = [
    Column("name", gettext_lazy("名称"), lambda depot: depot.name, order="name", wide=True),
    Column("code", gettext_lazy("编号"), lambda depot: depot.code, order="code"),
    Column("region", gettext_lazy("区域"), lambda depot: depot.region.name, order="region_id"),
    Column("keeper", gettext_lazy("库管员"), lambda depot: str(depot.keeper or ""), order="keeper__name"),
    Column("kinds", gettext_lazy("备件种数"), lambda depot: depot.kinds, numeric=True),
    Column(
        "low",
        gettext_lazy("低于安全库存"),
        lambda depot: depot.low,
        template="inventory/cells/low_count.html",
        numeric=True,
    ),
    Column("promised", gettext_lazy("未出库预留"), lambda depot: depot.promised, numeric=True, phone=False),
    Column("state", gettext_lazy("在用"), lambda depot: depot.is_active, template="staff/_state.html", phone=False),
]


@require_safe
def depots(request: HttpRequest) -> HttpResponseBase:
    person = person_of(request)
    return list_page(
        request,
        queryset=listed_depots(person),
        filterset_class=DepotFilter,
        columns=COLUMNS,
        template="inventory/depots.html",
        title=_("备件库"),
        context={"may_edit": has_role(person, Role.MANAGER, Role.ADMINISTRATOR)},
        export_name="depots",
        term="depot",
        empty=Empty(_("还没有备件库"), _("可以逐个新建，也可以从文件导入。"), icon="building-storefront"),
        default_order="code",
        row_href=lambda depot: reverse("inventory:depot", args=[depot.code]),
    )


@require_safe
def depot(request: HttpRequest, code: str) -> HttpResponse:
    person = person_of(request)
    found = depot_or_404(person, code)
    levels = listed_levels(person).filter(depot=found)
    low = levels.filter(LOW)
    reservations = open_reservations(depot=found)
    context = {
        "depot": found,
        "path": region_path(found.region_id),
        "kind_count": levels.filter(on_hand__gt=0).count(),
        "low_count": low.count(),
        "low": low.order_by(FREE.asc(), "part__code")[:LATEST],
        "reservation_count": reservations.count(),
        "reservations": reservations[:LATEST],
        "deliveries": expected_deliveries(depot=found).order_by("expected_on")[:LATEST],
        "movements": listed_movements(person).filter(depot=found).order_by("-id")[:LATEST],
        "changes": depot_changes(found),
        "today": clock.now().astimezone(clock.SHANGHAI).date(),
        "kinds": kinds_by_hand(may_keep(person, found)),
        "ledger_query": urlencode({"depot": found.code}),
        "may_edit": has_role(person, Role.MANAGER, Role.ADMINISTRATOR) and sees_region(person, found.region_id),
    }
    return render(request, "inventory/depot.html", context)


@require_http_methods(["GET", "POST"])
def create(request: HttpRequest) -> HttpResponse:
    require_depot_editor(request.user)
    return _edit(request, Depot(), _("新建备件库"))


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, code: str) -> HttpResponse:
    found = depot_or_404(request.user, code)
    require_depot_editor(request.user, found.region_id)
    return _edit(request, found, _("修改备件库"))


def _edit(request: HttpRequest, instance: Depot, title: str) -> HttpResponse:
    form = DepotForm(request.POST or None, instance=instance, person=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            reason = form.cleaned_data["reason"]
            saved = save_depot(form.instance, actor=request.user, now=clock.now(), reason=reason)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            toast(request, _("备件库已保存。"))
            return redirect("inventory:depot", saved.code)
    back = reverse("inventory:depot", args=[instance.code]) if instance.pk else reverse("inventory:depots")
    return render(request, "inventory/edit.html", {"form": form, "title": title, "back": back})
