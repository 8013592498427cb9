"""An escalation: started, taken a step further, held by an acknowledgement, resumed when that lapses."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from incidents.escalation import registry, rules
from incidents.escalation.choices import DeadlineState, StopRule
from incidents.escalation.lines import Call
from incidents.escalation.models import Acknowledgement, Deadline, EscalationPolicy, PolicyVersion
from incidents.escalation.queries import next_round, standing_acknowledgement
from incidents.escalation.registry import Description, StepTaken
from incidents.escalation.rules import is_held
from resources.staff.models import Person

from .calling import find_calls, rung_of, send_calls
from .deadlines import cancel, schedule, withdraw_waiting
from .messages import mark_read
from .reaching import heard_from

ESCALATE = "escalate"
ACKNOWLEDGEMENT_LAPSES = "acknowledgement_lapses"


def start_escalation(
    subject_kind: str, subject_id: int, policy_version: PolicyVersion, *, region_code: str, now: datetime
) -> Deadline:
    """Begin to call people by the steps of a frozen policy version; one that runs already is left as it is.

    Somebody who has acknowledged the subject has it until that lapses: only then it is looked at again.
    region_code serves where the subject's own description names no region.
    """
    running = _all_pending(subject_kind, subject_id, ESCALATE).first()
    if running is not None:
        return running
    payload = {"policy_version": policy_version.pk, "region": region_code}
    held = standing_acknowledgement(subject_kind, subject_id, now)
    if held is not None:
        return _wait_out(held, payload)
    return begin_round(subject_kind, subject_id, payload, now)


def acknowledge(
    subject_kind: str,
    subject_id: int,
    *,
    actor: Person,
    now: datetime,
    minutes: int,
    acting_for: Person | None = None,
) -> Acknowledgement:
    """接警确认: the escalation stops, waiting messages are withdrawn, and after `minutes` it is looked at again.

    The caller has checked access and holds the subject's row lock. The actor's own messages about it count as read,
    and an A who had not answered answers again.
    """
    with transaction.atomic():
        held = Acknowledgement.objects.create(
            subject_kind=subject_kind,
            subject_id=subject_id,
            person=actor,
            acting_for=acting_for,
            at=now,
            expires_at=now + timedelta(minutes=minutes),
        )
        terms = _terms(subject_kind, subject_id)
        heard_from(subject_kind, subject_id, actor, now)
        _stop_calls(subject_kind, subject_id, terms, now)
        mark_read(actor, now=now, subject=(subject_kind, subject_id))
        look_again_after(held, terms)
    return held


def call_lead_now(subject_kind: str, subject_id: int, *, now: datetime) -> Deadline:
    """Repair of a silent subject: a deadline that is due at once and calls the lead, in a round of its own."""
    payload = _terms(subject_kind, subject_id)
    last = len(_version(payload).rungs) - 1
    return schedule(
        subject_kind,
        subject_id,
        ESCALATE,
        step=last,
        round=next_round(subject_kind, subject_id, ESCALATE),
        due_at=now,
        payload={**payload, "began_at": now.isoformat(), "audit": True},
    )


def take_step(deadline: Deadline, now: datetime) -> None:
    """Handler of ESCALATE: call the step's people, tell the subject, schedule what follows. Held: wait. Closed: nothing."""
    kind, subject_id = deadline.subject_kind, deadline.subject_id
    subject = _locked(kind, subject_id)
    version = _version(deadline.payload)
    if not _wants_calls(deadline, subject) or _is_superseded(deadline, version):
        return
    held = standing_acknowledgement(kind, subject_id, now)
    if held is not None and is_held(version.parsed_steps[rung_of(deadline, version).step].stops_on, subject.reached):
        _wait_out(held, deadline.payload)
        _go_on_unheld(deadline, version, subject, now)
        return
    calls = find_calls(deadline, version, subject, now)
    send_calls(deadline, version, calls, subject, now=now)
    for call in calls:
        registry.port_of(kind).on_step(subject_id, _taken(deadline, version, call), now)
    _schedule_following(deadline, version, reached=any(call.person for call in calls), now=now)


