"""The writers of an incident's extent: terminals come in, go out, are back, each from when until when."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext_lazy as _

from emergency_ops.lib.errors import Invalid, Refused
from incidents.monitoring.choices import Scope
from incidents.response import messages, posts
from incidents.response.access import require_command
from incidents.response.actions import clocks, duties, figures, growing
from incidents.response.actions.moving import Move, moving
from incidents.response.actions.opening import named_terminals, suggest_scope
from incidents.response.choices import EntryKind
from incidents.response.models import Incident
from incidents.response.rules.duties import RECHECK_EXTENT, RECHECK_EXTENT_AFTER
from incidents.response.rules.grading import risen
from incidents.response.rules.transitions import Verb
from resources.network.models import Terminal
from resources.staff.models import Person

from . import periods
from .models import LeftOut
from .queries import contradicted
from .rules import LONGEST_BACK, Period, ended, joined, without

#: codes of terminals that an entry names
NAMED = 8


class Kind(StrEnum):
    ADD = "add"
    REMOVE = "remove"
    RESTORE = "restore"


@dataclass(frozen=True, slots=True)
class Change:
    """Terminals and sites by their codes, a site for all of its terminals.

    since, until: of ADD the period (until None: still), of REMOVE the time that is cut out (both None: out of the incident),
    of RESTORE `since` is when they were back (None: now). reason: asked for where something is taken out or contradicts the reports.
    """

    kind: Kind
    terminals: Sequence[str] = ()
    sites: Sequence[str] = ()
    since: datetime | None = None
    until: datetime | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Effect:
    """What a change came to: how many terminals it touched, and how many of them the reports contradict."""

    changed: int
    contradicted: int


def change_extent(incident: Incident, change: Change, *, actor: Person, now: datetime) -> Effect:
    """Carry out a change of the extent, count anew, and let clock, duties and grade follow.

    Raises Forbidden, Invalid (terminals, times, no reason), and Refused where nothing would change or nothing be left.
    """
    terminals = named_terminals(actor, change.terminals, change.sites)
    with moving(incident, Verb.EXTENT, actor=actor, now=now) as move:
        _check(move, change)
        keys = [terminal.pk for terminal in terminals]
        before = periods.by_terminal(move.incident.terminals.filter(terminal__in=keys))
        _check_ends(change, before, now)
        after = {key: _changed(before.get(key, []), change, now) for key in keys}
        wanted = {key: after[key] for key in keys if after[key] != before.get(key, [])}
        if not wanted:
            raise Refused("extent_unchanged", _("所选终端已经如此，无需更改。"))
        against = _against_reports(move, change, before, wanted)
        known, standing = clocks.sites_of(move.incident), growing.standing_of(move.incident)
        _write(move, change, wanted)
        _follow(move, change, known)
        _tell(move, change, [terminal for terminal in terminals if terminal.pk in wanted], against)
        growing.follow(move, standing)
        if against and change.kind == Kind.RESTORE:
            duties.schedule_next(
                move.incident, RECHECK_EXTENT, now + RECHECK_EXTENT_AFTER, {"terminals": sorted(against)}
            )
    return Effect(len(wanted), len(against))


def reopen_contradicted(move: Move, terminals: Collection[int]) -> int:
    """Terminals that a person had marked as back are affected again where the reports still say so; how many."""
    still = contradicted(move.incident, terminals, move.now)
    rows = list(move.incident.terminals.filter(terminal__in=still).select_related("terminal").order_by("since"))
    newest = {row.terminal_id: row for row in rows}
    ended_by_hand = [row for row in newest.values() if row.by_hand and row.until is not None]
    if ended_by_hand:
        move.incident.terminals.filter(pk__in=[row.pk for row in ended_by_hand]).update(until=None, by_hand=False)
        codes = _codes([row.terminal for row in ended_by_hand])
        move.write(EntryKind.RESTORED, "extent_reopened", count=len(ended_by_hand), codes=codes)
        duties.wake(move.incident, move.now)
    return len(ended_by_hand)


def _check(move: Move, change: Change) -> None:
    since, until, now = change.since, change.until, move.now
    if change.kind == Kind.ADD and since is None:
        raise Invalid("since", _("请填写开始时间。"))
    if any(at is not None and at > now for at in (since, until)):
        raise Invalid("in_future", _("时间不能晚于现在。"))
    if until is not None and (since is None or until <= since):
        raise Invalid("order", _("结束时间必须晚于开始时间。"))
    if since is not None and since < move.incident.opened_at - LONGEST_BACK:
        raise Invalid("too_early", _("开始时间不能早于事件登记前30天。"))
    if change.kind == Kind.REMOVE:
        require_command(move.actor, move.incident, _("只有总指挥、值班经理或本事件的指挥可以移出终端。"))
        if not change.reason.strip():
            raise Invalid("reason", _("请说明移出的理由。"))


def _check_ends(change: Change, before: Mapping[int, list[Period]], now: datetime) -> None:
    at = change.since or now
    if change.kind == Kind.RESTORE and any(_is_open(known) and known[-1].since >= at for known in before.values()):
        raise Invalid("restored_before", _("恢复时间必须晚于开始受影响的时间。"))


def _changed(known: list[Period], change: Change, now: datetime) -> list[Period]:
    match change.kind:
        case Kind.ADD:
            since = change.since or now
            return joined([*known, Period(since, change.until, by_hand=change.until is not None)])
        case Kind.REMOVE if change.since is None:
            return []
        case Kind.REMOVE:
            return without(known, change.since or now, change.until)
    return ended(known, change.since or now)


def _against_reports(
    move: Move, change: Change, before: Mapping[int, list[Period]], wanted: Mapping[int, list[Period]]
) -> set[int]:
    """Terminals that would no longer be affected although the reports say so: only with a reason, by who commands."""
    over = [key for key in wanted if _is_open(before.get(key, [])) and not _is_open(wanted[key])]
    against = contradicted(move.incident, over, move.now)
    if not against:
        return against
    refusal = _("上报显示其中仍有终端未恢复。只有总指挥、值班经理或本事件的指挥可以在说明理由后更正。")
    require_command(move.actor, move.incident, refusal)
    if not change.reason.strip():
        raise Invalid(
            "reported_down", _("上报显示其中%(count)s台仍未恢复，请填写与上报不符的理由。"), count=len(against)
        )
    return against


def _is_open(known: Sequence[Period]) -> bool:
    return bool(known) and known[-1].until is None


def _write(move: Move, change: Change, wanted: Mapping[int, list[Period]]) -> None:
    incident = move.incident
    periods.replace(incident, wanted)
    if not incident.terminals.exists():
        raise Refused("extent_empty", _("事件至少要有一台受影响终端。不属实请标记误报，属于其他事件请合并。"))
    left_out = LeftOut.objects.filter(incident=incident, terminal__in=list(wanted))
    if change.kind == Kind.ADD:
        left_out.delete()
    gone = [
        LeftOut(incident=incident, terminal_id=key, at=move.now, by=move.actor) for key in wanted if not wanted[key]
    ]
    LeftOut.objects.bulk_create(gone, ignore_conflicts=True)


def _follow(move: Move, change: Change, known: frozenset[int]) -> None:
    """Figures, begin, scope, grade, clock and duties, by the rules that reports follow too."""
    incident = move.incident
    changes: dict[str, Any] = figures.count(incident)
    if change.kind == Kind.ADD:
        touched = Terminal.objects.filter(pk__in=incident.terminals.values("terminal"))
        wider = max(incident.scope, suggest_scope(list(touched)), key=Scope.values.index)
        changes |= {"scope": wider, "began_at": min(incident.began_at, change.since or move.now)}
    move.save(**changes)
    if incident.terminals.filter(until=None).exists():
        duties.wake(incident, move.now)
    clocks.follow_widening(move, known, move.now)
    clocks.follow_narrowing(move, known)


def _tell(move: Move, change: Change, terminals: Sequence[Terminal], against: Collection[int]) -> None:
    incident = move.incident
    back = incident.affected_terminals - incident.terminals.filter(until=None).count()
    params: dict[str, Any] = {
        "count": len(terminals),
        "codes": _codes(terminals),
        "terminals": incident.affected_terminals,
        "sites": incident.affected_sites,
        "back": back,
    }
    code, kind = {
        Kind.ADD: ("extent_added", EntryKind.SCOPE),
        Kind.REMOVE: ("extent_removed", EntryKind.SCOPE),
        Kind.RESTORE: ("extent_restored", EntryKind.RESTORED),
    }[change.kind]
    if against and change.kind == Kind.RESTORE:
        code, params = f"{code}_overruling", {**params, "down": len(against), "minutes": _minutes()}
    entry = move.write(kind, code, change.reason, **params)
    _raise_grade(move, key=f"grown:entry:{entry.pk}")


def _raise_grade(move: Move, key: str) -> None:
    """The rules' grade where it is graver; that it could fall a person decides."""
    incident = move.incident
    before, after = incident.grade, figures.grade_by_rules(incident)
    if after != before and risen(before, after, overruled=figures.overruled_grade(incident)):
        move.save(grade=after)
        move.write(EntryKind.GRADE, "grade_by_extent", before=before, after=after)
        people = posts.in_charge(incident, move.now) + posts.leads(incident, move.now)
        messages.tell(incident, people, what=messages.GROWN, key=key, now=move.now)


def _minutes() -> int:
    return int(RECHECK_EXTENT_AFTER.total_seconds() // 60)


def _codes(terminals: Sequence[Terminal]) -> list[str]:
    codes = sorted(terminal.code for terminal in terminals)
    return [*codes[:NAMED], *(["…"] if len(codes) > NAMED else [])]
