"""The only writers of expected deliveries. What arrives is received into the ledger."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from emergency_ops.lib.errors import Invalid, Refused
from resources.inventory.access import require_keeper
from resources.inventory.choices import DeliveryState, MovementKind
from resources.inventory.models import Depot, ExpectedDelivery, InventoryEvent, PartType, StockMovement
from resources.inventory.rules import stock
from resources.inventory.subjects import Subject

from .ledger import lock_levels, post, require_in_use

SUBJECT = "delivery"


def expect(
    depot: Depot,
    part: PartType,
    quantity: int,
    *,
    expected_on: date,
    actor: Any,
    now: datetime,
    supplier: str = "",
    order_number: str = "",
    key: str | None = None,
) -> ExpectedDelivery:
    """登记采购: pieces that are ordered and to arrive on a day. Repeats of a key return the delivery that there is.

    Raises Forbidden, Invalid, or Refused for what is out of use.
    """
    require_keeper(actor, depot)
    require_in_use(depot, part)
    stock.check_pieces(quantity)
    delivery = ExpectedDelivery(depot=depot, part=part, quantity=quantity, expected_on=expected_on, created_at=now)
    delivery.supplier, delivery.order_number = supplier or part.supplier, order_number
    delivery.created_by, delivery.key = actor, key or None
    with transaction.atomic():
        lock_levels([(depot.pk, part.pk)])
        known = ExpectedDelivery.objects.filter(key=key).first() if key else None
        if known is not None:
            return known
        delivery.save(force_insert=True)
        _tell(delivery, "expected", actor, now, quantity=quantity)
    return delivery


def arrive(
    delivery: ExpectedDelivery, quantity: int, *, actor: Any, now: datetime, key: str | None = None
) -> ExpectedDelivery:
    """Receives so many pieces of a delivery; all there are: it has arrived. Repeats of a key receive once.

    Raises Forbidden, Invalid, or Refused when it has ended or fewer are still to come.
    """
    require_keeper(actor, delivery.depot)
    stock.check_pieces(quantity)
    with transaction.atomic():
        held = _locked(delivery)
        if key and StockMovement.objects.filter(key=key, subject_kind=SUBJECT, subject_id=held.pk).exists():
            return held
        _check_expected(held)
        _check_outstanding(held, quantity)
        subject = Subject(SUBJECT, held.pk, held.order_number)
        post(held.depot, held.part, MovementKind.RECEIPT, quantity, actor=actor, now=now, subject=subject, key=key)
        held.received += quantity
        if held.received == held.quantity:
            held.state = DeliveryState.ARRIVED
        held.save(update_fields=["received", "state"])
        _tell(held, "arrived", actor, now, quantity=quantity)
    return held


def postpone(
    delivery: ExpectedDelivery, expected_on: date, *, actor: Any, now: datetime, reason: str = ""
) -> ExpectedDelivery:
    """Expects what is still to come on another day. Raises Forbidden or Refused."""
    require_keeper(actor, delivery.depot)
    with transaction.atomic():
        held = _locked(delivery)
        _check_expected(held)
        held.expected_on = expected_on
        held.save(update_fields=["expected_on"])
        _tell(held, "postponed", actor, now, reason, expected_on=expected_on.isoformat())
    return held


def cancel(delivery: ExpectedDelivery, *, actor: Any, now: datetime, reason: str) -> ExpectedDelivery:
    """What is still to come will not come. What arrived stays. Raises Forbidden, Invalid without a reason, or Refused."""
    require_keeper(actor, delivery.depot)
    if not reason.strip():
        raise Invalid("delivery_reason", _("取消到货需要写明原因。"))
    with transaction.atomic():
        held = _locked(delivery)
        _check_expected(held)
        held.state = DeliveryState.CANCELLED
        held.save(update_fields=["state"])
        _tell(held, "cancelled", actor, now, reason, quantity=held.quantity - held.received)
    return held


def _locked(delivery: ExpectedDelivery) -> ExpectedDelivery:
    rows = ExpectedDelivery.objects.select_related("depot", "part").select_for_update(of=("self",), no_key=True)
    return rows.get(pk=delivery.pk)


def _check_expected(held: ExpectedDelivery) -> None:
    if held.state != DeliveryState.EXPECTED:
        raise Refused("delivery_ended", _("这笔到货%(state)s，不能再变更。"), state=held.get_state_display())


def _check_outstanding(held: ExpectedDelivery, quantity: int) -> None:
    outstanding = held.quantity - held.received
    if quantity > outstanding:
        raise Refused(
            "delivery_too_many",
            _("这笔到货还差 %(outstanding)d，不能登记 %(wanted)d；多到的请另行登记入库。"),
            outstanding=outstanding,
            wanted=quantity,
        )


def _tell(held: ExpectedDelivery, code: str, actor: Any, now: datetime, text: str = "", **params: Any) -> None:
    InventoryEvent.objects.create(
        subject_kind=SUBJECT,
        subject_id=held.pk,
        code=f"delivery_{code}",
        depot_id=held.depot_id,
        actor=actor,
        at=now,
        params={"part": held.part.name, **params},
        text=text.strip(),
    )
