"""The supply chain list: asked for, taken on, ordered, promised, arrived. Parts arrive by their expected delivery."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from emergency_ops.lib.errors import Invalid, Refused
from resources.inventory.access_supply import region_of, require_supplier, require_worker
from resources.inventory.choices import DeliveryState, EquipmentKind, SupplyState
from resources.inventory.keepers import keepers_of, overseers
from resources.inventory.models import Depot, InventoryEvent, Need, PartType, SupplyRequest
from resources.inventory.numbering import Series, next_number
from resources.inventory.rules import supply as rules
from resources.inventory.rules.supply import Step
from resources.inventory.subject_marks import is_drill
from resources.network.models import Site
from resources.staff.choices import Function
from resources.staff.memos import tell
from resources.staff.models import Person
from resources.staff.queries import Where, acting

from . import deliveries
from .needs import MOST

SUBJECT = "supply"
TEXT_LENGTH = 200


def ask(
    quantity: int,
    *,
    actor: Any,
    now: datetime,
    part: PartType | None = None,
    equipment_kind: str = "",
    site: Site | None = None,
    depot: Depot | None = None,
    reference: str = "",
    note: str = "",
) -> SupplyRequest:
    """Something is to be bought, by hand. Raises Forbidden or Invalid."""
    _check(quantity, part, equipment_kind, site, depot)
    row = SupplyRequest(
        part=part, equipment_kind=equipment_kind, quantity=quantity, site=site, depot=depot, reference=reference[:60]
    )
    row.note = note.strip()[:TEXT_LENGTH]
    require_supplier(actor, region_of(row))
    with transaction.atomic():
        return _create(row, actor, now)


def ask_for_need(need: Need, quantity: int, *, now: datetime) -> SupplyRequest | None:
    """No depot has it: the system asks for what a need misses. None where somebody did at this moment."""
    row = SupplyRequest(
        need=need,
        part=need.part,
        equipment_kind=need.equipment_kind,
        quantity=quantity,
        site=need.site,
        subject_kind=need.subject_kind,
        subject_id=need.subject_id,
        reference=need.reference,
        is_drill=is_drill(need.subject_kind, need.subject_id),
    )
    try:
        with transaction.atomic():
            return _create(row, None, now)
    except IntegrityError:
        return None


def take_on(row: SupplyRequest, *, actor: Person, now: datetime) -> SupplyRequest:
    """The actor gets it from now on. Raises Forbidden or Refused."""
    with _held(row, actor) as held:
        if held.state not in rules.FROM[Step.CANCEL]:
            raise Refused("supply_ended", _("该项%(state)s，无需再经办。"), state=held.get_state_display())
        held.owner = actor
        held.save(update_fields=["owner"])
        note(held, "taken", actor, now, owner=str(actor))
    return held


def order(
    row: SupplyRequest, *, actor: Any, now: datetime, supplier: str, contact: str = "", order_number: str = ""
) -> SupplyRequest:
    """待采购 → 已下单. Raises Forbidden, Invalid without a supplier, or Refused."""
    if not supplier.strip():
        raise Invalid("supply_supplier", _("请填写供应商。"))
    with _held(row, actor) as held:
        held.state = rules.after(held.state, Step.ORDER)
        held.supplier, held.supplier_contact = supplier.strip()[:80], contact.strip()[:80]
        held.order_number, held.ordered_at = order_number.strip()[:60], now
        held.save(update_fields=["state", "supplier", "supplier_contact", "order_number", "ordered_at"])
        note(held, "ordered", actor, now, supplier=held.supplier)
    return held


def promise(
    row: SupplyRequest, expected_on: date, *, actor: Any, now: datetime, depot: Depot | None = None, reason: str = ""
) -> SupplyRequest:
    """→ 已承诺 for a day; another day later on. Of a part it makes, or moves, the expected delivery of a depot.

    Raises Forbidden, Invalid for a day that is over or without a depot for a part, or Refused.
    """
    if expected_on < localdate(now):
        raise Invalid("supply_past", _("预计到货日期不能早于今天。"))
    with _held(row, actor) as held:
        before = held.expected_on
        held.state = rules.after(held.state, Step.PROMISE)
        held.expected_on, held.depot = expected_on, depot or held.depot
        held.ordered_at = held.ordered_at or now
        _follow_delivery(held, actor, now, reason)
        held.save(update_fields=["state", "expected_on", "depot", "ordered_at", "delivery"])
        code = "postponed" if before else "promised"
        note(held, code, actor, now, reason, expected_on=expected_on.isoformat(), supplier=held.supplier)
    return held


def _follow_delivery(held: SupplyRequest, actor: Any, now: datetime, reason: str) -> None:
    """Equipment has no deliveries: it is registered as items when it is there."""
    if held.part is None:
        return
    if held.delivery is not None:
        deliveries.postpone(held.delivery, held.expected_on, actor=actor, now=now, reason=reason)  # type: ignore[arg-type]
        return
    if held.depot is None:
        raise Invalid("supply_depot", _("请选择送货的备件库。"))
    held.delivery = deliveries.expect(
        held.depot,
        held.part,
        held.quantity,
        expected_on=held.expected_on,  # type: ignore[arg-type]
        actor=actor,
        now=now,
        supplier=held.supplier,
        order_number=held.order_number,
    )


def arrive(row: SupplyRequest, *, actor: Any, now: datetime, key: str = "") -> SupplyRequest:
    """→ 已到货: what is still to come of the delivery is received into the ledger. Raises Forbidden, Invalid or Refused."""
    with _held(row, actor) as held:
        state = rules.after(held.state, Step.ARRIVE)
        if held.part is not None:
            _receive(held, actor, now, key)
        end(held, state, "arrived", actor, now)
    return held


def _receive(held: SupplyRequest, actor: Any, now: datetime, key: str) -> None:
    if held.delivery is None:
        raise Invalid("supply_no_delivery", _("请先登记到货日期和送货的备件库，再登记到货。"))
    outstanding = held.delivery.quantity - held.delivery.received
    if held.delivery.state == DeliveryState.EXPECTED and outstanding:
        deliveries.arrive(held.delivery, outstanding, actor=actor, now=now, key=f"supply:{key}" if key else None)


def cancel(row: SupplyRequest, reason: str, *, actor: Any, now: datetime) -> SupplyRequest:
    """→ 已取消, with the expected delivery. Raises Forbidden, Invalid without a reason, or Refused."""
    if not reason.strip():
        raise Invalid("supply_reason", _("请写明取消的原因。"))
    with _held(row, actor) as held:
        held.state = rules.after(held.state, Step.CANCEL)
        if held.delivery is not None and held.delivery.state == DeliveryState.EXPECTED:
            deliveries.cancel(held.delivery, actor=actor, now=now, reason=reason)
        end(held, held.state, "cancelled", actor, now, reason)
    return held


def end(held: SupplyRequest, state: str, code: str, actor: Any, now: datetime, text: str = "") -> None:
    """Of a locked request, in the caller's transaction."""
    held.state, held.ended_at, held.ended_by = SupplyState(state), now, actor
    held.save(update_fields=["state", "ended_at", "ended_by"])
    note(held, code, actor, now, text)