def resume(deadline: Deadline, now: datetime) -> None:
    """Handler of ACKNOWLEDGEMENT_LAPSES: begin another round, unless the subject rests, moved on or is held."""
    kind, subject_id = deadline.subject_kind, deadline.subject_id
    subject = _locked(kind, subject_id)
    if not subject.is_open or subject.rests or _is_calling(kind, subject_id):
        return
    held = standing_acknowledgement(kind, subject_id, now)
    if held is not None:
        _wait_out(held, deadline.payload)
        return
    if _moved_on(subject, datetime.fromisoformat(deadline.payload["since"])):
        again = now + timedelta(minutes=deadline.payload["minutes"])
        _look_again(kind, subject_id, again, {**deadline.payload, "since": now.isoformat()})
        return
    begin_round(kind, subject_id, deadline.payload, now)


def _locked(subject_kind: str, subject_id: int) -> Description:
    """The subject as it stands, kept so until the end of the transaction: an acknowledgement comes before or after, not between."""
    registry.port_of(subject_kind).lock(subject_id)
    return registry.describe(subject_kind, subject_id)


def _wants_calls(deadline: Deadline, subject: Description) -> bool:
    """An open subject does; one that the audit found silent does as long as the audit would look at it."""
    if subject.is_open or not deadline.payload.get("audit"):
        return subject.is_open
    return deadline.subject_id in set(registry.port_of(deadline.subject_kind).open_ids())


def _is_superseded(deadline: Deadline, version: PolicyVersion) -> bool:
    """Whether another round was begun while a sweep held this call, so that it could not be cancelled."""
    if _asks_for_a_decision(deadline, version):
        return False
    return _all_pending(deadline.subject_kind, deadline.subject_id, ESCALATE).filter(round__gt=deadline.round).exists()


def _is_calling(subject_kind: str, subject_id: int) -> bool:
    """Whether a call is planned, other than those that went on beside an acknowledgement and may come much later."""
    pending = _all_pending(subject_kind, subject_id, ESCALATE)
    return not all(_asks_for_a_decision(one, _version(one.payload)) for one in pending)


def _asks_for_a_decision(deadline: Deadline, version: PolicyVersion) -> bool:
    """Whether this later call of a round goes on although somebody has acknowledged."""
    step = version.parsed_steps[rung_of(deadline, version).step]
    return deadline.step > 0 and step.stops_on != StopRule.ACKNOWLEDGED


def _moved_on(subject: Description, since: datetime) -> bool:
    return subject.moved_at is not None and subject.moved_at > since


def _wait_out(held: Acknowledgement, terms: dict[str, Any]) -> Deadline:
    """The deadline that looks again when an acknowledgement has lapsed: the one that is planned, else one of its own.

    Without it a step that is held back would be the last one.
    """
    planned = _all_pending(held.subject_kind, held.subject_id, ACKNOWLEDGEMENT_LAPSES)
    return planned.filter(due_at__gte=held.expires_at).first() or look_again_after(held, terms)


def look_again_after(held: Acknowledgement, terms: dict[str, Any]) -> Deadline:
    """The deadline that looks again when an acknowledgement has lapsed. terms: see begin_round."""
    payload = {
        "policy_version": terms["policy_version"],
        "region": terms["region"],
        "since": held.at.isoformat(),
        "minutes": round((held.expires_at - held.at).total_seconds() / 60),
    }
    return _look_again(held.subject_kind, held.subject_id, held.expires_at, payload)


def _look_again(subject_kind: str, subject_id: int, due_at: datetime, payload: dict[str, Any]) -> Deadline:
    number = next_round(subject_kind, subject_id, ACKNOWLEDGEMENT_LAPSES)
    return schedule(subject_kind, subject_id, ACKNOWLEDGEMENT_LAPSES, round=number, due_at=due_at, payload=payload)


