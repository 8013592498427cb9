"""Scanning: what is behind the code of a slip or a label."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from resources.inventory.access_equipment import equipment_by_token, equipment_for
from resources.inventory.access_moving import may_receive, transfers_for, with_ends
from resources.inventory.choices import TransferState
from resources.inventory.models import Transfer
from resources.inventory.tokens import read_token
from resources.staff.access import person_of


@require_safe
def scan(request: HttpRequest, token: str) -> HttpResponse:
    """Where a scanned QR code leads. What a person may not see does not exist."""
    found = target(person_of(request), token)
    if found is None:
        raise Http404(token)
    return redirect(found)


def target(person: Any, text: str) -> str | None:
    """The page behind a code, an address with one, a transfer's number, or an item's code."""
    token = read_token(text)
    transfer = with_ends(transfers_for(person)).filter(token=token).first()
    transfer = transfer or with_ends(transfers_for(person)).filter(number__iexact=text).first()
    if transfer is not None:
        return _page_of(person, transfer)
    raw = text.rstrip("/").rpartition("/")[2]
    item = equipment_by_token(person, raw) or equipment_by_token(person, token)
    item = item or equipment_for(person).filter(code__iexact=text).first()
    return reverse("inventory:equipment", args=[item.code]) if item else None


def _page_of(person: Any, transfer: Transfer) -> str:
    """Whoever is to sign for it comes to the receipt at once."""
    if transfer.state == TransferState.SENT and may_receive(person, transfer):
        return reverse("inventory:transfer_receive", args=[transfer.number])
    return reverse("inventory:transfer", args=[transfer.number])
