"""A manager's move of one shift: to somebody else, to nobody, or back to whom the rota names."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from emergency_ops.lib.errors import Invalid
from resources.staff import events
from resources.staff.access_duty import require_planner
from resources.staff.choices import ShiftSource
from resources.staff.models import Person, Shift

from .announcing import Moves, Slot, announce
from .engagements import check_now, lock_people
from .fitness import refuse_begun, refuse_unfit
from .swaps import withdraw_open


def move_shift(shift: Shift, person: Person | None, *, reason: str, actor: Person | None, now: datetime) -> Shift:
    """Give a shift to somebody, or to nobody (None: a gap on purpose). The rota leaves it alone from then on.

    Raises Forbidden, Invalid (no reason, a closed account) and Refused (over, absent, untrained, on duty elsewhere).
    """
    require_planner(actor, shift.post)
    if not reason.strip():
        raise Invalid("reason", _("请写明调整原因。"))
    with transaction.atomic():
        people = lock_people([shift.person_id, person.pk if person else None])
        locked = _locked(shift)
        refuse_begun(locked, now)
        if locked.person_id == (person.pk if person else None):
            return locked
        if person is not None:
            refuse_unfit(people[person.pk], locked)
        return _give(locked, person, ShiftSource.OVERRIDE, reason.strip(), actor, now)


def restore_shift(shift: Shift, *, actor: Person | None, now: datetime) -> Shift:
    """Give a moved shift back to whom the rota names. Raises as `move_shift` does."""
    require_planner(actor, shift.post)
    with transaction.atomic():
        people = lock_people([shift.person_id, shift.planned_person_id])
        locked = _locked(shift)
        refuse_begun(locked, now)
        if locked.source == ShiftSource.PATTERN or locked.rota_id is None:
            return locked
        named = people.get(locked.planned_person_id or 0)
        if named is not None and named.pk != locked.person_id:
            refuse_unfit(named, locked)
        return _give(locked, named, ShiftSource.PATTERN, "", actor, now)


def _locked(shift: Shift) -> Shift:
    rows = Shift.objects.select_for_update(of=("self",)).select_related("post__required_training", "person")
    return rows.get(pk=shift.pk)


def _give(shift: Shift, person: Person | None, source: str, reason: str, actor: Person | None, now: datetime) -> Shift:
    before = shift.person
    moves, slot = Moves(), Slot(shift.label, shift.period.lower, shift.period.upper)
    if person != before:
        moves.take(shift.person_id, slot)
        moves.give(person.pk if person else None, slot)
        withdraw_open([shift.pk], now=now)
    shift.person, shift.source, shift.updated_at = person, source, now
    shift.save(update_fields=["person", "source", "updated_at"])
    event = events.write(
        "shift_moved" if source == ShiftSource.OVERRIDE else "shift_restored",
        at=now,
        actor=actor,
        post=shift.post,
        person=person or before,
        text=reason,
        day=shift.day.isoformat(),
        label=shift.label,
        before=str(before) if before else None,
        name=str(person) if person else None,
        shift=shift.pk,
    )
    announce(moves, shift.post, key=f"event:{event.pk}", actor=actor, now=now, reason=reason)
    check_now()
    return shift
