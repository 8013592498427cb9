"""An incident's grade, cause, scope or region has changed: its policy is chosen again, and when it grew people are called anew."""

from datetime import datetime

from incidents.escalation import actions as escalation
from incidents.escalation.choices import Growth
from incidents.escalation.models import PolicyVersion
from incidents.escalation.policies.conditions import Facts
from incidents.response.choices import RUNNING_STATUSES, SUBJECT, EntryKind
from incidents.response.models import Incident
from incidents.response.rules.duties import CLEAR_REVIEW
from incidents.response.rules.growing import Standing, growth_of

from . import duties, figures
from .moving import Move


def standing_of(incident: Incident) -> Standing:
    """To be taken before a change and given to `follow` after it."""
    return Standing(
        grade=incident.grade,
        scope=incident.scope,
        category=incident.category,
        payment_method=incident.payment_method,
        cause=incident.cause,
        region_code=incident.region_id or "",
    )


def choose(incident: Incident, current: PolicyVersion | None, now: datetime) -> PolicyVersion:
    """The version of the policy that serves it as it stands."""
    facts = Facts(
        grade=incident.grade,
        category=incident.category,
        causes=figures.codes_of(incident),
        scope=incident.scope,
        payment_method=incident.payment_method,
        region_code=incident.region_id or "",
        is_drill=incident.is_drill,
    )
    return escalation.choose_policy(SUBJECT, incident.pk, facts, current=current, now=now)


def follow(move: Move, before: Standing) -> None:
    """Choose the policy again and call people anew where it grew; once a change, since `before` is what it was."""
    incident = move.incident
    after = standing_of(incident)
    if after == before or incident.status not in RUNNING_STATUSES:
        return
    former = incident.policy_version
    version = choose(incident, former, move.now)
    if version != former:
        move.save(policy_version=version)
        names = {"policy_before": former.policy.name, "policy": version.policy.name}
        move.write(EntryKind.ESCALATED, "policy_changed", **names)
    if duties.is_pending(incident, CLEAR_REVIEW):
        return
    growth = growth_of(before, after, other_policy=version != former)
    if growth is not None and _call_anew(move, version, growth):
        return
    if version != former:
        escalation.change_policy(SUBJECT, incident.pk, version, region_code=after.region_code, now=move.now)


def _call_anew(move: Move, version: PolicyVersion, growth: Growth) -> bool:
    """Whether somebody had it, whose acknowledgement has ended."""
    incident = move.incident
    rearmed = escalation.rearm(
        SUBJECT,
        incident.pk,
        version,
        because=growth,
        region_code=incident.region_id or "",
        actor=move.actor,
        now=move.now,
    )
    if rearmed is not None:
        code = "rearmed_recalled" if rearmed.recalled else "rearmed_ended"
        move.write(EntryKind.ESCALATED, code, growth=growth.value, people=str(rearmed.ended.person))
    return rearmed is not None
