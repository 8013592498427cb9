"""The writers of people: who may do what, how somebody's screen looks."""

import json
from collections.abc import Collection
from datetime import datetime

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from emergency_ops.lib.errors import Forbidden, Refused
from emergency_ops.lib.roles import Role
from resources.network.models import Region
from resources.staff.access import may_change_access
from resources.staff.models import Person


def set_access(
    person: Person,
    *,
    roles: Collection[Role],
    regions: Collection[Region],
    is_active: bool,
    actor: Person,
    now: datetime,
) -> Person:
    """Replace somebody's roles and regions, open or close the account. Administrators only; leaves a log entry.

    Raises Forbidden, and Refused where administrators would lock themselves out.
    """
    if not may_change_access(actor):
        raise Forbidden("not_administrator", _("只有系统管理员可以修改角色和负责区域。"))
    if person.pk == actor.pk and not (is_active and (actor.is_superuser or Role.ADMINISTRATOR in roles)):
        raise Refused("own_access", _("不能停用自己的账号，也不能取消自己的系统管理员角色。"))
    with transaction.atomic():
        locked = Person.objects.select_for_update(no_key=True).get(pk=person.pk)
        other_groups = locked.groups.exclude(name__in=list(Role))
        locked.groups.set([*other_groups, *(Group.objects.get_or_create(name=str(role))[0] for role in roles)])
        locked.regions.set(regions)
        locked.is_active = is_active
        locked.save(update_fields=["is_active"])
        _log(
            locked, {"roles": sorted(roles), "regions": sorted(r.pk for r in regions), "active": is_active}, actor, now
        )
    return locked


def set_display(person: Person, *, theme: str, large_type: bool) -> None:
    """How the screen looks to this person."""
    person.theme = theme
    person.large_type = large_type
    person.save(update_fields=["theme", "large_type"])


def _log(person: Person, changed: dict[str, object], actor: Person, now: datetime) -> None:
    LogEntry.objects.create(
        user=actor,
        content_type=ContentType.objects.get_for_model(Person),
        object_id=str(person.pk),
        object_repr=str(person)[:200],
        action_flag=CHANGE,
        change_message=json.dumps(changed, ensure_ascii=False),
        action_time=now,
    )
