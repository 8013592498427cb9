"""Pages of equipment: the list, an item with its chain of custody, its registration; fragments for other pages."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
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
from emergency_ops.lib.roles import has_role
from emergency_ops.lib.wording import listed
from resources.inventory.access import KEEPER_ROLES, depot_or_404, depots_for, may_keep, require_keeper
from resources.inventory.access_equipment import equipment_or_404
from resources.inventory.actions import equipment as actions
from resources.inventory.actions.chain import By
from resources.inventory.choices import EquipmentState
from resources.inventory.filters_equipment import EquipmentFilter
from resources.inventory.forms_equipment import EquipmentForm
from resources.inventory.models import Equipment
from resources.inventory.queries_equipment import (
    Notice,
    chain_of,
    equipment_of_subject,
    listed_equipment,
    notices_of,
    reference_changes,
)
from resources.inventory.sentences_custody import line
from resources.staff.access import person_of
from resources.staff.models import Person

from .custody import buttons

IN_FRAGMENT = 50


def _place(item: Equipment) -> str:
    """Who has it or where it is, other than in its depot, and what for."""
    return " · ".join(str(one) for one in (item.holder, item.site, item.reference) if one)


def _notices(item: Equipment) -> list[Notice]:
    return notices_of(item, clock.now())


def _kind(item: Equipment) -> str:
    return f"{_kind_label(item)} {item.model}".strip()


def _day(value: date | None) -> str:
    return value.isoformat() if value else ""


_kind_label = display("kind")
COLUMNS: Sequence[Column] = [
    Column("code", gettext_lazy("资产编号"), lambda e: e.code, order="code", template="inventory/cells/code.html"),
    Column("kind", gettext_lazy("类型和型号"), _kind, order="kind"),
    Column("serial", gettext_lazy("序列号"), lambda e: e.serial_number, order="serial_number", phone=False),
    Column("depot", gettext_lazy("备件库"), lambda e: e.depot.name, order="depot__code"),
    Column(
        "state", gettext_lazy("状态"), display("state"), order="state", template="inventory/cells/equipment_state.html"
    ),
    Column(
        "condition",
        gettext_lazy("状况"),
        display("condition"),
        order="condition",
        template="inventory/cells/equipment_condition.html",
    ),
    Column(
        "due",
        gettext_lazy("待处理"),
        _notices,
        template="inventory/cells/equipment_due.html",
        export=lambda e: listed(str(notice.label) for notice in _notices(e)),
    ),
    Column(
        "where",
        gettext_lazy("去向"),
        _place,
        order="holder__name",
    ),
    Column("due_back", gettext_lazy("应还时间"), lambda e: e.due_back, order="due_back"),
    Column(
        "maintenance", gettext_lazy("下次维护"), lambda e: _day(e.maintenance_due), order="maintenance_due", phone=False
    ),
    Column(
        "battery",
        gettext_lazy("电量（%）"),
        lambda e: e.battery_percent,
        order="battery_percent",
        numeric=True,
        phone=False,
    ),
]
EMPTY = Empty(
    gettext_lazy("还没有登记移动设备"), gettext_lazy("可以逐件登记，也可以从文件导入。"), "device-phone-mobile"
)


def may_register(person: Person) -> bool:
    """Whether a person keeps any depot at all; which one, the action asks."""
    return has_role(person, *KEEPER_ROLES) or depots_for(person).filter(keeper=person).exists()


@require_safe
def equipment_list(request: HttpRequest) -> HttpResponseBase:
    return list_page(
        request,
        queryset=listed_equipment(request.user),
        filterset_class=EquipmentFilter,
        columns=COLUMNS,
        template="inventory/equipment_list.html",
        title=_("移动设备"),
        context={"may_register": may_register(person_of(request)), "query": request.GET.urlencode()},
        export_name="equipment",
        term="equipment",
        default_order="code",
        row_href=lambda item: reverse("inventory:equipment", args=[item.code]),
        empty=EMPTY,
    )


@require_safe
def page(request: HttpRequest, code: str) -> HttpResponse:
    person = person_of(request)
    item = equipment_or_404(person, code)
    now = clock.now()
    context = {
        "item": item,
        "notices": notices_of(item, now),
        "overdue": item.state == EquipmentState.OUT and item.due_back is not None and item.due_back < now,
        "buttons": buttons(person, item),
        "chain": [line(entry) for entry in chain_of(item)],
        "changes": reference_changes(item),
        "may_edit": may_keep(person, item.depot),
    }
    return render(request, "inventory/equipment.html", context)


@require_http_methods(["GET", "POST"])
def register(request: HttpRequest) -> HttpResponse:
    person = person_of(request)
    if not may_register(person):
        raise Forbidden("equipment_not_keeper", gettext_lazy("只有库管员、值班经理和管理员可以登记设备。"))
    given = {"depot_code": request.GET.get("depot"), "kind": request.GET.get("kind")}
    form = EquipmentForm(request.POST or None, person=person, initial={k: v for k, v in given.items() if v})
    if request.method == "POST" and form.is_valid():
        by = By(person, clock.now(), key=form.cleaned_data["key"] or None)
        if saved := _saved(form, lambda: actions.register(form.instance, by)):
            toast(request, _("设备已登记，可以打印标签。"))
            return redirect("inventory:equipment", saved.code)
    return _form(request, form, _("登记设备"), reverse("inventory:equipment_list"))


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, code: str) -> HttpResponse:
    person = person_of(request)
    item = equipment_or_404(person, code)
    require_keeper(person, item.depot)
    form = EquipmentForm(request.POST or None, instance=item, person=person)
    if (
        request.method == "POST"
        and form.is_valid()
        and _saved(form, lambda: actions.edit(form.instance, By(person, clock.now())))
    ):
        toast(request, _("设备资料已保存。"))
        return redirect("inventory:equipment", code)
    return _form(request, form, _("修改设备 %(item)s") % {"item": code}, reverse("inventory:equipment", args=[code]))


@require_safe
def of_depot(request: HttpRequest, code: str) -> HttpResponse:
    """The equipment of a depot, for its page."""
    depot = depot_or_404(request.user, code)
    rows = listed_equipment(request.user).filter(depot=depot).exclude(state=EquipmentState.SCRAPPED).order_by("code")
    context = {"items": rows[:IN_FRAGMENT], "count": rows.count(), "depot": depot}
    return render(request, "inventory/_equipment_of_depot.html", context)


@require_safe
def of_subject(request: HttpRequest, kind: str, number: int) -> HttpResponse:
    """What is out for a subject (an incident), as far as the person sees it. ?reference= also finds what names its number."""
    rows = equipment_of_subject(request.user, kind, number, request.GET.get("reference", "")[:60])
    return render(request, "inventory/_equipment_of_subject.html", {"items": rows[:IN_FRAGMENT]})


def _saved(form: EquipmentForm, write: Any) -> Equipment | None:
    """The saved item, or None with the refusal on the form."""
    try:
        saved: Equipment = write()
    except Forbidden:
        raise
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return None
    return saved


def _form(request: HttpRequest, form: EquipmentForm, title: str, back: str) -> HttpResponse:
    return render(request, "inventory/equipment_form.html", {"form": form, "title": title, "back": back})
