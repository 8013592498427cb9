"""The stock: the list of all levels, and one level with its ledger."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from emergency_ops.lib import clock
from emergency_ops.lib.errors import Refused
from emergency_ops.lib.listing import Column, Empty, list_page
from emergency_ops.lib.middleware import toast
from resources.inventory.access import depot_or_404, kept_depots, may_keep, require_keeper
from resources.inventory.actions.minimums import set_minimum
from resources.inventory.filters_stock import LevelFilter
from resources.inventory.forms_stock import MinimumForm
from resources.inventory.models import Depot, PartType, StockLevel, StockMinimum
from resources.inventory.queries_stock import expected_deliveries, listed_levels, listed_movements, open_reservations
from resources.network.queries import changes_of
from resources.staff.access import person_of

from .exported import with_codes
from .movements import kinds_by_hand

LATEST = 20
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
    Column("region", gettext_lazy("区域"), lambda level: level.depot.region.name, phone=False),
    Column("free", gettext_lazy("可用"), lambda level: level.free, order="free", numeric=True),
    Column("on_hand", gettext_lazy("在库"), lambda level: level.on_hand, numeric=True),
    Column("reserved", gettext_lazy("预留"), lambda level: level.reserved, numeric=True, term="reservation"),
    Column("in_transit", gettext_lazy("在途"), lambda level: level.in_transit, numeric=True),
    Column(
        "minimum",
        gettext_lazy("安全库存"),
        lambda level: level.limits.minimum if level.limits else None,
        template="inventory/cells/minimum.html",
        term="safety_stock",
        numeric=True,
    ),
]


@require_safe
def stock(request: HttpRequest) -> HttpResponseBase:
    person = person_of(request)
    return list_page(
        request,
        queryset=listed_levels(person),
        filterset_class=LevelFilter,
        columns=with_codes(request, COLUMNS),
        template="inventory/stock.html",
        title=_("库存"),
        context={"kinds": kinds_by_hand(kept_depots(person).exists())},
        export_name="stock",
        term="stock",
        empty=Empty(_("还没有库存"), _("登记入库或导入期初库存后，这里显示每个备件库的数量。"), icon="cube"),
        default_order="part__code",
        row_href=lambda level: reverse("inventory:level", args=[level.depot.code, level.part.code]),
    )


@require_safe
def level(request: HttpRequest, depot: str, part: str) -> HttpResponse:
    return _page(request, *_place(request, depot, part), None)


@require_http_methods(["POST"])
def minimum(request: HttpRequest, depot: str, part: str) -> HttpResponse:
    where, what = _place(request, depot, part)
    require_keeper(request.user, where)
    form = MinimumForm(request.POST)
    if not form.is_valid():
        return _page(request, where, what, form)
    data = form.cleaned_data
    try:
        set_minimum(
            where,
            what,
            data["minimum"],
            data["target"],
            actor=request.user,
            now=clock.now(),
            reason=data["reason"],
        )
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _page(request, where, what, form)
    toast(request, _("安全库存已保存。"))
    return redirect("inventory:level", depot, part)


def _place(request: HttpRequest, depot: str, part: str) -> tuple[Depot, PartType]:
    return depot_or_404(request.user, depot), get_object_or_404(PartType, code=part)


def _page(request: HttpRequest, depot: Depot, part: PartType, form: MinimumForm | None) -> HttpResponse:
    person = person_of(request)
    of = {"depot": depot, "part": part}
    found = StockLevel.objects.filter(**of).first() or StockLevel(**of)
    limits = StockMinimum.objects.filter(**of).first()
    initial = {"minimum": limits.minimum, "target": limits.target} if limits else {"minimum": 0, "target": 0}
    context = {
        "level": found,
        "limits": limits,
        "low": limits is not None and found.available < limits.minimum,
        "form": form or MinimumForm(initial=initial),
        "movements": listed_movements(person).filter(**of).order_by("-id")[:LATEST],
        "reservations": open_reservations(**of)[:LATEST],
        "deliveries": expected_deliveries(**of)[:LATEST],
        "changes": changes_of(limits) if limits else [],
        "today": clock.now().astimezone(clock.SHANGHAI).date(),
        "may_keep": may_keep(person, depot),
        "kinds": kinds_by_hand(may_keep(person, depot)),
        "ledger_query": urlencode({"depot": depot.code, "part": part.code}),
    }
    return render(request, "inventory/level.html", context)
