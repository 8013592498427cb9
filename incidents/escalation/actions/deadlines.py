"""Deadlines: scheduled, cancelled, fired. All of it inside the caller's transaction where there is one."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

import structlog
from django.db import transaction
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy

from emergency_ops.lib.errors import Refused
from incidents.escalation import registry, rules
from incidents.escalation.access import require_policy_maker
from incidents.escalation.choices import DeadlineState, MessageState, StopRule
from incidents.escalation.models import Deadline, OutboxMessage
from resources.staff.models import Person

log = structlog.get_logger(__name__)


def schedule(
    subject_kind: str,
    subject_id: int,
    kind: str,
    *,
    step: int = 0,
    round: int = 0,
    due_at: datetime,
    payload: dict[str, Any] | None = None,
) -> Deadline:
    """The deadline of this (subject, kind, step, round), made when there is none yet.

    One that exists is returned as it is, fired and cancelled ones too: who wants another time takes another round.
    """
    wanted = Deadline(
        subject_kind=subject_kind,
        subject_id=subject_id,
        kind=kind,
        step=step,
        round=round,
        due_at=due_at,
        payload=payload or {},
    )
    Deadline.objects.bulk_create([wanted], ignore_conflicts=True)
    return Deadline.objects.get(subject_kind=subject_kind, subject_id=subject_id, kind=kind, step=step, round=round)


def schedule_all(wanted: Iterable[Deadline]) -> None:
    """The same for many at once, none of which exists yet; one statement."""
    Deadline.objects.bulk_create(wanted, ignore_conflicts=True)


def cancel(
    subject_kind: str,
    subject_id: int,
    kind: str | None = None,
    *,
    apart_from: Collection[str] = (),
    now: datetime,
) -> int:
    """Cancel the pending deadlines of a subject (of one kind, or all and the messages still waiting); how many.

    apart_from: kinds that stay.

    A deadline that a sweep holds at this moment is left to it: its handler looks at the subject's new state.
    (Waiting for it would be a deadlock: the handler may be waiting for the subject that the caller has locked.)
    """
    pending = Deadline.objects.filter(subject_kind=subject_kind, subject_id=subject_id, state=DeadlineState.PENDING)
    pending = pending.exclude(kind__in=apart_from)
    if kind is not None:
        pending = pending.filter(kind=kind)
    with transaction.atomic():
        free = list(pending.select_for_update(skip_locked=True).values_list("pk", flat=True))
        Deadline.objects.filter(pk__in=free).update(state=DeadlineState.CANCELLED, fired_at=now)
        if kind is None:
            withdraw_waiting(subject_kind, subject_id)
    return len(free)


def withdraw_waiting(subject_kind: str, subject_id: int, stops_on: Collection[str] = StopRule.values) -> int:
    """Withdraw the messages of a subject that wait for their delivery and that an acknowledgement stops, those with these
    stop rules; how many."""
    waiting = OutboxMessage.objects.filter(
        subject_kind=subject_kind,
        subject_id=subject_id,
        stop_on_acknowledgement=True,
        stops_on__in=stops_on,
        state__in=[MessageState.QUEUED, MessageState.RETRY_WAIT],
    )
    with transaction.atomic():
        free = list(waiting.select_for_update(skip_locked=True).values_list("pk", flat=True))
        return OutboxMessage.objects.filter(pk__in=free).update(state=MessageState.WITHDRAWN)


def release_held(subject_kind: str, subject_id: int, *, now: datetime) -> int:
    """Send the calls about a subject that wait for the end of somebody's quiet hours now: it has become urgent; how many."""
    held = OutboxMessage.objects.filter(
        subject_kind=subject_kind,
        subject_id=subject_id,
        stop_on_acknowledgement=True,
        state=MessageState.QUEUED,
        held_until__gt=now,
    )
    return held.update(held_until=None, due_at=now)


def fire_next(now: datetime) -> Deadline | None:
    """Claim the deadline that is due longest and carry it out; None when nothing is due that nobody else holds.

    One transaction: what the handler changes, its history, its messages, the next deadline and the mark on this one commit together.
    A handler that raises is rolled back alone; the row keeps the error and comes again later.
    """
    with transaction.atomic():
        deadline = (
            Deadline.objects.alias(at=Coalesce("retry_at", "due_at"))
            .filter(state=DeadlineState.PENDING, at__lte=now)
            .order_by("at")
            .select_for_update(skip_locked=True)
            .first()
        )
        if deadline is None:
            return None
        _carry_out(deadline, now)
        return deadline


def _carry_out(deadline: Deadline, now: datetime) -> None:
    try:
        with transaction.atomic():
            registry.handler_of(deadline.kind)(deadline, now)
    except Exception as error:
        log.exception("deadline_failed", deadline=str(deadline), attempts=deadline.attempts + 1)
        deadline.attempts += 1
        deadline.retry_at = rules.handle_again_at(deadline.attempts, now)
        deadline.error = f"{type(error).__name__}: {error}"[:300]
        deadline.save(update_fields=["attempts", "retry_at", "error"])
        return
    deadline.state = DeadlineState.FIRED
    deadline.fired_at = now
    deadline.error = ""
    deadline.save(update_fields=["state", "fired_at", "error"])


def retry_now(deadline_id: int, *, actor: Person, now: datetime) -> Deadline:
    """Let a deadline whose handler failed come at once instead of at its next attempt."""
    require_policy_maker(actor)
    with transaction.atomic():
        deadline = Deadline.objects.select_for_update().get(pk=deadline_id)
        if deadline.state != DeadlineState.PENDING or deadline.attempts == 0:
            raise Refused("not_failing", gettext_lazy("这个时限没有失败，无需重试。"))
        deadline.retry_at = now
        deadline.save(update_fields=["retry_at"])
        log.info("deadline_retried", deadline=str(deadline), actor=actor.pk)
        return deadline
