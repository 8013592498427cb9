"""The writers of how incidents hang together: split, related; and of what kind of incident one is."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from emergency_ops.lib.errors import Invalid, Refused
from incidents.monitoring.choices import Category, Scope
from incidents.monitoring.models import Warning as MonitoringWarning
from incidents.response import queries
from incidents.response.access import require_sight
from incidents.response.actions import clocks, duties, figures, growing, resources
from incidents.response.actions.deciding import hold
from incidents.response.actions.moving import Move, moving
from incidents.response.actions.opening import named_terminals, suggest_scope
from incidents.response.choices import EntryKind
from incidents.response.command.models import RoleHolder
from incidents.response.dispatch.actions import ending as dispatches
from incidents.response.extent import rechecks
from incidents.response.extent.models import LeftOut
from incidents.response.models import Incident
from incidents.response.numbering import next_number
from incidents.response.plans.choices import CATEGORY_OF, Cause
from incidents.response.rules.duties import CLEAR_REVIEW
from incidents.response.rules.transitions import Verb
from incidents.response.tasks.actions import following as tasks
from incidents.response.tasks.actions.making import Maker
from resources.network.choices import PaymentMethod
from resources.network.models import Terminal
from resources.staff.models import Person

from .choices import Relation
from .models import RelatedIncident

#: what a part has from the incident that it is split from
INHERITED: Final = (
    "status", "category", "payment_method", "cause", "classified_at", "evidence", "response_level", "region", "is_drill",
    "began_at", "clock_started_at", "clock_due_at", "clock_stopped_at", "confirmed_at", "activated_at", "expected_until",
    "policy_version",
)  # fmt: skip


def split(
    incident: Incident,
    terminals: Sequence[str],
    sites: Sequence[str],
    *,
    actor: Person,
    now: datetime,
    text: str,
    title: str = "",
) -> Incident:
    """Terminals and sites (codes) become an incident of their own, with the clock as it stands, the plan's unfinished steps, and
    substitutes, dispatches and needs of the sites that go over wholly. Both follow the same warning from then on, each with its own terminals.

    Raises Forbidden, Invalid (codes, no reason, terminals of others), Refused where one of the two would be empty.
    """
    if not text.strip():
        raise Invalid("reason", _("请说明拆分的理由。"))
    named = named_terminals(actor, terminals, sites)
    with moving(incident, Verb.SPLIT, actor=actor, now=now) as move:
        source = move.incident
        moved = _moved(source, named)
        standing, known = growing.standing_of(source), clocks.sites_of(source)
        part = _begin(source, actor, now, moved, title)
        _carry_over(source, part, moved, now, actor)
        other = Move(part, actor, move.acting_for, now)
        _complete(other, moved, named_by_hand=bool(title.strip()))
        move.save(**figures.count(source))
        clocks.follow_narrowing(move, known)
        clocks.follow_narrowing(other, known)
        growing.follow(move, standing)
        RelatedIncident.objects.create(first=source, second=part, relation=Relation.SPLIT, at=now, by=actor)
        _tell_split(move, other, text)
        _carry_work(move, other)
        rechecks.carry_over(source, part, moved)
        duties.resume(part, now)
        hold(other, actor)
        _rest(move)
        _rest(other)
    return part


def relate(
    incident: Incident, other: Incident, how: str, *, actor: Person, now: datetime, text: str = ""
) -> RelatedIncident:
    """how: of choices.CHOICES, as `incident` stands to the other. Raises Forbidden, Invalid for itself, Refused if they are related."""
    if incident.pk == other.pk:
        raise Invalid("itself", _("事件不能关联自身。"))
    require_sight(actor, other)
    forwards = how != "caused_by"
    first, second = (incident, other) if forwards else (other, incident)
    relation = Relation.SAME_AREA if how == Relation.SAME_AREA else Relation.CAUSES
    one, two = sorted((incident, other), key=lambda row: row.pk)
    with (
        moving(one, Verb.RELATE, actor=actor, now=now) as lower,
        moving(two, Verb.RELATE, actor=actor, now=now) as upper,
    ):
        if _between(incident, other) is not None:
            raise Refused("related", _("事件%(number)s已经关联；要改变关系请先解除。"), number=other.number)
        row = RelatedIncident.objects.create(first=first, second=second, relation=relation, at=now, by=actor)
        for move in (lower, upper):
            is_first = move.incident.pk == first.pk
            code = relation if relation == Relation.SAME_AREA or is_first else "caused_by"
            number = second.number if is_first else first.number
            move.write(EntryKind.RELATED, f"related_{code}", text, number=number)
    return row


def unrelate(row: RelatedIncident, *, actor: Person, now: datetime, text: str = "") -> None:
    """They have nothing to do with each other. Raises Forbidden, Refused for what came about by splitting or has ended."""
    if row.relation == Relation.SPLIT:
        raise Refused("split_relation", _("拆分形成的关联不能解除。"))
    one, two = sorted((row.first, row.second), key=lambda incident: incident.pk)
    require_sight(actor, two)
    with (
        moving(one, Verb.RELATE, actor=actor, now=now) as lower,
        moving(two, Verb.RELATE, actor=actor, now=now) as upper,
    ):
        if not RelatedIncident.objects.filter(pk=row.pk, ended_at=None).update(ended_at=now):
            raise Refused("unrelated", _("这个关联已经解除。"))
        lower.write(EntryKind.RELATED, "unrelated", text, number=two.number)
        upper.write(EntryKind.RELATED, "unrelated", text, number=one.number)


def reclassify(
    incident: Incident,
    *,
    cause: str,
    payment_method: str,
    by_rules: bool,
    actor: Person,
    now: datetime,
    text: str,
) -> Incident:
    """Another of the plan's eleven causes, with its category, and another payment method ("": all). by_rules: the grade becomes
    what the rules give then. From now on the warning changes none of these. Raises Invalid without a reason or a change."""
    if not text.strip():
        raise Invalid("reason", _("请说明更正的理由。"))
    wanted = Cause(cause)
    if payment_method and payment_method not in PaymentMethod.values:
        raise Invalid("payment_method", _("没有这种支付方式。"))
    with moving(incident, Verb.RECLASSIFY, actor=actor, now=now) as move:
        row, standing = move.incident, growing.standing_of(move.incident)
        before = (row.category, row.cause, row.payment_method)
        after = (CATEGORY_OF[wanted], wanted, payment_method)
        grade = row.grade
        move.save(category=after[0], cause=after[1], payment_method=after[2], classified_at=now)
        move.save(**figures.count(row))
        if by_rules:
            move.save(grade=figures.grade_by_rules(row))
        if before == after and row.grade == grade:
            raise Invalid("unchanged", _("与当前分类相同，无需更正。"))
        _tell_classes(move, before, grade, text)
        growing.follow(move, standing)
    return move.incident


def _moved(source: Incident, named: Sequence[Terminal]) -> list[int]:
    own = set(source.terminals.values_list("terminal", flat=True))
    moved = [terminal.pk for terminal in named if terminal.pk in own]
    if not moved:
        raise Invalid("not_affected", _("所选终端不在本事件的影响范围内。"))
    if len(moved) == len(own):
        raise Refused("nothing_left", _("不能拆出全部终端：原事件至少要保留一台。"))
    return moved


def _begin(source: Incident, actor: Person, now: datetime, moved: Sequence[int], title: str) -> Incident:
    inherited: dict[str, Any] = {name: getattr(source, name) for name in INHERITED}
    terminals = list(Terminal.objects.filter(pk__in=moved))
    scope = min(source.scope, suggest_scope(terminals), key=Scope.values.index)
    return Incident.objects.create(
        number=next_number(now),
        title=title.strip() or source.title,
        opened_at=now,
        opened_by=actor,
        split_from=source,
        scope=scope,
        **inherited,
    )


def _carry_over(source: Incident, part: Incident, moved: Sequence[int], now: datetime, actor: Person) -> None:
    """Periods, substitutes of the sites that go over wholly, and roles; what went over is left out of the source."""
    source.terminals.filter(terminal__in=moved).update(incident=part)
    left_out = [LeftOut(incident=source, terminal_id=key, at=now, by=actor, moved_to=part) for key in moved]
    LeftOut.objects.bulk_create(left_out, ignore_conflicts=True)
    gone = clocks.sites_of(part) - clocks.sites_of(source)
    source.substitutes.filter(site__in=gone).update(incident=part)
    RoleHolder.objects.bulk_create(
        RoleHolder(incident=part, function=role.function, person=role.person, since=now)
        for role in source.roles.filter(until=None).select_related("person")
    )


def _carry_work(move: Move, other: Move) -> None:
    """What goes on at the sites that went over wholly, and the plan's steps that are not finished."""
    source, part = move.incident, other.incident
    gone = clocks.sites_of(part) - clocks.sites_of(source)
    resources.follow_split(move, part, gone)
    dispatches.follow_split(move, part, gone)
    tasks.follow_split(Maker(part, other.actor, other.acting_for, other.now), source)


