"""How the escalation sees incidents: in words, whether they are open, and where its steps are written down."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from django.conf import settings
from django.db.models import Exists, Max, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext, override

from emergency_ops.lib import clock
from incidents.escalation import registry
from incidents.escalation.choices import CallReason, DeadlineState, StepTarget, StopRule
from incidents.escalation.models import Deadline
from incidents.escalation.registry import Description, StepTaken, SubjectPort
from incidents.monitoring.choices import Category, Scope
from resources.staff.models import Person
from resources.staff.rules.acting import Reason

from . import actions, messages, posts, timeline
from .access import incidents_for
from .actions.duties import SUBJECT
from .choices import OPEN_STATUSES, RUNNING_STATUSES, EntryKind, Grade, Status
from .models import Incident, IncidentTerminal
from .queries import with_serving
from .rules.duties import CLEAR_REVIEW

#: what keeps a post's A from it -> the sentence about whoever is called in their place
CALLED_FOR: Mapping[str, str] = {
    Reason.A_AWAY: "called_for_a_away",
    Reason.A_CLOSED: "called_for_a_closed",
    Reason.A_SILENT: "called_for_a_silent",
    Reason.A_VACANT: "called_for_a_vacant",
}


def lock(subject_id: int) -> None:
    """Take the row's lock until the end of the transaction. Raises Incident.DoesNotExist."""
    Incident.objects.select_for_update().only("pk").get(pk=subject_id)


def describe(ids: Collection[int]) -> Mapping[int, Description]:
    """One query."""
    moved = Max("timeline__at", filter=Q(timeline__actor__isnull=False) & ~Q(timeline__kind=EntryKind.ACKNOWLEDGED))
    incidents = with_serving(Incident.objects.filter(pk__in=ids))
    rows = list(incidents.annotate(moved_at=moved, rests=Exists(_reviews_of_rest())))
    now = clock.now()
    with override(settings.LANGUAGE_CODE):
        return {incident.pk: _description(incident, incident.moved_at, now, rests=incident.rests) for incident in rows}


def _reviews_of_rest() -> QuerySet[Deadline]:
    """What an incident waits for while the reports say that all is well."""
    return Deadline.objects.filter(
        subject_kind=SUBJECT, subject_id=OuterRef("pk"), kind=CLEAR_REVIEW, state=DeadlineState.PENDING
    )


def _description(incident: Incident, moved_at: datetime | None, now: datetime, *, rests: bool) -> Description:
    return Description(
        title=messages.subject(incident),
        body=messages.body(incident, now),
        link=reverse("incidents:detail", args=[incident.number]),
        region_code=incident.region_id or "",
        is_open=incident.status in RUNNING_STATUSES,
        moved_at=moved_at,
        acknowledge_link=reverse("incidents:acknowledge", args=[incident.number]),
        rests=rests,
        is_urgent=messages.is_urgent(incident),
        reached=_reached(incident),
    )


def _reached(incident: Incident) -> frozenset[str]:
    """The decisions that stop rules ask for. One that was taken back by opening it again does not count."""
    if incident.status == Status.RESPONDING:
        return frozenset({StopRule.CONFIRMED.value, StopRule.ACTIVATED.value})
    return frozenset({StopRule.CONFIRMED.value}) if incident.status == Status.CONFIRMED else frozenset()


def open_ids() -> Iterable[int]:
    """Every incident that still owes something; each of them keeps a pending deadline, a restored one that of its closing."""
    return Incident.objects.filter(status__in=OPEN_STATUSES).values_list("pk", flat=True)


def on_step(subject_id: int, step: StepTaken, now: datetime) -> None:
    """Write who was called, or that nobody could be."""
    incident = Incident.objects.get(pk=subject_id)
    target = str(StepTarget(step.target))
    params = {"target": target, "people": _name(step), "step": step.number + 1, "reason": step.reason}
    code = _code(step)
    if code in CALLED_FOR.values():
        params |= {"people": str(step.person), "absent": str(step.acting_for or ""), "acting_role": step.role}
    kind = EntryKind.MESSAGE if target == StepTarget.ROLE_A and not step.round else EntryKind.ESCALATED
    timeline.write(incident, kind, code, now=now, acting_for=step.acting_for, params=params)


def _code(step: StepTaken) -> str:
    if step.person is None:
        return "already_called" if step.reason == CallReason.ALREADY_CALLED else "nobody_to_call"
    if step.round or step.repeat:
        return "called_again"
    return "called" if step.target == StepTarget.LEAD else CALLED_FOR.get(step.hindrance, "called")


def sites(subject_id: int) -> Collection[int]:
    """Those of the terminals that are affected still, or were."""
    about = IncidentTerminal.objects.filter(incident=subject_id).order_by()
    return list(about.values_list("site_id", flat=True).distinct())


def _name(step: StepTaken) -> str:
    if step.acting_for is None:
        return str(step.person or "")
    with override(settings.LANGUAGE_CODE):
        return gettext("%(person)s（代行%(name)s职责）") % {"person": step.person, "name": step.acting_for}


def visible_to(person: Person, subject_id: int) -> bool:
    return incidents_for(person).filter(pk=subject_id).exists()


def acknowledge(subject_id: int, person: Person, now: datetime) -> datetime:
    """By a link in a message, with the same checks as after a login."""
    return actions.acknowledge(Incident.objects.get(pk=subject_id), actor=person, now=now, by_link=True)


registry.register_subject(
    SUBJECT,
    SubjectPort(
        lock,
        describe,
        open_ids,
        on_step,
        visible_to,
        sites,
        acknowledge=acknowledge,
        visible=incidents_for,
        named=posts.named,
    ),
)
registry.register_vocabulary("grade", Grade.choices)
registry.register_vocabulary("urgent_grade", [(grade.value, grade.label) for grade in messages.URGENT_GRADES])
registry.register_vocabulary("category", Category.choices)
registry.register_vocabulary("scope", Scope.choices)
