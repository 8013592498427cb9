"""What runs short, with what to do about it in one click."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe

from emergency_ops.lib import clock
from emergency_ops.lib.errors import Invalid
from emergency_ops.lib.listing import Column, Empty, list_page
from emergency_ops.lib.middleware import toast
from resources.inventory.access import depot_or_404, kept_depots
from resources.inventory.actions import deliveries, transfers
from resources.inventory.filters_stock import ShortageFilter
from resources.inventory.models import PartType
from resources.inventory.queries_replenishment import Source, shortages
from resources.inventory.rules import pieces
from resources.staff.access import person_of

from .deliveries import today
from .exported import with_codes


def _sources(level: Any) -> str:
    return "；".join(_source(source) for source in level.advice.sources)


def _source(source: Source) -> str:
    facts = {"depot": source.depot.name, "quantity": source.quantity, "far": source.kilometres}
    if source.kilometres is None:
        return ngettext("%(depot)s %(quantity)d 件", "%(depot)s %(quantity)d 件", source.quantity) % facts
    return (
        ngettext(
            "%(depot)s %(quantity)d 件（%(far).0f 公里）",
            "%(depot)s %(quantity)d 件（%(far).0f 公里）",
            source.quantity,
        )
        % facts
    )


COLUMNS = [
    Column(
        "part",
        gettext_lazy("备件"),
        lambda level: level.part.name,
        order="part__code",
        template="inventory/cells/part.html",
        wide=True,
    ),
    Column("depot", gettext_lazy("备件库"), lambda level: level.depot.name, order="depot__code"),
    Column("free", gettext_lazy("可用"), lambda level: level.free, order="free", numeric=True),
    Column(
        "coming",
        gettext_lazy("在途和待到"),
        lambda level: level.in_transit + level.coming,
        numeric=True,
        phone=False,
    ),
    Column(
        "minimum", gettext_lazy("安全库存"), lambda level: level.limits.minimum, order="limits__minimum", numeric=True
    ),
    Column("wanted", gettext_lazy("需补"), lambda level: level.advice.wanted, numeric=True),
    Column("sources", gettext_lazy("建议调拨"), _sources, template="inventory/cells/advice_sources.html"),
    Column(
        "purchase",
        gettext_lazy("建议采购"),
        lambda level: level.advice.purchase,
        template="inventory/cells/advice_purchase.html",
    ),
    Column(
        "cost",
        gettext_lazy("金额"),
        lambda level: level.advice.cost,
        template="inventory/cells/price.html",
        numeric=True,
        export=lambda level: level.advice.cost / 100,
    ),
]
#: in downloads only: a page has no room for them
EXPORTED = [
    Column("supplier", gettext_lazy("供应商"), lambda level: level.part.supplier),
    Column("lead", gettext_lazy("采购周期（天）"), lambda level: level.part.lead_days),
]


@require_safe
def replenishment(request: HttpRequest) -> HttpResponseBase:
    person = person_of(request)
    kept = set(kept_depots(person).values_list("pk", flat=True))
    return list_page(
        request,
        queryset=shortages(person),
        filterset_class=ShortageFilter,
        columns=with_codes(request, COLUMNS, *EXPORTED),
        template="inventory/replenishment.html",
        title=_("补货"),
        context={"kept": kept},
        export_name="replenishment",
        term="safety_stock",
        empty=Empty(_("没有低于安全库存的备件"), _("安全库存在库存页面设置。"), icon="check-circle"),
        default_order="part__code",
        per_page=20,
        row_href=lambda level: reverse("inventory:level", args=[level.depot.code, level.part.code]),
    )


@require_POST
def transfer(request: HttpRequest) -> HttpResponse:
    """调拨 as suggested: a draft from one depot to another."""
    person = person_of(request)
    source, to = (depot_or_404(person, request.POST.get(name, "")) for name in ("source", "depot"))
    part, quantity = _line(request.POST)
    note = _("补足安全库存")
    key = request.POST.get("key") or None
    lines = [(part, quantity, None)]
    made = transfers.create(source, to, lines, actor=person, now=clock.now(), note=note, key=key)
    toast(request, _("调拨单 %(number)s 已建立，发出前可以修改。") % {"number": made.number})
    return redirect("inventory:transfer", made.number)


@require_POST
def order(request: HttpRequest) -> HttpResponse:
    """登记采购 as suggested: expected after the part's lead time."""
    person = person_of(request)
    depot = depot_or_404(person, request.POST.get("depot", ""))
    part, quantity = _line(request.POST)
    key = request.POST.get("key") or None
    day = today() + timedelta(days=part.lead_days)
    made = deliveries.expect(depot, part, quantity, expected_on=day, actor=person, now=clock.now(), key=key)
    toast(request, _("采购已登记，请补充订单号并跟进到货。"))
    return redirect("inventory:delivery", made.pk)


def _line(data: Mapping[str, Any]) -> tuple[PartType, int]:
    part = get_object_or_404(PartType, code=data.get("part", ""))
    try:
        return part, pieces.read(data.get("quantity", ""))
    except ValueError as error:
        raise Invalid("stock_quantity", str(error)) from error