def _rest(move: Move) -> None:
    """Where the reports say that all is well at what is left, nobody is called, and it ends by itself as any other does."""
    incident = move.incident
    if incident.terminals.filter(until=None).exists() or duties.is_pending(incident, CLEAR_REVIEW):
        return
    warned = MonitoringWarning.objects.filter(incident__in=queries.lineage(incident)).exists()
    if warned and not queries.reported_down(incident):
        move.write(EntryKind.WARNING, "reports_say_restored", terminals=incident.affected_terminals)
        duties.rest(incident, move.now)


def _complete(other: Move, moved: Sequence[int], *, named_by_hand: bool) -> None:
    counted = figures.count(other.incident)
    if named_by_hand:
        del counted["title"]
    other.save(**counted)
    other.save(grade=figures.grade_by_rules(other.incident))


def _tell_split(move: Move, other: Move, text: str) -> None:
    source, part = move.incident, other.incident
    counts = {"count": part.affected_terminals, "moved_sites": part.affected_sites}
    move.write(EntryKind.RELATED, "split_off", text, number=part.number, terminals=source.affected_terminals, **counts)
    of_part = {"terminals": part.affected_terminals, "sites": part.affected_sites}
    other.write(EntryKind.OPENED, "opened_by_split", text, number=source.number, **of_part)


def _between(one: Incident, other: Incident) -> RelatedIncident | None:
    either = Q(first=one, second=other) | Q(first=other, second=one)
    return RelatedIncident.objects.filter(either, ended_at=None).first()


def _tell_classes(move: Move, before: tuple[str, str, str], grade: str, text: str) -> None:
    row = move.incident
    params: dict[str, Any] = {
        "category_before": before[0],
        "cause_before": before[1] or "—",
        "method_before": before[2],
        "category": Category(row.category).value,
        "cause": row.cause,
        "method": row.payment_method,
    }
    if row.grade == grade:
        move.write(EntryKind.GRADE, "reclassified", text, **params)
    else:
        move.write(EntryKind.GRADE, "reclassified_grade", text, **params, before=grade, after=row.grade)
