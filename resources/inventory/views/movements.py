"""The ledger, and the forms that write it."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from emergency_ops.lib import clock
from emergency_ops.lib.errors import Forbidden, Refused
from emergency_ops.lib.listing import Column, Empty, display, list_page
from emergency_ops.lib.middleware import toast
from resources.inventory.access import kept_depots
from resources.inventory.actions.by_hand import BY_HAND
from resources.inventory.choices import MovementKind
from resources.inventory.filters_stock import MovementFilter
from resources.inventory.forms_stock import MovementForm
from resources.inventory.models import PartType, StockMovement
from resources.inventory.queries_stock import listed_movements
from resources.inventory.rules.stock import NEEDS_REASON
from resources.inventory.subjects import Subject
from resources.staff.access import person_of

from .exported import with_codes

COLUMNS = [
    Column("at", gettext_lazy("时间"), lambda row: row.at, order="id"),
    Column("kind", gettext_lazy("类型"), display("kind"), template="inventory/cells/movement_kind.html"),
    Column("part", gettext_lazy("备件"), lambda row: row.part.name, template="inventory/cells/part.html", wide=True),
    Column("depot", gettext_lazy("备件库"), lambda row: row.depot.name),
    Column(
        "quantity", gettext_lazy("数量"), lambda row: row.quantity, template="inventory/cells/change.html", numeric=True
    ),
    Column("balance", gettext_lazy("结存"), lambda row: row.balance, numeric=True),
    Column("reference", gettext_lazy("关联单号"), lambda row: row.reference),
    Column("actor", gettext_lazy("经办人"), lambda row: str(row.actor) if row.actor else _("系统")),
    Column("reason", gettext_lazy("原因"), lambda row: row.reason, phone=False),
]


@require_safe
def movements(request: HttpRequest) -> HttpResponseBase:
    person = person_of(request)
    return list_page(
        request,
        queryset=listed_movements(person),
        filterset_class=MovementFilter,
        columns=with_codes(request, COLUMNS),
        template="inventory/movements.html",
        title=_("出入库"),
        context={"kinds": kinds_by_hand(kept_depots(person).exists())},
        export_name="movements",
        term="stock_movement",
        empty=Empty(_("还没有出入库记录"), _("登记入库后，这里会显示每一笔和结存。"), icon="arrows-right-left"),
        default_order="-id",
        row_href=lambda row: reverse("inventory:level", args=[row.depot.code, row.part.code]),
    )


def kinds_by_hand(may_keep: bool) -> list[MovementKind]:
    """What a page offers to write: nothing to those who keep no depot."""
    return [MovementKind(kind) for kind in BY_HAND] if may_keep else []


@require_http_methods(["GET", "POST"])
def create(request: HttpRequest, kind: str) -> HttpResponse:
    """The form of one kind; ?depot= and ?part= fill it in."""
    if kind not in BY_HAND:
        raise Http404(kind)
    person = person_of(request)
    if not kept_depots(person).exists():
        raise Forbidden("inventory_no_depot", _("您没有可以登记出入库的备件库：请联系值班经理指定库管员。"))
    form = MovementForm(
        request.POST or None,
        initial=_initial(request),
        person=person,
        signed=kind == MovementKind.ADJUSTMENT,
        needs_reason=kind in NEEDS_REASON,
    )
    row = _write(form, kind, person) if request.method == "POST" and form.is_valid() else None
    if row is None:
        return _form_page(request, form, kind)
    sentence = _("%(kind)s已登记：%(part)s %(quantity)+d，结存 %(balance)d。")
    toast(
        request,
        sentence
        % {
            "kind": MovementKind(kind).label,
            "part": row.part.name,
            "quantity": row.quantity,
            "balance": row.balance,
        },
    )
    return redirect("inventory:level", row.depot.code, row.part.code)


def _initial(request: HttpRequest) -> dict[str, str]:
    """What the address names; who keeps one depot only need not choose it."""
    initial = {name: request.GET.get(name, "") for name in ("depot", "part")}
    kept = kept_depots(request.user).values_list("code", flat=True)[:2]
    if not initial["depot"] and len(kept) == 1:
        initial["depot"] = kept[0]
    return initial


def _write(form: MovementForm, kind: str, actor: Any) -> StockMovement | None:
    data = form.cleaned_data
    subject = Subject("paper", 0, data["reference"]) if data["reference"] else None
    try:
        return BY_HAND[kind](
            data["depot"],
            data["part"],
            data["quantity"],
            actor=actor,
            now=clock.now(),
            reason=data["reason"],
            subject=subject,
            key=data["key"],
        )
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return None


def _form_page(request: HttpRequest, form: MovementForm, kind: str) -> HttpResponse:
    context = {
        "form": form,
        "title": MovementKind(kind).label,
        "kinds": kinds_by_hand(may_keep=True),
        "kind": kind,
        "parts": PartType.objects.filter(is_active=True).values_list("code", "name"),
        "query": request.GET.urlencode(),
        "back": reverse("inventory:movements"),
    }
    return render(request, "inventory/movement.html", context)
