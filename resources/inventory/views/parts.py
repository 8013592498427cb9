"""Pages of part types."""

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from emergency_ops.lib import clock
from emergency_ops.lib.errors import Refused
from emergency_ops.lib.listing import Column, Empty, display, list_page
from emergency_ops.lib.middleware import toast
from emergency_ops.lib.wording import listed
from resources.inventory.access import may_define, may_see_inventory, of_depots, require_definer
from resources.inventory.actions.parts import save_part
from resources.inventory.filters_stock import PartFilter
from resources.inventory.forms_stock import PartForm
from resources.inventory.models import PartType
from resources.inventory.queries_stock import FREE, expected_deliveries, listed_levels, listed_parts, open_reservations
from resources.network.queries import changes_of
from resources.staff.access import person_of

LATEST = 12
MOST_DEPOTS = 50
COLUMNS = [
    Column("name", gettext_lazy("名称"), lambda part: part.name, order="name", wide=True),
    Column("code", gettext_lazy("编号"), lambda part: part.code, order="code"),
    Column("component", gettext_lazy("部件"), display("component"), order="component"),
    Column(
        "models",
        gettext_lazy("适用机型"),
        lambda part: listed(part.terminal_models) or _("所有机型"),
        phone=False,
    ),
    Column("free", gettext_lazy("可用"), lambda part: part.free, numeric=True),
    Column("on_hand", gettext_lazy("在库"), lambda part: part.on_hand, numeric=True),
    Column(
        "low",
        gettext_lazy("低于安全库存"),
        lambda part: part.low,
        template="inventory/cells/low_depots.html",
        numeric=True,
    ),
    Column("supplier", gettext_lazy("供应商"), lambda part: part.supplier, order="supplier", phone=False),
    Column(
        "lead",
        gettext_lazy("采购周期（天）"),
        lambda part: part.lead_days,
        order="lead_days",
        numeric=True,
        phone=False,
    ),
    Column(
        "price",
        gettext_lazy("参考单价"),
        lambda part: part.price,
        order="price",
        template="inventory/cells/price.html",
        numeric=True,
        phone=False,
        export=lambda part: part.price / 100,
    ),
]


@require_safe
def parts(request: HttpRequest) -> HttpResponseBase:
    person = person_of(request)
    queryset = listed_parts(person) if may_see_inventory(person) else PartType.objects.none()
    return list_page(
        request,
        queryset=queryset,
        filterset_class=PartFilter,
        columns=COLUMNS,
        template="inventory/parts.html",
        title=_("备件型号"),
        context={"may_edit": may_define(person)},
        export_name="parts",
        term="spare_part",
        empty=Empty(_("还没有备件型号"), _("可以逐个新建，也可以从文件导入。"), icon="tag"),
        default_order="code",
        row_href=lambda part: reverse("inventory:part", args=[part.code]),
    )


@require_safe
def part(request: HttpRequest, code: str) -> HttpResponse:
    person = person_of(request)
    found = get_object_or_404(listed_parts(person) if may_see_inventory(person) else PartType.objects.none(), code=code)
    levels = listed_levels(person).filter(part=found)
    context = {
        "part": found,
        "levels": levels.order_by(FREE.desc(), "depot__code")[:MOST_DEPOTS],
        "reservations": of_depots(open_reservations(part=found), person)[:LATEST],
        "deliveries": of_depots(expected_deliveries(part=found), person).order_by("expected_on")[:LATEST],
        "changes": changes_of(found),
        "today": clock.now().astimezone(clock.SHANGHAI).date(),
        "may_edit": may_define(person),
    }
    return render(request, "inventory/part.html", context)


@require_http_methods(["GET", "POST"])
def create(request: HttpRequest) -> HttpResponse:
    require_definer(request.user)
    return _edit(request, PartType(), _("新建备件型号"))


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, code: str) -> HttpResponse:
    found = get_object_or_404(PartType, code=code)
    require_definer(request.user)
    return _edit(request, found, _("修改备件型号"))


def _edit(request: HttpRequest, instance: PartType, title: str) -> HttpResponse:
    form = PartForm(request.POST or None, instance=instance)
    if request.method == "POST" and form.is_valid():
        try:
            reason = form.cleaned_data["reason"]
            saved = save_part(form.instance, actor=request.user, now=clock.now(), reason=reason)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            toast(request, _("备件型号已保存。"))
            return redirect("inventory:part", saved.code)
    back = reverse("inventory:part", args=[instance.code]) if instance.pk else reverse("inventory:parts")
    return render(request, "inventory/edit.html", {"form": form, "title": title, "back": back})
