"""The rules that a new instance starts with."""

from datetime import datetime

from django.utils.translation import gettext as _

from .choices import RuleKind
from .models import Rule
from .rulesets import DEFAULTS


def load(now: datetime) -> None:
    """One rule of each kind with the default parameters, where there is none of the kind yet."""
    names = {
        RuleKind.FAILURE_RATE: _("支付失败率超过 5%"),
        RuleKind.FAULT_CODE: _("设备与部件故障"),
        RuleKind.SILENCE: _("营业时间内无上报"),
    }
    for kind, name in names.items():
        if not Rule.objects.filter(kind=kind).exists():
            Rule.objects.create(kind=kind, name=name, parameters=dict(DEFAULTS[kind]))
