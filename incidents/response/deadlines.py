"""What happens when a deadline of an incident falls due. Imported once, when the app is ready."""

from collections.abc import Callable, Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Count, Max, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from incidents.escalation import registry
from incidents.escalation.models import Deadline
from resources.staff.models import Person

from . import messages, posts, queries
from .actions import duties as owed
from .actions import reopen_if_reported_down, restore_by_reports
from .actions.moving import Move
from .choices import RUNNING_STATUSES, EntryKind, Status
from .extent.actions import reopen_contradicted
from .models import Incident
from .rules import duties

Handling = Callable[[Move, Deadline], None]


def _handler(handle: Handling, *statuses: Status) -> registry.Handler:
    """A handler that locks the incident and does nothing when its status has moved on."""

    def fire(deadline: Deadline, now: datetime) -> None:
        with transaction.atomic():
            incident = (
                Incident.objects.select_for_update(of=("self",))
                .select_related("policy_version", "region")
                .get(pk=deadline.subject_id)
            )
            if incident.status in statuses:
                handle(Move(incident, None, None, now), deadline)

    return fire


def _confirm_due(move: Move, deadline: Deadline) -> None:
    people = posts.leads(move.incident, move.now)
    minutes = int((move.now - move.incident.opened_at).total_seconds() // 60)
    _remind(
        move, deadline, people, EntryKind.ESCALATED, _("事件仍未确认，请立即安排核实：%(subject)s"), minutes=minutes
    )
    owed.schedule_duty(move.incident, move.now)


def _activate_due(move: Move, deadline: Deadline) -> None:
    people = posts.in_charge(move.incident, move.now) + posts.leads(move.incident, move.now)
    _remind(move, deadline, people, EntryKind.MESSAGE, messages.DECIDE, urgent=True)
    owed.schedule_duty(move.incident, move.now)


def _review_due(move: Move, deadline: Deadline) -> None:
    _remind(
        move, deadline, posts.in_charge(move.incident, move.now), EntryKind.MESSAGE, _("请更新处置进展：%(subject)s")
    )
    owed.schedule_duty(move.incident, move.now)


def _close_due(move: Move, deadline: Deadline) -> None:
    _remind(
        move,
        deadline,
        posts.in_charge(move.incident, move.now),
        EntryKind.MESSAGE,
        _("事件已恢复，请核对善后并关闭：%(subject)s"),
    )
    owed.schedule_duty(move.incident, move.now)


def _clock_reminder(move: Move, deadline: Deadline) -> None:
    if _is_clock_owed(move, deadline.kind):
        people = posts.in_charge(move.incident, move.now) + posts.holders(move.incident, move.now)
        _remind(move, deadline, people, EntryKind.CLOCK, _("30分钟时限还剩10分钟，请启用替代方案：%(subject)s"))


def _clock_missed(move: Move, deadline: Deadline) -> None:
    if _is_clock_owed(move, deadline.kind):
        people = posts.leads(move.incident, move.now) + posts.in_charge(move.incident, move.now)
        people += posts.holders(move.incident, move.now)
        _remind(move, deadline, people, EntryKind.CLOCK, _("30分钟时限已到，仍无替代方案投入服务：%(subject)s"))


def _is_clock_owed(move: Move, kind: str) -> bool:
    """Whether the clock as it stands is due and not told: it may have moved, with a deadline of its own, while this one was held."""
    incident = move.incident
    due = incident.clock_stopped_at is None and move.now >= owed.clock_due(incident, kind)
    return due and not owed.was_told(incident, kind)


def _clear_review(move: Move, deadline: Deadline) -> None:
    """All is well by the reports: the system records that it is over, or asks for a verdict where nobody ever confirmed."""
    last = move.incident.terminals.aggregate(still=Count("id", filter=Q(until=None)), back=Max("until"))
    if last["still"] or queries.reported_down(move.incident):
        owed.resume(move.incident, move.now)
        return
    if move.incident.status != Status.SUSPECTED:
        restore_by_reports(move.incident, now=move.now)
        return
    minutes = int((move.now - (last["back"] or move.now)).total_seconds() // 60)
    people = posts.in_charge(move.incident, move.now) + posts.leads(move.incident, move.now)
    text = _("预警已解除，请判定事件是否属实：%(subject)s")
    _remind(move, deadline, people, EntryKind.MESSAGE, text, code=duties.CLEAR_REVIEW, minutes=minutes)
    owed.schedule_next(move.incident, duties.CLEAR_REVIEW, move.now + duties.VERDICT_AGAIN_AFTER)


def _recheck(move: Move, deadline: Deadline) -> None:
    """Somebody ended it against the reports: when they still say that it goes on, it does."""
    if reopen_if_reported_down(move):
        reopen_contradicted(move, list(move.incident.terminals.values_list("terminal", flat=True)))
        people = posts.in_charge(move.incident, move.now) + posts.leads(move.incident, move.now)
        key = f"{deadline.kind}:{deadline.round}"
        messages.tell(move.incident, people, what=messages.STILL_DOWN, key=key, now=move.now)


def _recheck_extent(move: Move, deadline: Deadline) -> None:
    """Somebody marked terminals as back against the reports: those that they still say are down are affected again."""
    if reopen_contradicted(move, deadline.payload["terminals"]):
        people = posts.in_charge(move.incident, move.now) + posts.leads(move.incident, move.now)
        key = f"{deadline.kind}:{deadline.round}"
        messages.tell(move.incident, people, what=messages.STILL_AFFECTED, key=key, now=move.now)


def _remind(
    move: Move,
    deadline: Deadline,
    people: Iterable[Person],
    kind: EntryKind,
    what: Promise,
    *,
    code: str = "",
    urgent: bool = False,
    **params: int,
) -> None:
    """Message the people and write who was told."""
    distinct = list(dict.fromkeys(people))
    key = f"{deadline.kind}:{deadline.round}"
    urgent = urgent or kind in (EntryKind.ESCALATED, EntryKind.CLOCK)
    messages.tell(move.incident, distinct, what=what, key=key, now=move.now, urgent=urgent)
    move.write(kind, code or deadline.kind, people=messages.names_of(distinct), **params)


registry.register(duties.CONFIRM_DUE, _handler(_confirm_due, Status.SUSPECTED))
registry.register(duties.ACTIVATE_DUE, _handler(_activate_due, Status.CONFIRMED))
registry.register(duties.REVIEW_DUE, _handler(_review_due, Status.RESPONDING))
registry.register(duties.CLOSE_DUE, _handler(_close_due, Status.RESTORED))
registry.register(duties.CLOCK_REMINDER, _handler(_clock_reminder, *RUNNING_STATUSES))
registry.register(duties.CLOCK_MISSED, _handler(_clock_missed, *RUNNING_STATUSES))
registry.register(duties.RECHECK, _handler(_recheck, Status.RESTORED, Status.CLOSED, Status.FALSE_ALARM))
registry.register(duties.RECHECK_EXTENT, _handler(_recheck_extent, *RUNNING_STATUSES))
registry.register(duties.CLEAR_REVIEW, _handler(_clear_review, *RUNNING_STATUSES))
