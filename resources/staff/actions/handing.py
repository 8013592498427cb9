"""工作交接: proposed with an absence, answered by the taker, handed back at its end. B acts whatever becomes of it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from emergency_ops.lib.errors import Forbidden, Invalid, Refused
from resources.staff import events
from resources.staff.access_absences import may_manage
from resources.staff.choices import HandoverState
from resources.staff.models import Absence, Handover, Person
from resources.staff.queries_acting import acting
from resources.staff.rules.absences import handover_terms, materials_of
from resources.staff.touched import Touched

from . import absence_telling as telling

#: what may still be answered, and what may be handed back
ANSWERABLE = frozenset({HandoverState.PROPOSED, HandoverState.DECLINED})
STANDING = ANSWERABLE | {HandoverState.ACCEPTED, HandoverState.IMPOSSIBLE}


@dataclass(frozen=True)
class Handing:
    """What is handed over: materials, one a line, and a note."""

    materials: str
    note: str = ""


def propose(
    absence: Absence, touched: Touched, handing: Handing | None, *, actor: Person | None, now: datetime
) -> Handover | None:
    """The handover of one post to whoever will act when the absence begins; None when there is one already."""
    begins = touched.window.start
    stands_in = acting(touched.post, max(begins, now))
    taker = stands_in.person if stands_in else None
    terms = handover_terms(begins, now, has_taker=taker is not None)
    handover, created = Handover.objects.get_or_create(
        absence=absence,
        post=touched.post,
        defaults={
            "giver": absence.person,
            "taker": taker,
            "state": terms.state,
            "late": terms.late,
            "materials": materials_of(handing.materials if handing else touched.post.materials),
            "note": handing.note.strip() if handing else "",
            "due_at": terms.due_at,
            "created_at": now,
        },
    )
    if not created:
        return None
    _note(
        "handover_impossible" if terms.state == HandoverState.IMPOSSIBLE else "handover_proposed", handover, actor, now
    )
    telling.proposed(handover, now)
    return handover


def accept(handover: Handover, given: Collection[int], *, remark: str = "", actor: Person, now: datetime) -> Handover:
    """The taker has it; `given` are the indexes of the materials that they received. Accepting again only adds materials.

    Raises Forbidden for anybody else, Refused for one that is handed back or cancelled.
    """
    with transaction.atomic():
        locked = _locked(handover)
        _require_taker(locked, actor)
        if locked.state not in STANDING:
            raise Refused("over", _("这次交接已经%(state)s，不能再确认。"), state=locked.get_state_display())
        locked.materials = _ticked(locked, "given", given)
        changed = ["materials"]
        if locked.state in ANSWERABLE:
            locked.state, locked.answered_at, locked.answer = HandoverState.ACCEPTED, now, remark.strip()[:200]
            changed += ["state", "answered_at", "answer"]
            _note_materials("handover_accepted", locked, "given", locked.answer, actor, now)
            telling.accepted(locked, now)
        locked.save(update_fields=changed)
    return locked


def decline(handover: Handover, *, remark: str, actor: Person, now: datetime) -> Handover:
    """The taker objects, and says why; giver and manager are told. They act all the same. Again: nothing."""
    if not remark.strip():
        raise Invalid("remark", _("请说明异议的理由，交接人和值班经理会看到。"))
    with transaction.atomic():
        locked = _locked(handover)
        _require_taker(locked, actor)
        if locked.state == HandoverState.DECLINED:
            return locked
        if locked.state != HandoverState.PROPOSED:
            raise Refused("answered", _("这次交接已经答复过：%(state)s。"), state=locked.get_state_display())
        locked.state, locked.answered_at, locked.answer = HandoverState.DECLINED, now, remark.strip()[:200]
        locked.save(update_fields=["state", "answered_at", "answer"])
        _note("handover_declined", locked, actor, now, text=locked.answer)
        telling.declined(locked, now)
    return locked


def hand_back(handover: Handover, returned: Collection[int], *, note: str, actor: Person, now: datetime) -> Handover:
    """The post goes back to its giver, with the materials of these indexes and what was done in the meantime. Again: nothing.

    By the taker, the giver or a manager, once the absence has begun. Raises Forbidden and Refused.
    """
    with transaction.atomic():
        locked = _locked(handover)
        if actor.pk not in (locked.taker_id, locked.giver_id) and not may_manage(actor, locked.giver):
            raise Forbidden("not_yours", _("只有接手人、交接人或值班经理可以办理交回。"))
        if locked.state == HandoverState.RETURNED:
            return locked
        if locked.state == HandoverState.CANCELLED or locked.absence.period.lower > now:
            raise Refused("not_begun", _("离岗还没有开始或已取消，没有可交回的工作。"))
        locked.materials = _ticked(locked, "returned", returned)
        locked.state, locked.returned_at, locked.return_note = HandoverState.RETURNED, now, note.strip()
        locked.save(update_fields=["materials", "state", "returned_at", "return_note"])
        _note_materials("handover_returned", locked, "returned", locked.return_note, actor, now)
        telling.returned(locked, actor, now)
    return locked


def _locked(handover: Handover) -> Handover:
    rows = Handover.objects.select_for_update(of=("self",)).select_related("absence", "post", "giver", "taker")
    return rows.get(pk=handover.pk)


def _require_taker(handover: Handover, actor: Person) -> None:
    if actor.pk != handover.taker_id:
        raise Forbidden("not_taker", _("只有接手人本人可以答复交接。"))


def _ticked(handover: Handover, name: str, indexes: Collection[int]) -> list[dict[str, object]]:
    """The materials with those of the indexes ticked; what was ticked before stays so."""
    return [{**item, name: bool(item[name]) or index in indexes} for index, item in enumerate(handover.materials)]


def _note_materials(code: str, handover: Handover, name: str, text: str, actor: Person, now: datetime) -> None:
    """An event about materials, with another sentence where some are missing."""
    missing = [str(item["name"]) for item in handover.materials if not item[name]]
    if missing:
        _note(f"{code}_short", handover, actor, now, text=text, missing=missing)
    else:
        _note(code, handover, actor, now, text=text)


def _note(code: str, handover: Handover, actor: Person | None, now: datetime, *, text: str = "", **params: Any) -> None:
    events.write(
        code,
        at=now,
        actor=actor,
        post=handover.post,
        person=handover.giver,
        text=text,
        absence=handover.absence_id,
        handover=handover.pk,
        post_name=handover.post.name,
        giver=handover.giver.name,
        taker=handover.taker.name if handover.taker else None,
        **params,
    )
