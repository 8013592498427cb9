"""Pages of transfers: the list, one transfer, a new one, and changing a draft."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from emergency_ops.lib import clock
from emergency_ops.lib.errors import Refused
from emergency_ops.lib.listing import Column, Empty, display, list_page
from emergency_ops.lib.middleware import toast
from resources.inventory import access_moving as access
from resources.inventory.actions import transfers as actions
from resources.inventory.choices import TransferState
from resources.inventory.filters_moving import TransferFilter
from resources.inventory.forms_transfers import LINES, SendForm, TransferForm, initial_lines, local
from resources.inventory.models import Transfer
from resources.inventory.queries_moving import (
    events_of,
    lines_of_transfer,
    part_suggestions,
    transfers_in_rows,
    with_free,
)
from resources.inventory.sentences_moving import entries
from resources.inventory.subject_links import unseal
from resources.inventory.tokens import grouped
from resources.staff.access import person_of

COLUMNS = [
    Column(
        "number",
        gettext_lazy("调拨单号"),
        lambda row: row.number,
        order="number",
        template="inventory/cells/number.html",
    ),
    Column(
        "state", gettext_lazy("状态"), display("state"), order="state", template="inventory/cells/transfer_state.html"
    ),
    Column("source", gettext_lazy("发出备件库"), lambda row: row.source.name, order="source__code", wide=True),
    Column("to", gettext_lazy("送往"), lambda row: row.destination.name, wide=True),
    Column("kinds", gettext_lazy("备件种数"), lambda row: row.kinds, numeric=True, phone=False),
    Column("pieces", gettext_lazy("件数"), lambda row: row.pieces, numeric=True),
    Column("got", gettext_lazy("实收"), lambda row: row.got, numeric=True),
    Column("reference", gettext_lazy("关联事件"), lambda row: row.reference, order="reference"),
    Column(
        "expected_at",
        gettext_lazy("预计到达"),
        lambda row: row.expected_at,
        order="expected_at",
        template="inventory/cells/transfer_expected.html",
    ),
    Column("carrier", gettext_lazy("承运"), lambda row: row.carrier, phone=False),
    Column("created_at", gettext_lazy("开单时间"), lambda row: row.created_at, order="created_at", phone=False),
]
EMPTY = Empty(
    gettext_lazy("还没有调拨单"), gettext_lazy("从一个备件库向另一个备件库或网点送备件时，在这里开调拨单。"), "truck"
)


@require_safe
def transfers(request: HttpRequest) -> HttpResponseBase:
    person = person_of(request)
    return list_page(
        request,
        queryset=transfers_in_rows(person),
        filterset_class=TransferFilter,
        columns=COLUMNS,
        template="inventory/transfers.html",
        title=_("调拨"),
        context={"now": clock.now(), "may_draft": access.may_draft_any(person)},
        export_name="transfers",
        term="transfer",
        default_order="-created_at",
        empty=EMPTY,
        row_href=lambda row: reverse("inventory:transfer", args=[row.number]),
    )


@require_safe
def transfer(request: HttpRequest, number: str) -> HttpResponse:
    person = person_of(request)
    found = access.transfer_or_404(person, number)
    is_draft, is_sent = found.state == TransferState.DRAFT, found.state == TransferState.SENT
    may_send = access.may_send(person, found)
    context = {
        "transfer": found,
        "lines": with_free(found, lines_of_transfer(found)) if is_draft else lines_of_transfer(found),
        "code": grouped(found.token),
        "overdue": is_sent and found.expected_at is not None and found.expected_at < clock.now(),
        "is_closed": found.state in (TransferState.RECEIVED, TransferState.SHORT, TransferState.RECALLED),
        "may_send": is_draft and may_send,
        "may_change": is_draft and access.may_change(person, found),
        "may_receive": is_sent and access.may_receive(person, found),
        "may_recall": is_sent and may_send,
        "send_form": SendForm(initial={"carrier": found.carrier, "expected_at": local(found.expected_at)}),
        "events": entries(events_of("transfer", found.pk)),
    }
    return render(request, "inventory/transfer.html", context)


@require_http_methods(["GET", "POST"])
def create(request: HttpRequest) -> HttpResponse:
    """A new draft; ?source=, ?to_depot=, ?to_site=, ?subject= (sealed), and pairs of ?part= and ?quantity= fill it in."""
    person = person_of(request)
    access.require_some_depot(person)
    form = TransferForm(request.POST or None, initial=request.GET.dict(), person=person)
    lines = _lines(request, _asked(request))
    if _is_complete(request, form, lines):
        data = dict(form.cleaned_data)
        places = data.pop("source"), data.pop("destination")
        del data["to_depot"], data["to_site"]
        data["subject"] = unseal(data["subject"])
        try:
            made = actions.create(*places, lines.wanted, actor=person, now=clock.now(), **data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            toast(request, _("调拨单%(number)s已开具，发出时请打印随货单。") % {"number": made.number})
            return redirect("inventory:transfer", made.number)
    return _form_page(request, form, lines, _("新建调拨"), reverse("inventory:transfers"))


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, number: str) -> HttpResponse:
    person = person_of(request)
    found = access.transfer_or_404(person, number)
    initial = {"carrier": found.carrier, "expected_at": local(found.expected_at), "note": found.note}
    form = TransferForm(request.POST or None, initial=initial, person=person, fixed=True)
    lines = _lines(request, initial_lines(lines_of_transfer(found)))
    if _is_complete(request, form, lines):
        data = {name: form.cleaned_data[name] for name in initial}
        try:
            actions.edit(found, lines.wanted, actor=person, now=clock.now(), **data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            toast(request, _("调拨单已修改。"))
            return redirect("inventory:transfer", number)
    return _form_page(request, form, lines, _title(found), reverse("inventory:transfer", args=[number]))


def _title(found: Transfer) -> str:
    return _("修改调拨单%(number)s") % {"number": found.number}


def _asked(request: HttpRequest) -> list[dict[str, Any]]:
    pairs = zip(request.GET.getlist("part"), request.GET.getlist("quantity"), strict=False)
    return [{"part": part, "quantity": quantity} for part, quantity in pairs]


def _lines(request: HttpRequest, initial: list[dict[str, Any]]) -> Any:
    """The formset; 增加一行 asks for more empty lines, without JavaScript."""
    if request.method != "POST":
        return LINES(initial=initial, prefix="lines")
    data = request.POST.copy()
    if "more" in data:
        data["lines-TOTAL_FORMS"] = str(min(LINES.max_num, int(data.get("lines-TOTAL_FORMS") or 0) + 6))
    return LINES(data, initial=initial, prefix="lines")


def _is_complete(request: HttpRequest, form: TransferForm, lines: Any) -> bool:
    if request.method != "POST" or "more" in request.POST:
        return False
    return bool(form.is_valid() & lines.is_valid())


def _form_page(request: HttpRequest, form: TransferForm, lines: Any, title: str, back: str) -> HttpResponse:
    context = {"form": form, "lines": lines, "title": title, "back": back, "parts": part_suggestions()}
    return render(request, "inventory/transfer_form.html", context)
