"""Expected deliveries: the list, a new one, and what becomes of one."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from emergency_ops.lib import clock
from emergency_ops.lib.errors import Refused
from emergency_ops.lib.listing import Column, Empty, display, list_page
from emergency_ops.lib.middleware import toast
from resources.inventory.access import kept_depots, may_keep
from resources.inventory.actions import deliveries as actions
from resources.inventory.choices import DeliveryState
from resources.inventory.filters_stock import DeliveryFilter
from resources.inventory.forms_stock import ArrivalForm, DeliveryForm, PostponeForm, ReasonForm
from resources.inventory.models import ExpectedDelivery, PartType
from resources.inventory.queries_stock import events_of, listed_deliveries
from resources.inventory.sentences_stock import told
from resources.staff.access import person_of

from .exported import with_codes

COLUMNS = [
    Column("part", gettext_lazy("备件"), lambda row: row.part.name, template="inventory/cells/part.html", wide=True),
    Column("depot", gettext_lazy("备件库"), lambda row: row.depot.name, order="depot__code"),
    Column("quantity", gettext_lazy("数量"), lambda row: row.quantity, numeric=True),
    Column("received", gettext_lazy("已到"), lambda row: row.received, numeric=True),
    Column(
        "expected_on",
        gettext_lazy("预计到货"),
        lambda row: row.expected_on,
        order="expected_on",
        template="inventory/cells/expected_on.html",
    ),
    Column(
        "state", gettext_lazy("状态"), display("state"), order="state", template="inventory/cells/delivery_state.html"
    ),
    Column("supplier", gettext_lazy("供应商"), lambda row: row.supplier, order="supplier", phone=False),
    Column("order", gettext_lazy("订单号"), lambda row: row.order_number, order="order_number"),
]


def today() -> date:
    return clock.now().astimezone(clock.SHANGHAI).date()


@require_safe
def deliveries(request: HttpRequest) -> HttpResponseBase:
    person = person_of(request)
    return list_page(
        request,
        queryset=listed_deliveries(person),
        filterset_class=DeliveryFilter,
        columns=with_codes(request, COLUMNS),
        template="inventory/deliveries.html",
        title=_("待到货"),
        context={"may_expect": kept_depots(person).exists(), "today": today()},
        export_name="deliveries",
        term="delivery",
        empty=Empty(_("没有待到货"), _("登记采购后，到货时在这里入库。"), icon="clock"),
        default_order="expected_on",
        row_href=lambda row: reverse("inventory:delivery", args=[row.pk]),
    )


@require_http_methods(["GET", "POST"])
def create(request: HttpRequest) -> HttpResponse:
    """登记采购; ?depot=, ?part= and ?quantity= fill it in."""
    person = person_of(request)
    form = DeliveryForm(request.POST or None, initial=_initial(request), person=person)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        place = data.pop("depot"), data.pop("part"), data.pop("quantity")
        try:
            made = actions.expect(*place, actor=person, now=clock.now(), **data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            toast(request, _("采购已登记，到货后在这里登记到货。"))
            return redirect("inventory:delivery", made.pk)
    parts = PartType.objects.filter(is_active=True).values_list("code", "name")
    context = {"form": form, "title": _("登记采购"), "parts": parts, "back": reverse("inventory:deliveries")}
    return render(request, "inventory/edit.html", context)


def _initial(request: HttpRequest) -> dict[str, Any]:
    initial: dict[str, Any] = {name: request.GET.get(name, "") for name in ("depot", "part", "quantity")}
    part = PartType.objects.filter(code=initial["part"]).first()
    initial["expected_on"] = today() + timedelta(days=part.lead_days) if part else None
    return initial


@require_safe
def delivery(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, _delivery_or_404(request, pk))


@require_POST
def arrive(request: HttpRequest, pk: int) -> HttpResponse:
    form = ArrivalForm(request.POST, auto_id="arrival-%s")

    def act(found: ExpectedDelivery, data: dict[str, Any]) -> None:
        actions.arrive(found, data["quantity"], actor=request.user, now=clock.now(), key=data["key"] or None)

    return _carry_out(request, pk, "arrival", form, act, _("到货已登记入库。"))


@require_POST
def postpone(request: HttpRequest, pk: int) -> HttpResponse:
    form = PostponeForm(request.POST, auto_id="postponement-%s")

    def act(found: ExpectedDelivery, data: dict[str, Any]) -> None:
        actions.postpone(found, data["expected_on"], actor=request.user, now=clock.now(), reason=data["reason"])

    return _carry_out(request, pk, "postponement", form, act, _("预计到货日期已更新。"))


@require_POST
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    form = ReasonForm(request.POST, auto_id="cancellation-%s")

    def act(found: ExpectedDelivery, data: dict[str, Any]) -> None:
        actions.cancel(found, actor=request.user, now=clock.now(), reason=data["reason"])

    return _carry_out(request, pk, "cancellation", form, act, _("待到货已取消。"))


def _carry_out(
    request: HttpRequest,
    pk: int,
    name: str,
    form: forms.Form,
    act: Callable[[ExpectedDelivery, dict[str, Any]], None],
    done: str,
) -> HttpResponse:
    found = _delivery_or_404(request, pk)
    if form.is_valid():
        try:
            act(found, form.cleaned_data)
        except Refused as refusal:
            if not _may_change(request, found):
                raise
            form.add_error(None, str(refusal))
        else:
            toast(request, done)
            return redirect("inventory:delivery", pk)
    return _page(request, found, **{name: form})


def _delivery_or_404(request: HttpRequest, pk: int) -> ExpectedDelivery:
    found = listed_deliveries(person_of(request)).filter(pk=pk).first()
    if found is None:
        raise Http404(str(pk))
    return found


def _may_change(request: HttpRequest, found: ExpectedDelivery) -> bool:
    return found.state == DeliveryState.EXPECTED and may_keep(person_of(request), found.depot)


def _page(request: HttpRequest, found: ExpectedDelivery, **failed: forms.Form) -> HttpResponse:
    outstanding = found.quantity - found.received
    context = {
        "delivery": found,
        "outstanding": outstanding,
        "overdue": found.state == DeliveryState.EXPECTED and found.expected_on < today(),
        "arrival": ArrivalForm(initial={"quantity": outstanding}, auto_id="arrival-%s"),
        "postponement": PostponeForm(initial={"expected_on": found.expected_on}, auto_id="postponement-%s"),
        "cancellation": ReasonForm(auto_id="cancellation-%s"),
        "events": told(events_of(actions.SUBJECT, found.pk)),
        "may_keep": _may_change(request, found),
        **failed,
    }
    return render(request, "inventory/delivery.html", context)
