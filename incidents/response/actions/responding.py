"""Decisions of the response: its level, its grade, how long it will take, and its end."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from emergency_ops.lib.errors import Invalid, Refused
from incidents.response.choices import EntryKind, Grade, ResponseLevel, Status, SubstituteStatus
from incidents.response.models import Incident
from incidents.response.rules.clock import minutes_and_seconds
from incidents.response.rules.duties import CLEAR_REVIEW_AFTER
from incidents.response.rules.transitions import Verb
from incidents.response.tasks.actions import making
from incidents.response.tasks.actions.following import settle_at_close
from resources.staff.models import Person

from . import duties, ending, figures, growing, overruling, resources
from .deciding import hold
from .moving import Move, moving


def activate(incident: Incident, level: str, *, actor: Person, now: datetime, text: str = "") -> Incident:
    """已确认 → 处置中 with a response level: a decision of its own, it does not copy the grade.

    The plan that applies is frozen, and its steps become tasks.
    """
    with moving(incident, Verb.ACTIVATE, actor=actor, now=now) as move:
        move.save(status=Status.RESPONDING, activated_at=now, response_level=ResponseLevel(level))
        move.write(EntryKind.ACTIVATED, "activated", text, level=level)
        duties.follow_status(move.incident, now)
        hold(move, actor)
        maker = making.Maker(move.incident, actor, move.acting_for, now)
        making.follow_plan(maker, figures.codes_of(move.incident))
    return move.incident


def change_level(incident: Incident, level: str, *, actor: Person, now: datetime, text: str) -> Incident:
    """Another response level, with the reason."""
    _require_reason(text)
    with moving(incident, Verb.LEVEL, actor=actor, now=now) as move:
        before = move.incident.response_level
        _require_change(before, level)
        move.save(response_level=ResponseLevel(level))
        move.write(EntryKind.LEVEL, "level_changed", text, before=before, after=level)
    return move.incident


def change_grade(incident: Incident, grade: str, *, actor: Person, now: datetime, text: str) -> Incident:
    """Another grade than the rules gave, up or down, with the reason."""
    _require_reason(text)
    with moving(incident, Verb.GRADE, actor=actor, now=now) as move:
        before, standing = move.incident.grade, growing.standing_of(move.incident)
        _require_change(before, grade)
        move.save(grade=Grade(grade))
        by_rules = figures.grade_by_rules(move.incident)
        move.write(EntryKind.GRADE, "grade_changed", text, before=before, after=grade, by_rules=by_rules)
        growing.follow(move, standing)
    return move.incident


def expect_until(
    incident: Incident, until: datetime | None, *, actor: Person, now: datetime, text: str = ""
) -> Incident:
    """When it is expected to be over, for the public too; None: not known. Raises Invalid for a time that has passed."""
    if until is not None and until <= now:
        raise Invalid("expected_in_past", _("预计恢复时间应晚于现在。"))
    with moving(incident, Verb.EXPECT, actor=actor, now=now) as move:
        move.save(expected_until=until)
        if until is None:
            move.write(EntryKind.NOTE, "expected_until_unknown", text)
        else:
            move.write(EntryKind.NOTE, "expected_until", text, until=until.isoformat())
    return move.incident


def restore(incident: Incident, *, actor: Person, now: datetime, text: str = "", overruled: str = "") -> Incident:
    """已确认 or 处置中 → 已恢复: every terminal counts as back from now on.

    Refused while the reports say otherwise, unless `overruled` tells why they are wrong; ten minutes later they are asked again.
    """
    with moving(incident, Verb.RESTORE, actor=actor, now=now) as move:
        down = overruling.require_reason(move, overruled)
        _restore(move)
        elapsed = minutes_and_seconds(now - move.incident.began_at)
        overruling.tell_end(move, EntryKind.RESTORED, "restored", text, overruled, down=down, elapsed=elapsed)
    return move.incident


def restore_by_reports(incident: Incident, *, now: datetime) -> Incident:
    """The same by the system, some minutes after the reports said that all terminals are back."""
    with moving(incident, Verb.RESTORE, actor=None, now=now) as move:
        _restore(move)
        minutes = int(CLEAR_REVIEW_AFTER.total_seconds() // 60)
        move.write(EntryKind.RESTORED, "restored_by_reports", minutes=minutes)
    return move.incident


def close(
    incident: Incident, *, actor: Person, now: datetime, text: str = "", overruled: str = "", tasks: str = ""
) -> Incident:
    """已恢复 → 已关闭. Refused while a substitute is still said to serve, and against the reports as `restore` is.

    tasks: a Fate value, what happens to unfinished tasks; Invalid where there are some and none is given.
    """
    with moving(incident, Verb.CLOSE, actor=actor, now=now) as move:
        if move.incident.substitutes.filter(status=SubstituteStatus.SERVING).exists():
            raise Refused("still_serving", _("仍有替代方案在服务中，请先撤除，再关闭事件。"))
        down = overruling.require_reason(move, overruled)
        settle_at_close(move.incident, tasks, actor=actor, acting_for=move.acting_for, now=now)
        move.save(status=Status.CLOSED, closed_at=now)
        duties.follow_status(move.incident, now)
        resources.end(move)
        ending.ended(move)
        overruling.tell_end(move, EntryKind.CLOSED, "closed", text, overruled, down=down)
    return move.incident


def _restore(move: Move) -> None:
    move.save(status=Status.RESTORED, restored_at=move.now)
    move.release_terminals()
    duties.follow_status(move.incident, move.now)


def _require_reason(text: str) -> None:
    if not text.strip():
        raise Invalid("reason", _("请填写调整的理由。"))


def _require_change(before: str, after: str) -> None:
    if before == after:
        raise Invalid("unchanged", _("与当前值相同，无需调整。"))
