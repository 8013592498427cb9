"""What templates of patrols need."""

from django import template

from emergency_ops.lib.clock import now
from incidents.monitoring.patrols.batches import said
from incidents.monitoring.patrols.choices import OPEN_STATES
from incidents.monitoring.patrols.models import PatrolRound

register = template.Library()
register.filter("said", said)


@register.filter
def overdue(one: PatrolRound) -> bool:
    """Whether a round that is not over should have been."""
    return one.state in OPEN_STATES and one.due_at < now()
