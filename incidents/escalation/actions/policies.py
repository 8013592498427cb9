"""Policies: every edit makes a version; what runs keeps the one that it began with."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from emergency_ops.lib.errors import Invalid, Refused
from incidents.escalation.access import require_policy_maker
from incidents.escalation.choices import Channel, StepTarget
from incidents.escalation.models import EscalationPolicy, PolicyVersion
from incidents.escalation.rules import Step, faults, stored_steps
from resources.staff.choices import Function
from resources.staff.models import Person

FAULTS = {
    "empty": _("至少需要一个步骤。"),
    "not_at_once": _("第一步必须在 0 分钟开始。"),
    "not_ascending": _("各步骤的时间必须依次递增，不能相同。"),
    "lead_not_last": _("最后一步必须是总指挥，否则无人兜底。"),
    "too_long": _("最后一步不能晚于 24 小时。"),
    "no_in_app": _("每一步都必须发送站内消息。"),
}


@dataclass(frozen=True)
class Terms:
    """What a version says."""

    steps: Sequence[Step]
    confirm_minutes: int
    acknowledgement_minutes: int
    repeat_minutes: int


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
    """Create a policy (policy None) or give one a new version; an edit without a change makes none. actor None: the system.

    Raises Forbidden, Invalid (faulty steps), Refused (the name is taken, or the only default would go).
    """
    if actor is not None:
        require_policy_maker(actor)
    wrong = faults(terms.steps)
    if wrong:
        raise Invalid(wrong[0], FAULTS[wrong[0]])
    with transaction.atomic():
        saved = _save_name(policy, name, is_default)
        last = saved.versions.order_by("-number").first()
        if last is not None and terms_of(last) == terms:
            return last
        return PolicyVersion.objects.create(
            policy=saved,
            number=last.number + 1 if last else 1,
            steps=stored_steps(terms.steps),
            confirm_minutes=terms.confirm_minutes,
            acknowledgement_minutes=terms.acknowledgement_minutes,
            repeat_minutes=terms.repeat_minutes,
            created_at=now,
            created_by=actor,
        )


def terms_of(version: PolicyVersion) -> Terms:
    return Terms(
        steps=version.parsed_steps,
        confirm_minutes=version.confirm_minutes,
        acknowledgement_minutes=version.acknowledgement_minutes,
        repeat_minutes=version.repeat_minutes,
    )


def _save_name(policy: EscalationPolicy | None, name: str, is_default: bool) -> EscalationPolicy:
    """All policies are locked: there is one default at any time, and names are unique."""
    others = list(EscalationPolicy.objects.select_for_update().order_by("pk"))
    saved = next((other for other in others if policy is not None and other.pk == policy.pk), EscalationPolicy())
    others = [other for other in others if other.pk != saved.pk]
    if any(other.name == name for other in others):
        raise Refused("name_taken", _("已有名为“%(name)s”的策略。"), name=name)
    if not is_default and not any(other.is_default for other in others):
        raise Refused("no_default", _("必须有一个默认策略：请改为把另一个策略设为默认。"))
    if is_default:
        EscalationPolicy.objects.exclude(pk=saved.pk).filter(is_default=True).update(is_default=False)
    saved.name, saved.is_default = name, is_default
    saved.save()
    return saved
