"""Promised pieces: the list of all, one with its story, and its release."""

from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_safe

from emergency_ops.lib import clock
from emergency_ops.lib.errors import Refused
from emergency_ops.lib.listing import Column, Empty, display, list_page
from emergency_ops.lib.middleware import toast
from resources.inventory.access import may_reserve
from resources.inventory.actions.planning import release
from resources.inventory.choices import ReservationState
from resources.inventory.filters_stock import ReservationFilter
from resources.inventory.forms_stock import ReasonForm
from resources.inventory.models import Reservation
from resources.inventory.queries_stock import events_of, listed_reservations
from resources.inventory.sentences_stock import told
from resources.staff.access import person_of

from .exported import with_codes

COLUMNS = [
    Column("reference", gettext_lazy("用于"), lambda row: row.reference, order="reference"),
    Column("part", gettext_lazy("备件"), lambda row: row.part.name, template="inventory/cells/part.html", wide=True),
    Column("depot", gettext_lazy("备件库"), lambda row: row.depot.name, order="depot__code"),
    Column("quantity", gettext_lazy("数量"), lambda row: row.quantity, numeric=True),
    Column("issued", gettext_lazy("已出库"), lambda row: row.issued, numeric=True),
    Column(
        "state",
        gettext_lazy("状态"),
        display("state"),
        order="state",
        template="inventory/cells/reservation_state.html",
    ),
    Column("by", gettext_lazy("预留人"), lambda row: str(row.created_by or _("系统")), phone=False),
    Column("at", gettext_lazy("预留时间"), lambda row: row.created_at, order="created_at"),
]


@require_safe
def reservations(request: HttpRequest) -> HttpResponseBase:
    return list_page(
        request,
        queryset=listed_reservations(person_of(request)),
        filterset_class=ReservationFilter,
        columns=with_codes(request, COLUMNS),
        template="inventory/reservations.html",
        title=_("预留"),
        export_name="reservations",
        term="reservation",
        empty=Empty(
            gettext_lazy("没有预留"), gettext_lazy("在事件的“资源保障”或库存页为需求留备件后，列在这里。"), "cube"
        ),
        default_order="-created_at",
        row_href=lambda row: reverse("inventory:reservation", args=[row.pk]),
    )


@require_http_methods(["GET", "POST"])
def reservation(request: HttpRequest, pk: int) -> HttpResponse:
    """One reservation; a POST releases it."""
    person = person_of(request)
    found = listed_reservations(person).filter(pk=pk).first()
    if found is None:
        raise Http404(str(pk))
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _release(request, found, form):
        return redirect("inventory:reservation", pk)
    movements = found.movements.select_related("actor").order_by("-id")
    context = {
        "reservation": found,
        "form": form,
        "movements": movements,
        "ledger_query": urlencode({"depot": found.depot.code, "part": found.part.code}),
        "events": told(events_of("reservation", pk)),
        "may_release": _may_release(request, found),
    }
    return render(request, "inventory/reservation.html", context)


def _may_release(request: HttpRequest, found: Reservation) -> bool:
    return found.state == ReservationState.OPEN and may_reserve(request.user, found.depot)


def _release(request: HttpRequest, found: Reservation, form: ReasonForm) -> bool:
    try:
        release(found, reason=form.cleaned_data["reason"], actor=request.user, now=clock.now())
    except Refused as refusal:
        if not _may_release(request, found):
            raise
        form.add_error(None, str(refusal))
        return False
    toast(
        request,
        ngettext("预留已释放，%(quantity)d 件重新可用。", "预留已释放，%(quantity)d 件重新可用。", found.outstanding)
        % {"quantity": found.outstanding},
    )
    return True
