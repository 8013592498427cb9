"""Who reads templates and who changes them."""

from typing import Any, Final

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _

from emergency_ops.lib.errors import Forbidden
from emergency_ops.lib.roles import COORDINATORS, OPERATORS, Role, has_role

from .models import JargonWord, NoticeTemplate

WRITERS: Final = COORDINATORS | {Role.PUBLISHER, Role.ADMINISTRATOR}
READERS: Final = OPERATORS | {Role.AUDITOR, Role.ADMINISTRATOR}


def may_read(person: Any) -> bool:
    return has_role(person, *READERS)


def may_write(person: Any) -> bool:
    return has_role(person, *WRITERS)


def require_reader(person: Any) -> None:
    """Raises Forbidden for those who have nothing to do with notices."""
    if not may_read(person):
        raise Forbidden("template_role", _("您的角色不能查看公告模板。"))


def require_writer(person: Any) -> None:
    """Raises Forbidden for those who only read templates. None is the system."""
    if person is not None and not may_write(person):
        raise Forbidden("template_role", _("只有指挥人员、信息发布人员和管理员可以修改公告模板和术语。"))


def template_or_404(person: Any, pk: int) -> NoticeTemplate:
    require_reader(person)
    return get_object_or_404(NoticeTemplate, pk=pk)


def word_or_404(person: Any, pk: int) -> JargonWord:
    require_reader(person)
    return get_object_or_404(JargonWord, pk=pk)
