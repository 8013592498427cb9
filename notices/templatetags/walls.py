"""What templates of walls need."""

from django import template

from emergency_ops.lib.clock import now
from notices.printing.walls.models import Posting
from notices.printing.walls.rules import is_late

register = template.Library()


@register.filter
def late(posting: Posting) -> bool:
    """Whether something should have been done about it by now."""
    return is_late(posting.due_at, now())
