"""Two incidents turn out to be one."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from emergency_ops.lib.errors import Invalid, Refused
from incidents.monitoring.choices import Scope
from incidents.response.choices import RUNNING_STATUSES, EntryKind, Status
from incidents.response.dispatch.actions import ending as dispatches
from incidents.response.extent import rechecks
from incidents.response.models import Incident
from incidents.response.rules import clock
from incidents.response.rules.grading import ORDER, is_graver, risen
from incidents.response.rules.transitions import Verb
from incidents.response.tasks.actions import following as tasks
from resources.staff.models import Person

from . import clocks, duties, figures, growing, resources
from .moving import Move, moving


def merge_into(
    incident: Incident, target: Incident, *, actor: Person | None, now: datetime, text: str = ""
) -> Incident:
    """→ 已合并. The target takes over the terminals, the substitutes, the clock that goes on, and how far the response had come.

    Raises Invalid for itself and for a drill with a real one, Refused for a target that is not running.
    """
    if target.pk == incident.pk:
        raise Invalid("itself", _("事件不能并入自身。"))
    if target.is_drill != incident.is_drill:
        raise Invalid("drill", _("演练事件与真实事件不能合并。"))
    first, second = sorted((incident, target), key=lambda one: one.pk)
    with (
        moving(first, Verb.FOLLOW, actor=actor, now=now) as one,
        moving(second, Verb.FOLLOW, actor=actor, now=now) as other,
    ):
        source, goal = (one, other) if one.incident.pk == incident.pk else (other, one)
        _require_running(source, goal)
        former = source.incident.status
        _widen_target(goal, source.incident, former)
        resources.follow_merge(source, goal.incident)
        dispatches.follow_merge(source, goal.incident)
        rechecks.carry_over(source.incident, goal.incident)
        tasks.follow_merge(source.incident, goal.incident, actor=actor, acting_for=source.acting_for, now=now)
        _end_source(source, goal.incident, text)
    return goal.incident


def merge_many(
    sources: Sequence[Incident], target: Incident, *, actor: Person, now: datetime, text: str = ""
) -> Incident:
    """All of the sources into one, or none of them. Raises as merge_into does, and Invalid without any."""
    if not sources:
        raise Invalid("nothing_chosen", _("请至少选择一个要并入的事件。"))
    with transaction.atomic():
        keys = {target.pk, *(source.pk for source in sources)}
        locked = Incident.objects.select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk")
        found = {incident.pk: incident for incident in locked}
        for source in sources:
            target = merge_into(found[source.pk], found[target.pk], actor=actor, now=now, text=text)
    return target


def _require_running(source: Move, goal: Move) -> None:
    source.require(Verb.MERGE)
    if goal.incident.status not in RUNNING_STATUSES:
        raise Refused(
            "target_not_running",
            _("事件%(number)s已不在处置中，不能并入：请选择待确认、已确认或处置中的事件。"),
            number=goal.incident.number,
        )


def _end_source(source: Move, target: Incident, text: str) -> None:
    source.save(status=Status.MERGED, merged_into=target, closed_at=source.now)
    source.release_terminals()
    source.write(EntryKind.MERGED, "merged_into", text, number=target.number)
    duties.follow_status(source.incident, source.now)


def _widen_target(goal: Move, source: Incident, former: str) -> None:
    target, before, standing = goal.incident, goal.incident.status, growing.standing_of(goal.incident)
    known = clocks.sites_of(target)
    figures.take_from_incident(target, source)
    source.substitutes.update(incident=target)
    target.scope = max(target.scope, source.scope, key=Scope.values.index)
    goal.save(scope=target.scope, **_progress(target, source, former), **figures.count(target))
    params = {"number": source.number, "terminals": target.affected_terminals, "sites": target.affected_sites}
    goal.write(EntryKind.MERGED, "merged_from", **params)
    if target.terminals.filter(until=None).exists():
        duties.wake(target, goal.now)
    _merge_clocks(goal, source, known)
    _raise_grade(goal, source)
    if target.status != before:
        duties.follow_status(target, goal.now)
    growing.follow(goal, standing)


def _raise_grade(goal: Move, source: Incident) -> None:
    """The graver of both, and what the rules give for what they are together where that is graver still."""
    before = goal.incident.grade
    by_rules = figures.grade_by_rules(goal.incident)
    after = min(before, source.grade, key=ORDER.index)
    if is_graver(by_rules, after) and risen(before, by_rules, overruled=figures.overruled_grade(goal.incident)):
        after = by_rules
    if after != before:
        goal.save(grade=after)
        goal.write(EntryKind.GRADE, "grade_by_merging", before=before, after=after)


def _merge_clocks(goal: Move, source: Incident, known: frozenset[int]) -> None:
    """`known`: the target's own sites. Its substitutes are those of both by now."""
    target, serving = goal.incident, clocks.serving_at(goal.incident)
    bare = clock.uncovered(known, serving), clock.uncovered(clocks.sites_of(source), serving)
    started, stopped = clock.merged(
        clock.Timed(one.clock_started_at, one.clock_stopped_at, covered=not sites)
        for one, sites in zip((target, source), bare, strict=True)
    )
    if target.clock_stopped_at is not None and stopped is None:
        clocks.tell_result(goal, started, sites=len(bare[0] | bare[1]))
    goal.save(clock_started_at=started, clock_due_at=clock.due_at(started), clock_stopped_at=stopped)
    clocks.move_deadlines(goal)


def _progress(target: Incident, source: Incident, former: str) -> dict[str, Any]:
    """The earlier begin, and the further of both statuses."""
    progress: dict[str, Any] = {
        "began_at": min(target.began_at, source.began_at),
        "confirmed_at": _earlier(target.confirmed_at, source.confirmed_at),
        "activated_at": _earlier(target.activated_at, source.activated_at),
        "response_level": target.response_level or source.response_level,
        "status": max(target.status, former, key=RUNNING_STATUSES.index),
    }
    return progress


def _earlier(one: datetime | None, other: datetime | None) -> datetime | None:
    return min((at for at in (one, other) if at is not None), default=None)
