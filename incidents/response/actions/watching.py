"""Incidents follow their warnings: they grow with them, and learn from them that all is well again."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from incidents.monitoring.choices import WarningEventKind
from incidents.monitoring.models import Warning as MonitoringWarning
from incidents.monitoring.models import WarningEvent
from incidents.response import messages, posts
from incidents.response.choices import RUNNING_STATUSES, EntryKind, Status
from incidents.response.models import Incident
from incidents.response.queries import family, open_warnings, parts_of, reported_down
from incidents.response.rules.grading import is_graver, risen
from incidents.response.rules.transitions import Verb

from . import clocks, duties, figures, growing
from .deciding import reopen_by_warning, reopen_locked
from .merging import merge_into
from .moving import Move, moving
from .opening import open_from_warning

FIGURES_TOLD = ("scope", "category", "affected_terminals", "affected_sites")


def absorb(event: WarningEvent, now: datetime) -> Incident:
    """Carry one change of a warning into its incident and mark it, in the caller's transaction that has locked the event."""
    warning = event.warning
    incident = incident_of(warning) or open_from_warning(warning, now)
    into = warning.memory.get("merged_into")
    if into and event.kind == WarningEventKind.CLEARED:
        incident = _follow_merge(incident, MonitoringWarning.objects.get(pk=into), now)
    with moving(incident, Verb.FOLLOW, actor=None, now=now) as move:
        FOLLOWERS[WarningEventKind(event.kind)](move, event)
    for part in parts_of(move.incident).order_by("pk"):
        _follow_in_part(part, event, now)
    event.absorbed_at = now
    event.save(update_fields=["absorbed_at"])
    return move.incident


def _follow_in_part(part: Incident, event: WarningEvent, now: datetime) -> None:
    """What was split off follows the same warning, with its own terminals; it does not grow by it."""
    with moving(part, Verb.FOLLOW, actor=None, now=now) as move:
        if event.kind == WarningEventKind.CLEARED:
            _cleared(move, event)
        elif move.incident.status in RUNNING_STATUSES:
            _take_terminals(move.incident, event.warning)
            if move.incident.terminals.filter(until=None).exists():
                duties.wake(move.incident, now)


def incident_of(warning: MonitoringWarning) -> Incident | None:
    """The incident of a warning, after all merging; None while there is none."""
    incident = Incident.objects.filter(warning=warning).first()
    while incident is not None and incident.status == Status.MERGED and incident.merged_into is not None:
        incident = incident.merged_into
    return incident


def _follow_merge(incident: Incident, warning: MonitoringWarning, now: datetime) -> Incident:
    """Detection found that a warning is part of a larger one: their incidents become one too."""
    target = incident_of(warning) or open_from_warning(warning, now)
    _lock_both(incident, target)
    if target.pk == incident.pk or incident.status not in RUNNING_STATUSES:
        return incident
    if target.status not in RUNNING_STATUSES:
        reopen_by_warning(target, now)
    return merge_into(incident, target, actor=None, now=now)


def _lock_both(incident: Incident, target: Incident) -> None:
    """In the order in which a merge locks them: another one of the same two waits instead of holding one each."""
    locked = Incident.objects.select_for_update(of=("self",)).filter(pk__in=[incident.pk, target.pk]).order_by("pk")
    statuses = dict(locked.values_list("pk", "status"))
    incident.status, target.status = statuses[incident.pk], statuses[target.pk]


def _opened(move: Move, event: WarningEvent) -> None:
    """Nothing more: opening has taken everything over."""


def _updated(move: Move, event: WarningEvent) -> None:
    if move.incident.status in RUNNING_STATUSES:
        _take_over(move, event)


def _upgraded(move: Move, event: WarningEvent) -> None:
    """A cause that grows is not over, whatever was said of it: the incident is opened again."""
    if move.incident.status not in RUNNING_STATUSES:
        reopen_locked(move, "reopened_by_warning")
    _take_over(move, event)


