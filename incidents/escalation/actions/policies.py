"""Policies: every edit makes a version; what runs keeps the one that it began with."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

import structlog
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from emergency_ops.lib.errors import Invalid, Refused
from incidents.escalation.access import require_policy_maker
from incidents.escalation.choices import Channel, StepTarget
from incidents.escalation.models import EscalationPolicy, PolicyVersion
from incidents.escalation.policies.conditions import Conditions, stored_conditions
from incidents.escalation.rules import Step, faults, stored_steps
from resources.staff.choices import Function
from resources.staff.models import Person

log = structlog.get_logger(__name__)

FAULTS = {
    "empty": _("至少需要一个步骤。"),
    "not_at_once": _("第一步必须在 0 分钟开始。"),
    "not_ascending": _("各步骤的时间必须依次递增，不能相同。"),
    "lead_not_last": _("最后一步必须是总指挥，否则无人兜底。"),
    "too_long": _("最后一步不能晚于 24 小时。"),
    "no_in_app": _("每一步都必须发送站内消息。"),
    "next_first": _("第一步不能是“下一位”：还没有人被通知过。"),
    "repeat_without_minutes": _("步骤内重复通知时，请填写间隔分钟数。"),
    "repeats_too_long": _("步骤内的重复通知必须在下一步开始之前结束。"),
    "default_conditions": _("默认策略不能有适用条件：其他策略都不符合时由它执行。"),
    "no_conditions": _("请至少填写一项适用条件，否则排在后面的策略（包括默认策略）永远不会被选中。"),
}


class Terms(NamedTuple):
    """What a version says."""

    steps: Sequence[Step]
    confirm_minutes: int
    acknowledgement_minutes: int
    repeat_minutes: int
    conditions: Conditions = Conditions()


BOTH = (Channel.IN_APP.value, Channel.EMAIL.value)
#: A at once, B after 5 minutes, the lead after 10, then again every 10 minutes
STARTING_TERMS = Terms(
    steps=(
        Step(0, StepTarget.ROLE_A, Function.TECHNICAL, BOTH),
        Step(5, StepTarget.ROLE_B, Function.TECHNICAL, BOTH),
        Step(10, StepTarget.LEAD, Function.COMMANDER, BOTH),
    ),
    confirm_minutes=5,
    acknowledgement_minutes=15,
    repeat_minutes=10,
)


def save_policy(
    policy: EscalationPolicy | None, *, name: str, is_default: bool, terms: Terms, actor: Person | None, now: datetime
) -> PolicyVersion:
    """Create a policy (policy None: it is tried last, before the default) or give one a new version; an edit without a change
    makes none. actor None: the system.

    Raises Forbidden, Invalid (faulty steps or conditions), Refused (the name is taken, or the only default would go).
    """
    if actor is not None:
        require_policy_maker(actor)
    for fault in faults_of(terms, is_default=is_default):
        raise Invalid(fault, FAULTS[fault])
    with transaction.atomic():
        saved = _save_name(policy, name, is_default)
        last = saved.versions.order_by("-number").first()
        if last is not None and terms_of(last) == terms:
            return last
        return PolicyVersion.objects.create(
            policy=saved,
            number=last.number + 1 if last else 1,
            steps=stored_steps(terms.steps),
            conditions=stored_conditions(terms.conditions),
            confirm_minutes=terms.confirm_minutes,
            acknowledgement_minutes=terms.acknowledgement_minutes,
            repeat_minutes=terms.repeat_minutes,
            created_at=now,
            created_by=actor,
        )


def faults_of(terms: Terms, *, is_default: bool) -> list[str]:
    """Codes of what is wrong with terms, keys of FAULTS."""
    found = faults(terms.steps)
    if is_default != terms.conditions.are_empty:
        found.append("default_conditions" if is_default else "no_conditions")
    return found


def terms_of(version: PolicyVersion) -> Terms:
    return Terms(
        steps=version.parsed_steps,
        confirm_minutes=version.confirm_minutes,
        acknowledgement_minutes=version.acknowledgement_minutes,
        repeat_minutes=version.repeat_minutes,
        conditions=version.parsed_conditions,
    )


def move_policy(policy: EscalationPolicy, *, up: bool, actor: Person, now: datetime) -> None:
    """Let a policy be tried one place earlier (up) or later; the default stays the last. At the end of the line: nothing."""
    require_policy_maker(actor)
    with transaction.atomic():
        line = [one for one in _locked() if not one.is_default and not one.is_retired]
        at = next((place for place, one in enumerate(line) if one.pk == policy.pk), None)
        if at is None:
            raise Refused("not_in_line", _("默认策略总是最后，已停用的策略不参与排序。"))
        other = at - 1 if up else at + 1
        if not 0 <= other < len(line):
            return
        line[at], line[other] = line[other], line[at]
        _number(line)
        log.info("policy_moved", policy=policy.pk, place=other, actor=actor.pk, at=now.isoformat())


def retire_policy(policy: EscalationPolicy, *, retired: bool, actor: Person, now: datetime) -> None:
    """Take a policy out of use, or put it back at the end of the line. What runs by it goes on."""
    require_policy_maker(actor)
    with transaction.atomic():
        line = _locked()
        row = next(one for one in line if one.pk == policy.pk)
        if row.is_default:
            raise Refused("is_default", _("默认策略不能停用：请先把另一个策略设为默认。"))
        if not retired and row.versions.latest("number").parsed_conditions.are_empty:
            raise Refused("no_conditions", FAULTS["no_conditions"])
        row.is_retired, row.rank = retired, max(one.rank for one in line) + 1
        row.save(update_fields=["is_retired", "rank"])
        log.info("policy_retired", policy=row.pk, retired=retired, actor=actor.pk, at=now.isoformat())


def _locked() -> list[EscalationPolicy]:
    """All policies, in the order in which they are tried: there is one default at any time, and names are unique."""
    return list(EscalationPolicy.objects.select_for_update().order_by("rank", "pk"))


def _number(line: Sequence[EscalationPolicy]) -> None:
    for place, one in enumerate(line, start=1):
        one.rank = place
    EscalationPolicy.objects.bulk_update(line, ["rank"])


def _save_name(policy: EscalationPolicy | None, name: str, is_default: bool) -> EscalationPolicy:
    """Another default retires the former one: it asks for nothing, so nothing behind it would ever be chosen."""
    others = _locked()
    new = EscalationPolicy(rank=max((other.rank for other in others), default=0) + 1)
    saved = next((other for other in others if policy is not None and other.pk == policy.pk), new)
    others = [other for other in others if other.pk != saved.pk]
    if any(other.name == name for other in others):
        raise Refused("name_taken", _("已有名为“%(name)s”的策略。"), name=name)
    if not is_default and not any(other.is_default for other in others):
        raise Refused("no_default", _("必须有一个默认策略：请改为把另一个策略设为默认。"))
    if is_default:
        former = EscalationPolicy.objects.exclude(pk=saved.pk).filter(is_default=True)
        former.update(is_default=False, is_retired=True)
        saved.is_retired = False
    saved.name, saved.is_default = name, is_default
    saved.save()
    return saved
