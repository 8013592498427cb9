"""What is done with a transfer: sent, received, called back, cancelled, printed."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from emergency_ops.lib import clock
from emergency_ops.lib.errors import Refused
from emergency_ops.lib.middleware import toast
from resources.inventory import access_moving as access
from resources.inventory.actions import transfers as actions
from resources.inventory.choices import TransferState
from resources.inventory.forms_transfers import RecallForm, ReceiptForm, SendForm
from resources.inventory.models import Transfer
from resources.inventory.papers_moving import order_slip
from resources.inventory.queries_moving import lines_of_transfer
from resources.inventory.rules.transfers import check_state
from resources.staff.access import person_of
from resources.staff.models import Person


@require_POST
def send(request: HttpRequest, number: str) -> HttpResponse:
    person = person_of(request)
    found = access.transfer_or_404(person, number)
    form = SendForm(request.POST)
    if not form.is_valid():
        toast(request, _("没有发出：请核对预计到达时间。"))
        return redirect("inventory:transfer", number)
    actions.send(found, actor=person, now=clock.now(), **form.cleaned_data)
    toast(request, _("已登记发出。请打印随货单，到货后由对方签收。"))
    return redirect("inventory:transfer", number)


@require_POST
def cancel(request: HttpRequest, number: str) -> HttpResponse:
    person = person_of(request)
    found = access.transfer_or_404(person, number)
    actions.cancel(found, actor=person, now=clock.now(), reason=request.POST.get("reason", "")[:200])
    toast(request, _("调拨单已取消，预留的备件仍为原事件保留。"))
    return redirect("inventory:transfer", number)


@require_POST
def slip(request: HttpRequest, number: str) -> HttpResponse:
    """Print it. Whoever sees the transfer may."""
    person = person_of(request)
    found = access.transfer_or_404(person, number)
    return redirect("papers:paper", order_slip(found, actor=person, now=clock.now()).pk)


@dataclass(frozen=True)
class Closing:
    """One of the two ways in which a journey ends."""

    form: type[ReceiptForm]
    act: Callable[..., Transfer]
    require: Callable[[Person, Transfer], None]
    title: Promise
    done: Promise
    template: str = "inventory/transfer_receive.html"


RECEIVE = Closing(
    ReceiptForm, actions.receive, access.require_receiver, gettext_lazy("签收%(number)s"), gettext_lazy("签收已登记。")
)
RECALL = Closing(
    RecallForm,
    actions.recall,
    access.require_sender,
    gettext_lazy("退回%(number)s"),
    gettext_lazy("退回已登记，备件已回到库存。"),
)


@require_http_methods(["GET", "POST"])
def receive(request: HttpRequest, number: str) -> HttpResponse:
    return _close(request, number, RECEIVE)


@require_http_methods(["GET", "POST"])
def recall(request: HttpRequest, number: str) -> HttpResponse:
    return _close(request, number, RECALL)


def _close(request: HttpRequest, number: str, way: Closing) -> HttpResponse:
    person = person_of(request)
    found = access.transfer_or_404(person, number)
    way.require(person, found)
    lines = lines_of_transfer(found)
    form = way.form(request.POST or None, lines=lines)
    if form.is_valid() and _carried_out(form, found, way, person):
        toast(request, str(way.done))
        return redirect("inventory:transfer", number)
    if request.method == "GET":
        check_state(found.state, TransferState.SENT, found.number)
    context: dict[str, Any] = {
        "transfer": found,
        "form": form,
        "pieces": sum(line.quantity for line in lines),
        "is_recall": way is RECALL,
        "title": str(way.title) % {"number": found.number},
        "back": reverse("inventory:transfer", args=[number]),
    }
    return render(request, way.template, context)


def _carried_out(form: ReceiptForm, found: Transfer, way: Closing, person: Person) -> bool:
    data = form.cleaned_data
    try:
        way.act(found, form.counts, actor=person, now=clock.now(), remark=data["remark"], key=data["key"])
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    return True
