"""The escalation policy that a new installation begins with."""

from datetime import datetime

from django.utils.translation import gettext as _

from resources.staff.choices import Function

from .choices import Channel, StepTarget
from .models import EscalationPolicy, PolicyVersion
from .rules import Step, stored_steps

BOTH = (Channel.IN_APP.value, Channel.EMAIL.value)
#: A at once, B after 5 minutes, the lead after 10
STEPS = (
    Step(0, StepTarget.ROLE_A, Function.TECHNICAL, BOTH),
    Step(5, StepTarget.ROLE_B, Function.TECHNICAL, BOTH),
    Step(10, StepTarget.LEAD, Function.COMMANDER, BOTH),
)


def load(now: datetime) -> None:
    """A default policy, where there is none yet."""
    if EscalationPolicy.objects.filter(is_default=True).exists():
        return
    policy = EscalationPolicy.objects.create(name=_("默认升级策略"), is_default=True)
    PolicyVersion.objects.create(policy=policy, number=1, steps=stored_steps(STEPS), created_at=now)