def begin_round(subject_kind: str, subject_id: int, terms: dict[str, Any], now: datetime) -> Deadline:
    """The first step of another round. terms: the primary key of the policy version, and the region's code."""
    payload = {"policy_version": terms["policy_version"], "region": terms["region"], "began_at": now.isoformat()}
    return schedule(
        subject_kind,
        subject_id,
        ESCALATE,
        round=next_round(subject_kind, subject_id, ESCALATE),
        due_at=rules.first_due(_version(payload).parsed_steps, now),
        payload=payload,
    )


def _stop_calls(subject_kind: str, subject_id: int, terms: dict[str, Any], now: datetime) -> None:
    """Everything that an acknowledgement stops. Where the policy has steps that it does not stop, the next one comes in its time."""
    steps = _version(terms).parsed_steps
    reached: Collection[str] = ()
    if any(not is_held(step.stops_on, reached) for step in steps):
        reached = registry.describe(subject_kind, subject_id).reached
    if all(is_held(step.stops_on, reached) for step in steps):
        cancel(subject_kind, subject_id, ESCALATE, now=now)
    withdraw_waiting(subject_kind, subject_id, rules.held_back(reached))


def _go_on_unheld(deadline: Deadline, version: PolicyVersion, subject: Description, now: datetime) -> None:
    """Schedule the next call of the round that an acknowledgement does not hold back, if there is one."""
    number = rules.next_unheld(version.parsed_steps, deadline.step + 1, subject.reached)
    if number is None:
        return
    began_at = datetime.fromisoformat(deadline.payload["began_at"])
    due = began_at + timedelta(minutes=version.rungs[number].after_minutes)
    _schedule_call(deadline, rules.Next(number, deadline.round, max(due, now), began_at))


def _schedule_following(deadline: Deadline, version: PolicyVersion, *, reached: bool, now: datetime) -> None:
    following = rules.following(
        version.parsed_steps,
        step=min(deadline.step, len(version.rungs) - 1),
        round=deadline.round,
        began_at=datetime.fromisoformat(deadline.payload["began_at"]),
        now=now,
        reached=reached,
        repeat_minutes=version.repeat_minutes,
    )
    _schedule_call(deadline, following)


def _schedule_call(deadline: Deadline, following: rules.Next) -> None:
    schedule(
        deadline.subject_kind,
        deadline.subject_id,
        ESCALATE,
        step=following.step,
        round=following.round,
        due_at=following.due_at,
        payload={**deadline.payload, "began_at": following.began_at.isoformat()},
    )


def _taken(deadline: Deadline, version: PolicyVersion, call: Call) -> StepTaken:
    rung = rung_of(deadline, version)
    step = version.parsed_steps[rung.step]
    return StepTaken(
        number=rung.step,
        round=deadline.round,
        target=step.target,
        function=call.function,
        person=call.person,
        acting_for=call.acting_for,
        reason=call.reason,
        channels=step.channels,
        role=call.role,
        hindrance=call.hindrance,
        repeat=rung.repeat,
    )


def _all_pending(subject_kind: str, subject_id: int, kind: str) -> QuerySet[Deadline]:
    return Deadline.objects.filter(
        subject_kind=subject_kind, subject_id=subject_id, kind=kind, state=DeadlineState.PENDING
    )


def _version(payload: dict[str, Any]) -> PolicyVersion:
    return PolicyVersion.objects.get(pk=payload["policy_version"])


def _terms(subject_kind: str, subject_id: int) -> dict[str, Any]:
    """Policy version and region of the subject's escalation so far; of the default policy when there was none."""
    last = (
        Deadline.objects.filter(subject_kind=subject_kind, subject_id=subject_id, kind=ESCALATE).order_by("-pk").first()
    )
    if last is not None:
        return {"policy_version": last.payload["policy_version"], "region": last.payload["region"]}
    version = default_version()
    return {"policy_version": version.pk, "region": ""}


def default_version() -> PolicyVersion:
    """The newest version of the default policy. Raises EscalationPolicy.DoesNotExist where none is set up."""
    policy = EscalationPolicy.objects.get(is_default=True)
    return policy.versions.latest("number")