@contextmanager
def _held(row: SupplyRequest, actor: Any) -> Iterator[SupplyRequest]:
    """Locked and fresh, for who may."""
    require_worker(actor, row)
    with transaction.atomic():
        yield locked(row.pk)


def locked(pk: int) -> SupplyRequest:
    rows = SupplyRequest.objects.select_related("site__region", "depot", "part", "owner", "delivery__depot", "need")
    return rows.select_for_update(of=("self",)).get(pk=pk)


def _create(row: SupplyRequest, actor: Any, now: datetime) -> SupplyRequest:
    row.number, row.asked_at, row.asked_by = next_number(Series.SUPPLY, now), now, actor
    if row.part is not None:
        row.supplier, row.supplier_contact = row.part.supplier, row.part.supplier_contact
    row.owner = _logistics(row, now)
    row.save(force_insert=True)
    note(row, "asked", actor, now, row.note)
    tell_workers(row, "asked", _("供应链清单：%(thing)s缺%(quantity)s，请联系供应商"), now)
    return row


def _logistics(row: SupplyRequest, now: datetime) -> Person | None:
    """Who acts for the post of logistics there."""
    found = acting(Where(Function.LOGISTICS, region_of(row), [row.site_id] if row.site_id else []), now)
    return found.person if found else None


def tell_workers(row: SupplyRequest, occasion: str, title: Any, now: datetime) -> None:
    """Who is on it; where nobody is, the keepers of the depot, else those who answer for the stock."""
    people = [row.owner] if row.owner else keepers_of(row.depot) if row.depot else overseers()
    if row.is_drill:
        title = format_lazy("{}{}", _("【演练】"), title)
    tell(
        people,
        key=f"supply:{row.pk}:{occasion}",
        title=title,
        body=_("%(supplier)s %(contact)s"),
        link=reverse("inventory:supply", args=[row.number]),
        now=now,
        params={
            "thing": thing_of(row),
            "quantity": row.quantity,
            "supplier": row.supplier or "—",
            "contact": row.supplier_contact,
            "expected_on": row.expected_on.isoformat() if row.expected_on else "—",
        },
    )


def thing_of(row: SupplyRequest) -> str:
    return row.part.name if row.part is not None else str(EquipmentKind(row.equipment_kind).label)


def note(held: SupplyRequest, code: str, actor: Any, now: datetime, text: str = "", /, **params: Any) -> None:
    """One event a change, for its page and for the timeline of the incident that it is for."""
    InventoryEvent.objects.create(
        subject_kind=SUBJECT,
        subject_id=held.pk,
        code=f"supply_{code}",
        actor=actor,
        at=now,
        params={
            "number": held.number,
            "part": held.part.name if held.part else "",
            "equipment_kind": held.equipment_kind,
            "quantity": held.quantity,
            "site": str(held.site or held.depot or ""),
            **params,
        },
        text=text.strip(),
    )


def _check(quantity: int, part: PartType | None, kind: str, site: Site | None, depot: Depot | None) -> None:
    if isinstance(quantity, bool) or not isinstance(quantity, int) or not 0 < quantity <= MOST:
        raise Invalid("supply_quantity", _("数量应为1到%(most)s之间的整数。"), most=MOST)
    if (part is None) == (not kind):
        raise Invalid("supply_of_what", _("请选择一种备件或一类设备。"))
    if kind and kind not in EquipmentKind.values:
        raise Invalid("supply_kind", _("没有“%(kind)s”这类设备。"), kind=kind)
    if site is None and depot is None:
        raise Invalid("supply_place", _("请选择网点或送货的备件库。"))
