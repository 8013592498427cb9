"""Reserving what a plan of sources says: all of it, or nothing."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from emergency_ops.lib.errors import Invalid, Refused
from resources.inventory.access_needs import may_plan, require_planner
from resources.inventory.choices import SUPPLY_LIVE, EquipmentState, NeedState, ReservationState, TransferState
from resources.inventory.coverage import coverage_of
from resources.inventory.models import Depot, Equipment, InventoryEvent, Need, Reservation, SupplyRequest, Transfer
from resources.inventory.subjects import Subject

from .needs import STANDING, follow, locked
from .reservations import Wish, let_go, promise_many
from .reservations import release as release_reservation


@dataclass(frozen=True, slots=True)
class Take:
    """One line of a plan: so many pieces for a need from a depot."""

    need: int
    depot: int
    quantity: int


def reserve_plan(subject: Subject, takes: Sequence[Take], *, key: str, actor: Any, now: datetime) -> list[Reservation]:
    """Promises every line of a plan, or nothing. A repeat with the same key returns what the first has reserved.

    Pieces may come from depots of other regions: who plans for the site decides, and the depot's keeper is told.
    Raises Forbidden, Invalid, or Refused when stock or needs have changed since the plan was made.
    """
    if not takes:
        raise Invalid("plan_empty", _("方案中没有可以预留的备件。"))
    with transaction.atomic():
        needs = locked({take.need for take in takes}, subject)
        for need in needs.values():
            require_planner(actor, need.site.region_id)
        wishes = _wishes(takes, needs, key)
        repeated = list(Reservation.objects.filter(key__in=[wish.key for wish in wishes]))
        if len(repeated) == len(wishes):
            return repeated
        _require_wanted(takes, needs)
        made = promise_many(wishes, subject=subject, actor=actor, now=now)
        follow(needs, actor=actor, now=now)
        _tell_plan(subject, made, actor, now)
    return made


def _wishes(takes: Sequence[Take], needs: Mapping[int, Need], key: str) -> list[Wish]:
    depots = Depot.objects.in_bulk({take.depot for take in takes})
    wishes = []
    for take in takes:
        need, depot = needs[take.need], depots.get(take.depot)
        if depot is None or need.part is None or take.quantity < 1:
            raise Invalid("plan_line", _("方案有误，请刷新页面后重试。"))
        wishes.append(Wish(depot, need.part, take.quantity, need, f"plan:{key[:40]}:{need.pk}:{depot.pk}"))
    return wishes


def _require_wanted(takes: Sequence[Take], needs: Mapping[int, Need]) -> None:
    covered = coverage_of(list(needs.values()))
    for pk, need in needs.items():
        asked = sum(take.quantity for take in takes if take.need == pk)
        missing = covered[pk].missing(need.quantity)
        if need.state == NeedState.CANCELLED or asked > missing:
            raise Refused(
                "plan_changed",
                _("%(site)s的需求刚刚已变化：还缺%(missing)s，方案要预留%(asked)s。请按下面的新方案预留。"),
                site=need.site.name,
                missing=0 if need.state == NeedState.CANCELLED else missing,
                asked=asked,
            )


def _tell_plan(subject: Subject, made: Sequence[Reservation], actor: Any, now: datetime) -> None:
    """One event a depot: what it is to give."""
    by_depot: dict[Depot, list[Reservation]] = {}
    for row in made:
        by_depot.setdefault(row.depot, []).append(row)
    InventoryEvent.objects.bulk_create(
        InventoryEvent(
            subject_kind=subject.kind,
            subject_id=subject.id,
            code="plan_reserved",
            depot=depot,
            actor=actor,
            at=now,
            params={"depot": depot.name, "parts": [[row.part.name, row.quantity] for row in rows]},
        )
        for depot, rows in by_depot.items()
    )


def release(reservation: Reservation, *, reason: str, actor: Any, now: datetime) -> Reservation:
    """Gives a promise back: by who may promise the depot's stock, or who plans for the site that it is for."""
    need = reservation.need
    if need is None or not may_plan(actor, need.site.region_id):
        return release_reservation(reservation, reason=reason, actor=actor, now=now)
    with transaction.atomic():
        locked([need.pk])
        freed = let_go(reservation, reason=reason, actor=actor, now=now)
        follow([need.pk], actor=actor, now=now)
    return freed


def open_reservations(subject: Subject) -> list[Reservation]:
    """What is promised to a subject and has not left yet, with depot, part and need."""
    rows = Reservation.objects.filter(subject_kind=subject.kind, subject_id=subject.id, state=ReservationState.OPEN)
    return list(rows.select_related("depot", "part", "need__site").order_by("pk"))


def drafts(subject: Subject) -> list[Transfer]:
    rows = Transfer.objects.filter(subject_kind=subject.kind, subject_id=subject.id, state=TransferState.DRAFT)
    return list(rows.select_related("source", "to_depot", "to_site").order_by("pk"))


def hand_over(source: Subject, target: Subject, sites: Collection[int] | None = None) -> None:
    """One subject takes over what another needs, was promised and gets; in the caller's transaction.

    sites: only what is for these (primary keys). Locks in the order in which the steps of a transfer do: transfers, needs, reservations. What is to be bought for it comes along.
    """
    new = {"subject_id": target.id, "reference": target.reference}
    of_source = {"subject_kind": source.kind, "subject_id": source.id}
    travelling = (TransferState.DRAFT, TransferState.SENT)
    for model, states, place in (
        (Transfer, travelling, "to_site"),
        (Need, STANDING, "site"),
        (SupplyRequest, SUPPLY_LIVE, "site"),
        (Reservation, (ReservationState.OPEN,), "need__site"),
        (Equipment, (EquipmentState.OUT, EquipmentState.INSTALLED), "site"),
    ):
        rows = model._default_manager.filter(**of_source, state__in=states)
        if sites is not None:
            rows = rows.filter(**{f"{place}__in": sites})
        taken = rows.select_for_update(of=("self",)).order_by("pk").values_list("pk", flat=True)
        model._default_manager.filter(pk__in=list(taken)).update(**new)
