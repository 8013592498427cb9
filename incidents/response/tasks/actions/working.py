"""What those who have a task do with it: take it, give it back, tick, complete."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from emergency_ops.lib.errors import Invalid, Refused
from incidents.response.attaching import params_of
from incidents.response.tasks import messages, owed
from incidents.response.tasks.access import require_taker, require_worker
from incidents.response.tasks.choices import HELD, SUBJECT, Outcome, TaskState
from incidents.response.tasks.evidence import proving_files
from incidents.response.tasks.models import Task, TaskCheck
from incidents.response.tasks.rules import LACKING, Proof, lacks
from resources.attachments.actions import keep, read_all
from resources.attachments.choices import AttachmentKind
from resources.attachments.reading import Upload
from resources.staff.models import Person

from . import handing
from .handling import Hand, handling


def accept(task: Task, *, actor: Person, now: datetime) -> Task:
    """待接受 → 办理中. Somebody who coordinates takes it over from whoever has it; one that nobody has is there for whoever takes it."""
    with handling(task, "accept", actor=actor, now=now, require=require_taker) as hand:
        if hand.task.assignee_id != actor.pk:
            _take_over(hand, actor)
            return hand.task
        hand.task.offers.filter(outcome=Outcome.WAITING).update(outcome=Outcome.ACCEPTED)
        hand.save(state=TaskState.ACCEPTED, accepted_at=now)
        owed.settle_acceptance(hand.task, now)
        hand.write("task_accepted")
    return hand.task


def decline(task: Task, *, actor: Person, now: datetime, reason: str) -> Task:
    """To the next in line, with the reason. Whoever gave it back is not asked again. Raises Invalid without a reason."""
    if not reason.strip():
        raise Invalid("reason", _("请写明退回的理由。"))
    with handling(task, "decline", actor=actor, now=now, require=require_worker) as hand:
        handing.end_offer(hand, Outcome.DECLINED, reason)
        seat, lines = handing.next_for(hand)
        person = lines.person(seat.person) if seat else None
        if seat is None or person is None:
            handing.give_to_nobody(hand)
            hand.write("task_declined_last", reason)
            key = f"nobody:{hand.task.offers.count()}"
            messages.tell(hand.incident, hand.task, handing.leads(hand), what=messages.UNANSWERED, key=key, now=now)
            return hand.task
        handing.give(hand, person, seat, lines)
        hand.write("task_declined", reason, people=str(person))
    return hand.task


def tick(task: Task, checked: set[int], *, actor: Person, now: datetime, uploads: Sequence[Upload] = ()) -> Task:
    """The items (primary keys) of the checklist that are done now; what is not among them no longer is. Keeps files too."""
    files = read_all(uploads)
    with handling(task, "tick", actor=actor, now=now, require=require_worker) as hand:
        _tick(hand, checked)
        kept = keep((SUBJECT, hand.task.pk), files, actor=actor, now=now)
        if kept:
            hand.write("task_files", **params_of(kept))
    return hand.task


def complete(
    task: Task,
    *,
    actor: Person,
    now: datetime,
    text: str = "",
    checked: set[int] | None = None,
    uploads: Sequence[Upload] = (),
) -> Task:
    """→ 已完成, with what shows it. `checked` ticks the checklist in the same step.

    Raises Refused as long as a mandatory item or the evidence that the step asks for is missing, Invalid for a wrong file.
    """
    files = read_all(uploads)
    with handling(task, "complete", actor=actor, now=now, require=require_worker) as hand:
        if checked is not None:
            _tick(hand, checked)
        kept = keep((SUBJECT, hand.task.pk), files, actor=actor, now=now)
        _require_proof(hand, text)
        if hand.task.assignee_id is None:
            handing.take(hand, actor)
        hand.task.offers.filter(outcome__in=HELD).update(outcome=Outcome.ACCEPTED, ended_at=now)
        hand.save(
            state=TaskState.DONE, ended_at=now, ended_by=actor, ended_for=hand.acting_for, result=text.strip(),
            accepted_at=hand.task.accepted_at or now,
        )  # fmt: skip
        owed.settle(hand.task, now)
        late = int((now - hand.task.due_at).total_seconds() // 60)
        params: dict[str, Any] = {"minutes": late} if late > 0 else {}
        hand.write("task_done_late" if params else "task_done", text, **params, **(params_of(kept) if kept else {}))
    return hand.task


def _take_over(hand: Hand, actor: Person) -> None:
    former = hand.task.assignee
    if former is not None:
        handing.end_offer(hand, Outcome.MOVED)
        key = f"taken:{hand.task.offers.count()}"
        what, name = messages.MOVED, str(actor)
        messages.tell(hand.incident, hand.task, [former], what=what, key=key, now=hand.now, person=name)
    handing.take(hand, actor)
    if former is None:
        hand.write("task_accepted")
    else:
        hand.write("task_taken", former=str(former))


def _tick(hand: Hand, checked: set[int]) -> None:
    """Who ticked an item first stays with it."""
    rows = TaskCheck.objects.filter(task=hand.task)
    rows.filter(pk__in=checked, ticked_at=None).update(ticked_at=hand.now, ticked_by=hand.actor)
    rows.exclude(pk__in=checked).update(ticked_at=None, ticked_by=None)


def _require_proof(hand: Hand, text: str) -> None:
    unticked = hand.task.checks.filter(is_mandatory=True, ticked_at=None).count()
    files = proving_files(hand.task)
    photos = sum(file.kind == AttachmentKind.IMAGE for file in files)
    proof = Proof(hand.task.evidence, text, len(files), photos, unticked)
    missing = lacks(proof)
    if missing:
        raise Refused("unproven", LACKING[missing], unticked=unticked)
