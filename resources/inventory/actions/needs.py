"""What a subject needs at a site. Locks: the need first, then the stock levels that it touches, each in one order."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from emergency_ops.lib.errors import Invalid, Refused
from resources.inventory.access_needs import require_asker
from resources.inventory.choices import EquipmentKind, NeedState, ReservationState
from resources.inventory.coverage import coverage_of
from resources.inventory.models import InventoryEvent, Need, PartType, Reservation
from resources.inventory.rules.needs import Coverage, state_of
from resources.inventory.subjects import Subject
from resources.network.models import Site, Terminal

from .ledger import lock_levels
from .reservations import let_go

#: pieces of one need; more is a mistake in typing
MOST = 999
#: needs that are followed in one transaction
BATCH = 200
STANDING = (NeedState.OPEN, NeedState.RESERVED, NeedState.SENT)


def add_need(
    subject: Subject,
    site: Site,
    quantity: int,
    *,
    actor: Any,
    now: datetime,
    part: PartType | None = None,
    equipment_kind: str = "",
    terminal: Terminal | None = None,
    note: str = "",
) -> Need:
    """Pieces of a part, or items of a kind of equipment, are needed at a site. The same thing twice is refused.

    Raises Forbidden, Invalid, or Refused where the site has the same need for the same terminal already.
    """
    require_asker(actor, site.region_id)
    _check(quantity, part, equipment_kind, site, terminal)
    with transaction.atomic():
        Site.objects.select_for_update(no_key=True).get(pk=site.pk)
        _require_new(subject, site, part, equipment_kind, terminal)
        need = Need.objects.create(
            subject_kind=subject.kind,
            subject_id=subject.id,
            reference=subject.reference,
            site=site,
            terminal=terminal,
            part=part,
            equipment_kind=equipment_kind,
            quantity=quantity,
            created_at=now,
            created_by=actor,
            note=note.strip()[:200],
        )
        _tell(need, "need_added", actor, now, text=note)
        follow([need.pk], actor=actor, now=now)
    return need


def change_need(need: Need, quantity: int, *, actor: Any, now: datetime) -> Need:
    """Another quantity; never less than what is promised already. Raises Forbidden, Invalid or Refused."""
    require_asker(actor, need.site.region_id)
    _check_quantity(quantity)
    with transaction.atomic():
        row = locked([need.pk])[need.pk]
        _require_standing(row)
        promised = coverage_of([row])[row.pk].promised
        if quantity < promised:
            raise Refused("need_promised", _("已预留%(promised)s件，数量不能更少：请先释放预留。"), promised=promised)
        before, row.quantity = row.quantity, quantity
        row.save(update_fields=["quantity"])
        _tell(row, "need_changed", actor, now, before=before)
        follow([row.pk], actor=actor, now=now)
    return row


def cancel_need(need: Need, *, reason: str, actor: Any, now: datetime) -> Need:
    """→ 已取消; what is reserved for it is free again. What has been sent already still travels. Raises Forbidden, Invalid or Refused."""
    require_asker(actor, need.site.region_id)
    if not reason.strip():
        raise Invalid("need_reason", _("请写明取消的原因。"))
    with transaction.atomic():
        row = locked([need.pk])[need.pk]
        _require_standing(row)
        for reservation in _open_reservations({"need": need.pk}):
            let_go(reservation, reason=reason, actor=actor, now=now)
        row.state = NeedState.CANCELLED
        row.save(update_fields=["state"])
        _tell(row, "need_cancelled", actor, now, text=reason)
    return row


def release_all(subject: Subject, *, reason: str, actor: Any, now: datetime) -> list[Reservation]:
    """Every open promise to a subject ends, and its needs that are not met are cancelled: the subject is over.

    Access is the caller's to check.
    """
    with transaction.atomic():
        needs = Need.objects.filter(subject_kind=subject.kind, subject_id=subject.id, state__in=STANDING)
        standing = locked(list(needs.values_list("pk", flat=True)))
        held = _open_reservations({"subject_kind": subject.kind, "subject_id": subject.id})
        for reservation in held:
            let_go(reservation, reason=reason, actor=actor, now=now)
        follow(standing, actor=actor, now=now)
        for need in Need.objects.filter(pk__in=standing).select_related("site", "part"):
            if need.state in (NeedState.OPEN, NeedState.RESERVED):
                need.state = NeedState.CANCELLED
                need.save(update_fields=["state"])
                _tell(need, "need_cancelled", actor, now, text=reason)
    return held


def follow(needs: Iterable[int], *, actor: Any, now: datetime) -> int:
    """Brings the state of these needs up to date with what is promised, sent and there; how many changed.

    What is met stays met: equipment goes back to its depot when it has served.
    """
    rows = Need.objects.filter(pk__in=list(needs), state__in=STANDING).select_related("site", "part")
    standing = list(rows.order_by("pk"))
    covered = coverage_of(standing)
    return sum(_follow(row, covered[row.pk], actor, now) for row in standing)


def follow_standing(now: datetime) -> int:
    """The same for all needs that are not met yet, in batches of their own transactions; how many changed."""
    ids = list(Need.objects.filter(state__in=STANDING).order_by("pk").values_list("pk", flat=True))
    changed = 0
    for first in range(0, len(ids), BATCH):
        with transaction.atomic():
            changed += follow(ids[first : first + BATCH], actor=None, now=now)
    return changed


def _follow(need: Need, covered: Coverage, actor: Any, now: datetime) -> int:
    before, state = need.state, state_of(need.state, need.quantity, covered)
    if state == before or not Need.objects.filter(pk=need.pk, state=before).update(state=state):
        return 0
    if state == NeedState.MET:
        _tell(need, "need_met", actor, now)
    if before == NeedState.SENT and state == NeedState.OPEN:
        _tell(need, "need_reopened", actor, now, missing=covered.missing(need.quantity))
    return 1


def _check(quantity: int, part: PartType | None, kind: str, site: Site, terminal: Terminal | None) -> None:
    _check_quantity(quantity)
    if (part is None) == (not kind):
        raise Invalid("need_of_what", _("请选择一种备件或一类设备。"))
    if kind and kind not in EquipmentKind.values:
        raise Invalid("need_kind", _("没有“%(kind)s”这类设备。"), kind=kind)
    if part is not None and not part.is_active:
        raise Invalid("need_part_inactive", _("备件型号“%(part)s”已停用。"), part=part.name)
    if terminal is not None and terminal.site_id != site.pk:
        raise Invalid("need_terminal", _("终端%(terminal)s不在该网点。"), terminal=terminal.code)


def _check_quantity(quantity: int) -> None:
    if isinstance(quantity, bool) or not isinstance(quantity, int) or not 0 < quantity <= MOST:
        raise Invalid("need_quantity", _("数量应为1到%(most)s之间的整数。"), most=MOST)


def _require_new(subject: Subject, site: Site, part: PartType | None, kind: str, terminal: Terminal | None) -> None:
    same = Need.objects.filter(
        subject_kind=subject.kind,
        subject_id=subject.id,
        site=site,
        part=part,
        equipment_kind=kind,
        terminal=terminal,
        state__in=STANDING,
    ).first()
    if same is not None:
        raise Refused(
            "need_known",
            _("该网点已登记同样的需求，数量%(quantity)s：如需更多，请修改其数量。"),
            quantity=same.quantity,
        )


def _require_standing(need: Need) -> None:
    if need.state not in STANDING:
        raise Refused("need_ended", _("该需求%(state)s，不能再变更。"), state=need.get_state_display())


def locked(needs: Collection[int], subject: Subject | None = None) -> dict[int, Need]:
    """By id, locked in their order. Raises Invalid for one that is not there, or not the subject's."""
    rows = Need.objects.filter(pk__in=needs).select_for_update(of=("self",)).order_by("pk")
    found = {row.pk: row for row in rows.select_related("site", "part")}
    strange = set(needs) - found.keys()
    if subject is not None:
        strange |= {pk for pk, row in found.items() if (row.subject_kind, row.subject_id) != (subject.kind, subject.id)}
    if strange:
        raise Invalid("need_unknown", _("方案中的需求不属于该事件，请刷新页面。"))
    return found


def _open_reservations(of: Mapping[str, object]) -> list[Reservation]:
    """With their levels locked."""
    rows = list(Reservation.objects.filter(state=ReservationState.OPEN, **of).select_related("depot", "part"))
    lock_levels((row.depot_id, row.part_id) for row in rows)
    return list(
        Reservation.objects.filter(pk__in=[row.pk for row in rows], state=ReservationState.OPEN)
        .select_related("depot", "part")
        .order_by("pk")
    )


def _tell(need: Need, code: str, actor: Any, now: datetime, *, text: str = "", **params: Any) -> None:
    InventoryEvent.objects.create(
        subject_kind=need.subject_kind,
        subject_id=need.subject_id,
        code=code,
        actor=actor,
        at=now,
        params={
            "need": need.pk,
            "site": need.site.name,
            "part": need.part.name if need.part else "",
            "equipment_kind": need.equipment_kind,
            "quantity": need.quantity,
            **params,
        },
        text=text.strip(),
    )
