"""The writers of absences: planned, longer, shorter, never."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from emergency_ops.lib.errors import Invalid, Refused
from resources.staff import events
from resources.staff.access_absences import require_absence_of
from resources.staff.choices import HandoverState
from resources.staff.models import Absence, Handover, Person, Post, PostAssignment
from resources.staff.periods import words
from resources.staff.rules.absences import Window, faults
from resources.staff.touched import Touched, touched_posts

from . import absence_telling as telling
from .covering import Named, put_covers, release_covers, require_covers
from .handing import Handing, propose

FAULTS = {
    "backwards": _("结束时间必须晚于开始时间。"),
    "over": _("这段时间已经过去，无需登记。"),
    "too_early": _("开始时间不能早于7天前。"),
    "too_long": _("一次离岗不能超过一年，请分次登记。"),
}


@dataclass(frozen=True)
class Plan:
    """What somebody says of an absence: kind an AbsenceKind, covers and what is handed over by post (primary key)."""

    kind: str
    window: Window
    reason: str = ""
    covers: Mapping[int, Person] = field(default_factory=dict)
    handing: Mapping[int, Handing] = field(default_factory=dict)


def plan_absence(person: Person, plan: Plan, *, actor: Person | None, now: datetime) -> Absence:
    """Somebody will be away, or is: B takes over each post that they hold as A, and whoever is concerned is told.

    The same absence again is the one that is there. Raises Forbidden, Invalid (a faulty time, a cover who cannot) and Refused:
    away in that time already, or A and B of a post would both be away and nobody is named to cover.
    """
    require_absence_of(actor, person)
    _require_time(plan.window, now)
    if not person.is_active:
        raise Invalid("inactive", _("%(name)s 的账号已停用。"), name=person)
    with transaction.atomic():
        _lock(person, plan.window, plan.covers.values())
        again = _overlapping(person, plan.window).first()
        if again is not None:
            return _the_same(again, plan)
        touched = touched_posts(person, plan.window)
        covers = require_covers(person, touched, plan.covers)
        absence = Absence.objects.create(
            person=person,
            kind=plan.kind,
            period=DateTimeTZRange(*plan.window),
            reason=plan.reason.strip(),
            reported_at=now,
            reported_by=actor or person,
        )
        _note("absence_planned", absence, actor, now, period=_bounds(absence))
        _take_over(absence, touched, covers, plan.handing, actor, now)
    return absence


def extend(
    absence: Absence,
    until: datetime,
    *,
    covers: Mapping[int, Person] | None = None,
    actor: Person | None,
    now: datetime,
) -> Absence:
    """Somebody stays away longer. Refused as a new absence in the added time would be, and when it has ended already."""
    require_absence_of(actor, absence.person)
    with transaction.atomic():
        _lock(absence.person, Window(absence.period.lower, max(until, absence.period.upper)), (covers or {}).values())
        locked = _locked(absence, now)
        if until == locked.period.upper:
            return locked
        if until < locked.period.upper:
            raise Invalid("shorter", _("新的结束时间必须晚于原来的结束时间；要缩短请登记提前返岗。"))
        _require_time(Window(max(locked.period.lower, now), until), now)
        added = Window(locked.period.upper, until)
        if _overlapping(absence.person, added).exclude(pk=absence.pk).exists():
            raise Refused("overlap", _("延长的时间里已有另一次离岗登记，请先取消那一次。"))
        touched = touched_posts(absence.person, added)
        named = require_covers(absence.person, touched, covers or {})
        locked.period = DateTimeTZRange(locked.period.lower, until)
        locked.save(update_fields=["period"])
        Handover.objects.filter(absence=locked).update(return_reminded_at=None)
        _note("absence_extended", locked, actor, now, period=_bounds(locked))
        _take_over(locked, touched, named, {}, actor, now)
        telling.extended(locked, actor, now)
    return locked


def end_early(absence: Absence, *, actor: Person | None, now: datetime) -> Absence:
    """Somebody is back before the end: from now on they act again. What was handed over still has to be handed back."""
    require_absence_of(actor, absence.person)
    with transaction.atomic():
        _lock(absence.person, Window(absence.period.lower, absence.period.upper))
        locked = _locked(absence, now)
        if locked.period.lower >= now:
            raise Refused("not_begun", _("离岗还没有开始，请取消登记。"))
        freed = Window(now, locked.period.upper)
        locked.period = DateTimeTZRange(locked.period.lower, now)
        locked.save(update_fields=["period"])
        _note("absence_ended", locked, actor, now, period=_bounds(locked))
        release_covers(locked.person, freed, actor=actor, now=now)
        telling.ended(locked, actor, now)
    return locked


def cancel(absence: Absence, *, actor: Person | None, now: datetime) -> Absence:
    """An absence that has not begun does not take place; its handovers are off and covers for it released. Again: nothing."""
    require_absence_of(actor, absence.person)
    with transaction.atomic():
        window = Window(absence.period.lower, absence.period.upper)
        _lock(absence.person, window)
        locked = Absence.objects.select_for_update(of=("self",)).select_related("person").get(pk=absence.pk)
        if locked.cancelled_at is not None:
            return locked
        if locked.period.lower <= now:
            raise Refused("begun", _("离岗已经开始，不能取消；请登记提前返岗。"))
        locked.cancelled_at = now
        locked.save(update_fields=["cancelled_at"])
        _note("absence_cancelled", locked, actor, now, period=_bounds(locked))
        telling.cancelled(locked, actor, now)
        Handover.objects.filter(absence=locked).update(state=HandoverState.CANCELLED)
        release_covers(locked.person, window, actor=actor, now=now)
    return locked


def _take_over(
    absence: Absence,
    touched: Sequence[Touched],
    covers: Sequence[Named],
    handing: Mapping[int, Handing],
    actor: Person | None,
    now: datetime,
) -> None:
    put_covers(covers, actor=actor or absence.person, now=now)
    for post in touched:
        if post.is_a:
            propose(absence, post, handing.get(post.post.pk), actor=actor, now=now)
    telling.planned(absence, touched, actor, now)


def _lock(person: Person, window: Window, covers: Iterable[Person] = ()) -> None:
    """The posts that somebody holds or covers in this time, then the people: the person, and who is named to cover.

    A and B report one after the other, so do two browsers, and nobody goes away while they are named to cover.
    """
    period = DateTimeTZRange(*window)
    held = PostAssignment.objects.filter(person=person, validity__overlap=period)
    covered = person.covers.filter(period__overlap=period, cancelled_at=None)
    posts = _posts_of(held, covered)
    list(Post.objects.select_for_update().filter(pk__in=posts).order_by("pk").values_list("pk"))
    people = {person.pk, *(cover.pk for cover in covers)}
    list(Person.objects.select_for_update(no_key=True).filter(pk__in=people).order_by("pk").values_list("pk"))
    if not _posts_of(held, covered) <= posts:
        raise Refused("changed", _("岗位任命刚刚有变动，请再提交一次。"))


def _posts_of(*rows: QuerySet[Any]) -> set[int]:
    return {pk for found in rows for pk in found.values_list("post_id", flat=True)}


def _locked(absence: Absence, now: datetime) -> Absence:
    locked = Absence.objects.select_for_update(of=("self",)).select_related("person").get(pk=absence.pk)
    if locked.cancelled_at is not None:
        raise Refused("cancelled", _("这次离岗已取消。"))
    if locked.period.upper <= now:
        raise Refused("ended", _("这次离岗已经结束；如仍不在岗，请重新登记。"))
    return locked


def _overlapping(person: Person, window: Window) -> QuerySet[Absence]:
    return Absence.objects.filter(person=person, cancelled_at=None, period__overlap=DateTimeTZRange(*window))


def _the_same(there: Absence, plan: Plan) -> Absence:
    if (there.kind, there.period.lower, there.period.upper) == (plan.kind, *plan.window):
        return there
    raise Refused("overlap", _("%(period)s已登记离岗，请修改那一次，或换一个时间。"), period=words(there.period))


def _require_time(window: Window, now: datetime) -> None:
    wrong = faults(window, now)
    if wrong:
        raise Invalid(wrong[0], FAULTS[wrong[0]])


def _bounds(absence: Absence) -> list[str]:
    return [absence.period.lower.isoformat(), absence.period.upper.isoformat()]


def _note(code: str, absence: Absence, actor: Person | None, now: datetime, **params: Any) -> None:
    events.write(
        code,
        at=now,
        actor=actor,
        person=absence.person,
        absence=absence.pk,
        name=absence.person.name,
        **params,
    )
