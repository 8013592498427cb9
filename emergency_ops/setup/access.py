"""Who sees the guide, and who may do what is in it."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from emergency_ops.lib.errors import Forbidden
from emergency_ops.lib.roles import Role, has_role

KEEPERS = frozenset({Role.ADMINISTRATOR, Role.MANAGER})


def keeps_house(person: Any) -> bool:
    return has_role(person, *KEEPERS)


def require_keeper(person: Any) -> None:
    if not keeps_house(person):
        raise Forbidden("not_allowed", _("只有系统管理员和值班经理可以做开始使用的设置。"))


def require_administrator(person: Any) -> None:
    if not has_role(person, Role.ADMINISTRATOR):
        raise Forbidden("not_allowed", _("只有系统管理员可以这样做。"))
