"""Swaps: one asks, the other agrees, and then both shifts change hands in one transaction."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from emergency_ops.lib.errors import Forbidden, Invalid, Refused
from resources.staff import events, memos
from resources.staff.choices import ShiftSource, SwapState
from resources.staff.models import Person, Shift, ShiftSwap
from resources.staff.queries_shifts import swap_partners

from .announcing import Moves, Slot, announce, slot_words
from .engagements import check_now, lock_people
from .fitness import refuse_unfit

CHANGED = _("这个班次的安排刚才变了，请返回查看最新的值班。")


def ask_swap(
    shift: Shift, taker: Person, *, counter_shift: Shift | None = None, reason: str = "", actor: Person, now: datetime
) -> ShiftSwap:
    """Ask somebody to take one's shift, for one of theirs or for nothing.

    Raises Forbidden (another's shift), Invalid (oneself, a shift that is not theirs) and Refused (begun, asked already,
    or somebody could not serve).
    """
    with transaction.atomic():
        people = lock_people([actor.pk, taker.pk])
        given, counter = _locked(shift, counter_shift)
        _check_owners(given, counter, actor, taker, now)
        if not swap_partners(given).filter(pk=taker.pk).exists():
            raise Invalid("swap_partner", _("%(name)s不在这个岗位值班，不能换班。请联系值班经理调整。"), name=taker)
        _check_fit(given, counter, actor, people[taker.pk])
        swap = _create(given, counter, actor, taker, reason, now)
        events.write("swap_asked", at=now, actor=actor, post=given.post, person=taker, text=reason, **_facts(swap))
        memos.tell(
            [taker],
            key=f"swap:{swap.pk}:asked",
            title=_("%(name)s请您换班"),
            body=_("%(slot)s %(label)s（%(post)s）。请同意或拒绝。"),
            link=reverse("staff:swap", args=[swap.pk]),
            now=now,
            params={**_words(given), "name": actor},
        )
    return swap


def agree(swap: ShiftSwap, *, actor: Person, now: datetime) -> ShiftSwap:
    """Carry the swap out. Only the person asked may; agreeing twice changes nothing.

    Raises Forbidden, and Refused where the request is over, a shift has changed, or somebody can no longer serve.
    """
    _require(actor, swap.taker)
    with transaction.atomic():
        people = lock_people([swap.asker_id, swap.taker_id])
        locked = ShiftSwap.objects.select_for_update(of=("self",)).get(pk=swap.pk)
        if locked.state == SwapState.AGREED:
            return locked
        _refuse_answered(locked)
        given, counter = _locked(locked.shift, locked.counter_shift)
        asker, taker = people[locked.asker_id], people[locked.taker_id]
        _check_owners(given, counter, asker, taker, now)
        _check_fit(given, counter, asker, taker)
        _exchange(given, counter, asker, taker, now)
        _answer(locked, SwapState.AGREED, "", now)
        event = events.write("shift_swapped", at=now, actor=actor, post=given.post, person=asker, **_facts(locked))
        _announce(given, counter, asker, taker, key=f"event:{event.pk}", actor=actor, now=now)
        withdraw_open([row.pk for row in (given, counter) if row], now=now)
        check_now()
    return locked


def decline(swap: ShiftSwap, *, answer: str = "", actor: Person, now: datetime) -> ShiftSwap:
    """Say no. Only the person asked may. Raises Forbidden and Refused (answered already)."""
    _require(actor, swap.taker)
    return _close(swap, SwapState.DECLINED, answer, actor=actor, told=swap.asker, now=now)


def withdraw(swap: ShiftSwap, *, actor: Person, now: datetime) -> ShiftSwap:
    """Take the request back. Only who asked may. Raises Forbidden and Refused (answered already)."""
    _require(actor, swap.asker)
    return _close(swap, SwapState.WITHDRAWN, "", actor=actor, told=swap.taker, now=now)


def withdraw_open(shifts: Collection[int], *, now: datetime) -> None:
    """Requests about shifts that change hands otherwise are over."""
    about = Q(shift__in=shifts) | Q(counter_shift__in=shifts)
    ShiftSwap.objects.filter(about, state=SwapState.ASKED).update(state=SwapState.WITHDRAWN, answered_at=now)


def _close(swap: ShiftSwap, state: SwapState, answer: str, *, actor: Person, told: Person, now: datetime) -> ShiftSwap:
    titles = {SwapState.DECLINED: _("%(name)s没有同意换班"), SwapState.WITHDRAWN: _("%(name)s撤回了换班请求")}
    with transaction.atomic():
        locked = ShiftSwap.objects.select_for_update(of=("self",)).get(pk=swap.pk)
        if locked.state == state:
            return locked
        _refuse_answered(locked)
        _answer(locked, state, answer, now)
        shift = locked.shift
        events.write(f"swap_{state}", at=now, actor=actor, post=shift.post, person=told, text=answer, **_facts(locked))
        memos.tell(
            [told],
            key=f"swap:{swap.pk}:{state}",
            title=titles[state],
            body=_("%(slot)s %(label)s（%(post)s）"),
            link=reverse("staff:swap", args=[swap.pk]),
            now=now,
            params={**_words(shift), "name": actor},
        )
    return locked


def _locked(shift: Shift, counter: Shift | None) -> tuple[Shift, Shift | None]:
    """Both rows, locked in the order of their keys."""
    keys = [shift.pk, *([counter.pk] if counter else [])]
    rows = Shift.objects.select_for_update(of=("self",)).select_related("post__required_training").order_by("pk")
    found = {row.pk: row for row in rows.filter(pk__in=keys)}
    if len(found) < len(set(keys)):
        raise Refused("swap_changed", CHANGED)
    return found[shift.pk], found[counter.pk] if counter else None


def _check_owners(given: Shift, counter: Shift | None, asker: Person, taker: Person, now: datetime) -> None:
    if asker.pk == taker.pk:
        raise Invalid("swap_self", _("不能和自己换班，请选择别人。"))
    if given.person_id != asker.pk or (counter is not None and counter.person_id != taker.pk):
        raise Refused("swap_changed", CHANGED)
    if any(row.period.lower <= now for row in (given, counter) if row is not None):
        raise Refused("swap_begun", _("班次已经开始，不能再换班。请联系值班经理。"))


def _check_fit(given: Shift, counter: Shift | None, asker: Person, taker: Person) -> None:
    both = tuple(row.pk for row in (given, counter) if row is not None)
    refuse_unfit(taker, given, without=both)
    if counter is not None:
        refuse_unfit(asker, counter, without=both)


def _create(given: Shift, counter: Shift | None, asker: Person, taker: Person, reason: str, now: datetime) -> ShiftSwap:
    try:
        with transaction.atomic():
            return ShiftSwap.objects.create(
                shift=given, counter_shift=counter, asker=asker, taker=taker, reason=reason, created_at=now
            )
    except IntegrityError as error:
        raise Refused("swap_open", _("这个班次已有一个换班请求在等答复，请先撤回它。")) from error


def _exchange(given: Shift, counter: Shift | None, asker: Person, taker: Person, now: datetime) -> None:
    for row, person in ((given, taker), (counter, asker)):
        if row is not None:
            row.person, row.source, row.updated_at = person, ShiftSource.SWAP, now
            row.save(update_fields=["person", "source", "updated_at"])


def _announce(
    given: Shift, counter: Shift | None, asker: Person, taker: Person, *, key: str, actor: Person, now: datetime
) -> None:
    moves = Moves()
    for row, loser, winner in ((given, asker, taker), (counter, taker, asker)):
        if row is not None:
            slot = Slot(row.label, row.period.lower, row.period.upper)
            moves.take(loser.pk, slot)
            moves.give(winner.pk, slot)
    announce(moves, given.post, key=key, actor=actor, now=now)


def _answer(swap: ShiftSwap, state: SwapState, answer: str, now: datetime) -> None:
    swap.state, swap.answer, swap.answered_at = state, answer, now
    swap.save(update_fields=["state", "answer", "answered_at"])


def _require(actor: Person, wanted: Person) -> None:
    if actor.pk != wanted.pk:
        raise Forbidden("not_your_swap", _("只有%(name)s可以答复这个换班请求。"), name=wanted)


def _refuse_answered(swap: ShiftSwap) -> None:
    if swap.state != SwapState.ASKED:
        raise Refused("swap_answered", _("这个换班请求已经处理（%(state)s）。"), state=swap.get_state_display())


def _words(shift: Shift) -> dict[str, object]:
    return {"slot": slot_words(shift.period.lower, shift.period.upper), "label": shift.label, "post": shift.post}


def _facts(swap: ShiftSwap) -> dict[str, Any]:
    return {
        "day": swap.shift.day.isoformat(),
        "label": swap.shift.label,
        "asker": str(swap.asker),
        "taker": str(swap.taker),
        "swap": swap.pk,
        "shift": swap.shift_id,
    }
