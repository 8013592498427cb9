"""Who may look at the machinery and who may change it."""

from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from emergency_ops.lib.errors import Forbidden
from emergency_ops.lib.roles import COORDINATORS, Role, has_role
from resources.staff.models import Person

from . import registry
from .models import OutboxMessage

KEEPERS = frozenset({*COORDINATORS, Role.AUDITOR, Role.ADMINISTRATOR})
POLICY_MAKERS = frozenset({Role.COMMANDER, Role.ADMINISTRATOR})


def require_keeper(person: Any) -> None:
    """Policies and the state of the system: for those who coordinate, audit or administer."""
    if not has_role(person, *KEEPERS):
        raise Forbidden("role", _("只有总指挥、值班经理、审计员或系统管理员可以查看此页。"))


def may_make_policy(person: Any) -> bool:
    return has_role(person, *POLICY_MAKERS)


def require_policy_maker(person: Any) -> None:
    if not may_make_policy(person):
        raise Forbidden("role", _("只有总指挥或系统管理员可以修改升级策略和处理异常消息。"))


def require_channel_keeper(person: Any) -> None:
    if not has_role(person, Role.ADMINISTRATOR):
        raise Forbidden("role", _("只有系统管理员可以管理消息渠道。"))


def messages_for(person: Person) -> QuerySet[OutboxMessage]:
    """The messages that a keeper may look through: their own, and those about subjects that they see. Nobody else sees any.

    What is about the machinery itself, and about people (memos), is for administrators and auditors.
    """
    if not has_role(person, *KEEPERS):
        return OutboxMessage.objects.none()
    if has_role(person, Role.ADMINISTRATOR, Role.AUDITOR):
        return OutboxMessage.objects.all()
    wanted = Q(recipient=person)
    for kind, port in registry.subject_ports().items():
        if port.visible is not None:
            wanted |= Q(subject_kind=kind, subject_id__in=port.visible(person).order_by().values("pk"))
    return OutboxMessage.objects.filter(wanted)


def require_subject(person: Any, subject_kind: str, subject_id: int) -> None:
    """Raises Http404 for a subject that does not exist for this person."""
    port = registry.subject_ports().get(subject_kind)
    if port is None or not port.visible_to(person, subject_id):
        raise Http404(subject_kind)
