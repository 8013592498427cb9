"""The supply chain list: what no depot has, who gets it from whom, and by when."""

from collections.abc import Callable, Mapping
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
from emergency_ops.lib.errors import Forbidden, Invalid, Refused
from emergency_ops.lib.listing import Column, Empty, display, list_page
from emergency_ops.lib.middleware import toast
from emergency_ops.lib.roles import has_role
from resources.inventory.access_supply import SUPPLIERS, may_work_on, supplies_for, supply_or_404
from resources.inventory.actions import supply as actions
from resources.inventory.choices import SUPPLY_LIVE
from resources.inventory.filters_supply import SupplyFilter
from resources.inventory.forms_supply import ArriveForm, AskForm, CancelForm, OrderForm, PromiseForm
from resources.inventory.models import SupplyRequest
from resources.inventory.papers_supply import MOST_ROWS, order_supply_list
from resources.inventory.queries_stock import events_of
from resources.inventory.rules.supply import LABELS, Step, possible
from resources.inventory.sentences_supply import told
from resources.staff.access import person_of
from resources.staff.models import Person

COLUMNS = (
    Column("thing", gettext_lazy("备件或设备"), actions.thing_of, wide=True),
    Column("quantity", gettext_lazy("缺口"), lambda row: row.quantity, order="quantity", numeric=True),
    Column("state", gettext_lazy("状态"), display("state"), order="state", template="inventory/cells/supply_state.html"),
    Column("expected", gettext_lazy("预计到货"), lambda row: row.expected_on, order="expected_on",
           template="inventory/cells/supply_expected.html"),
    Column("supplier", gettext_lazy("供应商"), lambda row: row.supplier, order="supplier",
           template="inventory/cells/supply_supplier.html"),
    Column("place", gettext_lazy("网点或备件库"), lambda row: str(row.site or row.depot or "")),
    Column("reference", gettext_lazy("关联事件"), lambda row: row.reference, order="reference",
           template="inventory/cells/need_reference.html"),
    Column("owner", gettext_lazy("经办人"), lambda row: str(row.owner or ""), order="owner__name"),
    Column("asked", gettext_lazy("登记"), lambda row: row.asked_at, order="asked_at", phone=False),
)  # fmt: skip
#: what downloads have besides
MORE = (
    Column("number", gettext_lazy("编号"), lambda row: row.number),
    Column("contact", gettext_lazy("联系方式"), lambda row: row.supplier_contact),
    Column("order_number", gettext_lazy("订单号"), lambda row: row.order_number),
    Column("note", gettext_lazy("说明"), lambda row: row.note),
)

Act = Callable[[SupplyRequest, Person, Mapping[str, Any]], str]


def _order(row: SupplyRequest, person: Person, data: Mapping[str, Any]) -> str:
    actions.order(row, actor=person, now=clock.now(), **data)
    return _("已登记下单。供应商答复后请登记到货日期。")


def _promise(row: SupplyRequest, person: Person, data: Mapping[str, Any]) -> str:
    actions.promise(row, actor=person, now=clock.now(), **data)
    return _("已登记到货日期，逾期将提醒经办人。")


def _arrive(row: SupplyRequest, person: Person, data: Mapping[str, Any]) -> str:
    actions.arrive(row, actor=person, now=clock.now(), key=data["key"])
    if row.part is None:
        return _("已登记到货。请在移动设备中登记新设备。")
    return _("已登记到货并入库。")


def _cancel(row: SupplyRequest, person: Person, data: Mapping[str, Any]) -> str:
    actions.cancel(row, data["reason"], actor=person, now=clock.now())
    return _("已取消。")


STEPS: Mapping[str, Act] = {
    Step.ORDER: _order,
    Step.PROMISE: _promise,
    Step.ARRIVE: _arrive,
    Step.CANCEL: _cancel,
}


@require_safe
def supplies(request: HttpRequest) -> HttpResponseBase:
    person = person_of(request)
    return list_page(
        request,
        queryset=_listed(person),
        filterset_class=SupplyFilter,
        columns=[*COLUMNS, *MORE] if request.GET.get("export") else COLUMNS,
        template="inventory/supplies.html",
        title=_("供应链清单"),
        context={"may_ask": has_role(person, *SUPPLIERS), "today": clock.today()},
        export_name="supply",
        term="supply",
        empty=Empty(
            _("没有待采购的备件和设备"), _("各备件库都没有的需求会自动列入，也可以手工登记。"), icon="shopping-cart"
        ),
        default_order="-asked_at",
        row_href=lambda row: reverse("inventory:supply", args=[row.number]),
    )


