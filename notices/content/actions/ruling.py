"""Which kinds of notice need a second person. Kept with its history."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from emergency_ops.lib.errors import Forbidden
from notices.content.access import may_rule
from notices.content.models import ReviewRule
from resources.staff.models import Person


def require_ruler(person: Person) -> None:
    """Raises Forbidden for whoever does not decide on reviewing."""
    if not may_rule(person):
        raise Forbidden("notice_ruler", _("只有总指挥和系统管理员可以修改审核规则。"))


def set_review_rule(rule: ReviewRule, *, actor: Person, now: datetime) -> ReviewRule:
    """Raises Forbidden."""
    require_ruler(actor)
    with transaction.atomic():
        rule._history_user = actor  # type: ignore[attr-defined]
        rule._history_date = now  # type: ignore[attr-defined]
        rule.save()
    return rule
