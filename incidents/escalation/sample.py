"""The escalation policy that a new installation begins with."""

from datetime import datetime

from django.utils.translation import gettext as _

from .actions.policies import STARTING_TERMS, save_policy
from .models import EscalationPolicy


def load(now: datetime) -> None:
    """A default policy, where there is none yet."""
    if not EscalationPolicy.objects.filter(is_default=True).exists():
        save_policy(None, name=_("默认升级策略"), is_default=True, terms=STARTING_TERMS, actor=None, now=now)