def _listed(person: Person) -> Any:
    return supplies_for(person).select_related("part", "site", "depot", "owner")


@require_POST
def paper(request: HttpRequest) -> HttpResponse:
    """The list as it is filtered, to print."""
    person = person_of(request)
    found = SupplyFilter(request.GET, queryset=_listed(person), request=request)
    rows = found.qs if found.is_valid() else _listed(person).none()
    printed = order_supply_list(
        list(rows.order_by("expected_on", "pk")[: MOST_ROWS + 1]), actor=person, now=clock.now()
    )
    return redirect("papers:paper", printed.pk)


@require_http_methods(["GET", "POST"])
def create(request: HttpRequest) -> HttpResponse:
    person = person_of(request)
    if not has_role(person, *SUPPLIERS):
        raise Forbidden("role", _("您的角色不能登记供应链清单，请联系值班经理或库管员。"))
    form = AskForm(request.POST or None, person=person)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.ask(actor=person, now=clock.now(), **form.given())
        except Forbidden:
            raise
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            toast(request, _("已列入供应链清单。"))
            return redirect("inventory:supply", made.number)
    context = {"form": form, "title": _("登记采购需求"), "back": reverse("inventory:supplies")}
    return render(request, "inventory/edit.html", context, status=400 if request.method == "POST" else 200)


@require_safe
def page(request: HttpRequest, number: str) -> HttpResponse:
    return _page(request, supply_or_404(person_of(request), number))


@require_POST
def take(request: HttpRequest, number: str) -> HttpResponse:
    person = person_of(request)
    actions.take_on(supply_or_404(person, number), actor=person, now=clock.now())
    toast(request, _("由您经办。"))
    return redirect("inventory:supply", number)


@require_POST
def step(request: HttpRequest, number: str, name: str) -> HttpResponse:
    if name not in STEPS:
        raise Http404(name)
    person = person_of(request)
    row = supply_or_404(person, number)
    form = _form(Step(name), row, person, request.POST)
    if form.is_valid():
        try:
            said = STEPS[name](row, person, form.cleaned_data)
        except Forbidden:
            raise
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            toast(request, said)
            return redirect("inventory:supply", number)
    return _page(request, row, status=400, **{name: form})


def _form(name: Step, row: SupplyRequest, person: Person, data: Any = None) -> forms.Form:
    ids = f"{name}-%s"
    if name == Step.ORDER:
        return OrderForm(data, auto_id=ids, initial={"supplier": row.supplier, "contact": row.supplier_contact})
    if name == Step.PROMISE:
        known = {"expected_on": row.expected_on, "depot": row.depot.code if row.depot else None}
        return PromiseForm(data, auto_id=ids, row=row, person=person, initial=known)
    if name == Step.ARRIVE:
        return ArriveForm(data, auto_id=ids)
    if name == Step.CANCEL:
        return CancelForm(data, auto_id=ids)
    raise Invalid("step", _("没有这个步骤。"))


def _page(request: HttpRequest, row: SupplyRequest, status: int = 200, **failed: forms.Form) -> HttpResponse:
    person = person_of(request)
    works = may_work_on(person, row)
    steps = [
        {"name": name, "label": LABELS[name], "form": failed.get(name) or _form(name, row, person)}
        for name in map(Step, STEPS)
        if works and possible(row.state, name) and not (name == Step.ARRIVE and row.part_id and not row.delivery_id)
    ]
    context = {
        "row": row,
        "thing": actions.thing_of(row),
        "steps": steps,
        "may_take": works and row.state in SUPPLY_LIVE and row.owner_id != person.pk,
        "overdue": row.state in SUPPLY_LIVE and row.expected_on is not None and row.expected_on < clock.today(),
        "events": told(events_of(actions.SUBJECT, row.pk)),
    }
    return render(request, "inventory/supply.html", context, status=status)