def _take_over(move: Move, event: WarningEvent) -> None:
    """Bring terminals, figures, evidence and grade up to date, and tell of it when something changed."""
    incident, warning = move.incident, event.warning
    before = {name: getattr(incident, name) for name in FIGURES_TOLD}
    standing = growing.standing_of(incident)
    known = clocks.sites_of(incident)
    _take_terminals(incident, warning)
    taken: dict[str, Any] = {}
    if incident.warning_id == warning.pk:
        taken = {"scope": warning.scope, "evidence": warning.evidence}
    if taken and incident.classified_at is None:
        taken |= {"category": warning.category, "payment_method": warning.payment_method, "cause": warning.cause}
    move.save(**taken) if taken else None
    move.save(**figures.count(incident))
    if incident.terminals.filter(until=None).exists():
        duties.wake(incident, move.now)
    clocks.follow_widening(move, known, event.at)
    if before != {name: getattr(incident, name) for name in FIGURES_TOLD}:
        _tell_growth(move, event)
    growing.follow(move, standing)


def _take_terminals(incident: Incident, warning: MonitoringWarning) -> None:
    """Of a warning that is of an incident from which this one was split, what is here already."""
    others = open_warnings(incident).exclude(pk=warning.pk).values_list("pk", flat=True)
    of_its_own = warning.incident.pk in family(incident)
    figures.take_from_warning(incident, warning, others=others, only_known=not of_its_own)


def _tell_growth(move: Move, event: WarningEvent) -> None:
    """One entry, and a message where it became graver. That the grade could fall is only said: a person decides."""
    incident = move.incident
    upgraded = event.kind == WarningEventKind.UPGRADED
    before, after = incident.grade, figures.grade_by_rules(incident)
    params = {"scope": incident.scope, "terminals": incident.affected_terminals, "sites": incident.affected_sites}
    if after == before:
        move.write(EntryKind.SCOPE, "scope_grew" if upgraded else "scope_changed", **params)
    elif risen(before, after, overruled=figures.overruled_grade(incident)):
        move.save(grade=after)
        move.write(EntryKind.SCOPE, "scope_and_grade", **params, before=before, after=after)
        people = posts.in_charge(incident, move.now) + posts.leads(incident, move.now)
        messages.tell(incident, people, what=messages.GROWN, key=f"grown:{event.pk}", now=move.now)
    else:
        code = "scope_grade_overruled" if is_graver(after, before) else "scope_grade_kept"
        move.write(EntryKind.SCOPE, code, **params, before=before, after=after)


def _cleared(move: Move, event: WarningEvent) -> None:
    incident = move.incident
    back = incident.terminals.filter(until=None, terminal__in=event.warning.members.values("terminal")).exclude(
        terminal__in=_held_by_others(incident, event.warning)
    )
    number = back.update(until=event.at)
    if incident.status not in RUNNING_STATUSES:
        return
    if incident.terminals.filter(until=None).exists() or reported_down(incident):
        if number:
            move.write(EntryKind.WARNING, "warning_cleared", terminals=number)
        return
    move.write(EntryKind.WARNING, "reports_say_restored", terminals=incident.affected_terminals)
    duties.rest(incident, move.now)
    people = posts.in_charge(incident, move.now)
    messages.tell(incident, people, what=messages.CLEARED, key=f"cleared:{event.pk}", now=move.now)


def _held_by_others(incident: Incident, warning: MonitoringWarning) -> Any:
    """Terminals that another open warning of this incident (its own, or of one merged into it) still covers."""
    related = open_warnings(incident).exclude(pk=warning.pk)
    return related.filter(members__until=None).values("members__terminal")


FOLLOWERS: Mapping[WarningEventKind, Callable[[Move, WarningEvent], None]] = {
    WarningEventKind.OPENED: _opened,
    WarningEventKind.UPDATED: _updated,
    WarningEventKind.UPGRADED: _upgraded,
    WarningEventKind.CLEARED: _cleared,
}
