"""Two policies beside the default: for grade I and II, and for nights and days of rest. They call over what every installation
has; robots and text messages are added once there are accounts for them."""

from datetime import datetime

from django.utils.translation import gettext as _

from resources.staff.choices import Function

from .actions.policies import Terms, save_policy
from .choices import Channel, Days, StepTarget, StopRule
from .models import EscalationPolicy
from .policies.conditions import Conditions
from .policies.hours import Window
from .rules import Step

BOTH = (Channel.IN_APP.value, Channel.EMAIL.value)
#: several posts at once, the lead within five minutes, who is called again until somebody has confirmed
GRAVE = Terms(
    steps=(
        Step(0, StepTarget.ROLE_A, Function.TECHNICAL, BOTH, (Function.ON_SITE,)),
        Step(3, StepTarget.NEXT, Function.TECHNICAL, BOTH, (Function.ON_SITE,)),
        Step(5, StepTarget.LEAD, Function.COMMANDER, BOTH, stops_on=StopRule.CONFIRMED),
    ),
    confirm_minutes=5,
    acknowledgement_minutes=10,
    repeat_minutes=5,
    conditions=Conditions(grades=("I", "II")),
)
#: fewer people are awake: A is called twice, then whoever comes next, before the lead
NIGHT = Terms(
    steps=(
        Step(0, StepTarget.ROLE_A, Function.TECHNICAL, BOTH, times=1, every_minutes=3),
        Step(6, StepTarget.NEXT, Function.TECHNICAL, BOTH),
        Step(11, StepTarget.NEXT, Function.TECHNICAL, BOTH),
        Step(15, StepTarget.LEAD, Function.COMMANDER, BOTH),
    ),
    confirm_minutes=10,
    acknowledgement_minutes=20,
    repeat_minutes=10,
    conditions=Conditions(windows=(Window("20:00", "08:00"), Window("00:00", "00:00", Days.RESTING))),
)


def load(now: datetime) -> None:
    """Both, where there is none beside the default."""
    if not EscalationPolicy.objects.filter(is_default=False).exists():
        save_policy(None, name=_("重大事件（I、II级）"), is_default=False, terms=GRAVE, actor=None, now=now)
        save_policy(None, name=_("夜间和休息日"), is_default=False, terms=NIGHT, actor=None, now=now)
