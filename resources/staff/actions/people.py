"""The writers of people: who they are, who may do what, how somebody's screen looks."""

import json
import secrets
from collections.abc import Collection
from dataclasses import dataclass, fields
from datetime import datetime

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from emergency_ops.lib.errors import Forbidden, Invalid, Refused
from emergency_ops.lib.roles import Role
from resources.network.models import Region
from resources.staff import events
from resources.staff.access import may_change_access
from resources.staff.models import Person

#: what a first password is made of: nothing that is taken for something else when it is read out
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
_PASSWORD_LENGTH = 14


@dataclass(frozen=True)
class PersonData:
    """Who somebody is, and how to reach them."""

    name: str
    department: str = ""
    phone: str = ""
    email: str = ""


def create_person(username: str, data: PersonData, *, actor: Person | None, now: datetime) -> tuple[Person, str]:
    """An account with a first password, which is told here and never again. Raises Forbidden, Refused (the account exists)."""
    _require_administrator(actor)
    secret = _first_password()
    try:
        with transaction.atomic():
            _refuse_username(username)
            person = Person.objects.create(username=username, password=make_password(secret), **_values(data))
            events.write(
                "person_created", at=now, actor=actor, person=person, name=person.name, username=person.username
            )
    except IntegrityError as error:
        _refuse_username(username)
        raise Invalid("person", _("资料不能保存，请检查后再试。")) from error
    return person, secret


def change_person(person: Person, data: PersonData, *, actor: Person | None, now: datetime) -> Person:
    """Change name, department, phone or e-mail. The event names what changed, not what it was: numbers stay private."""
    _require_administrator(actor)
    with transaction.atomic():
        kept = Person.objects.select_for_update(no_key=True).get(pk=person.pk)
        values = _values(data)
        changed = [name for name, value in values.items() if getattr(kept, name) != value]
        for name in changed:
            setattr(kept, name, values[name])
        if changed:
            kept.save(update_fields=changed)
            events.write("person_changed", at=now, actor=actor, person=kept, name=kept.name, fields=changed)
    return kept


def reset_password(person: Person, *, actor: Person, now: datetime) -> str:
    """A new first password, told here and never again; the old one stops at once. Administrators only."""
    _require_administrator(actor)
    if person.pk == actor.pk:
        raise Refused("own_password", _("自己的密码请在“修改密码”中更改。"))
    secret = _first_password()
    with transaction.atomic():
        kept = Person.objects.select_for_update(no_key=True).get(pk=person.pk)
        kept.set_password(secret)
        kept.save(update_fields=["password"])
        events.write("password_reset", at=now, actor=actor, person=kept, name=kept.name)
    return secret


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
        events.write("access_changed", at=now, actor=actor, person=locked, name=locked.name)
        _log(
            locked, {"roles": sorted(roles), "regions": sorted(r.pk for r in regions), "active": is_active}, actor, now
        )
    return locked


def set_display(person: Person, *, theme: str, large_type: bool, shortcuts: bool) -> None:
    """How the screen looks to this person, and whether single keys do something."""
    person.theme = theme
    person.large_type = large_type
    person.shortcuts = shortcuts
    person.save(update_fields=["theme", "large_type", "shortcuts"])


def set_language(person: Person, code: str) -> None:
    """The language that this person reads, as settings.LANGUAGES names it."""
    person.language = code
    person.save(update_fields=["language"])


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


def _values(data: PersonData) -> dict[str, str]:
    return {field.name: getattr(data, field.name).strip() for field in fields(data)}


def _first_password() -> str:
    return "".join(secrets.choice(_LETTERS) for _number in range(_PASSWORD_LENGTH))


def _refuse_username(username: str) -> None:
    if Person.objects.filter(username__iexact=username).exists():
        raise Refused("person_exists", _("账号%(username)s已存在。"), username=username)


def _require_administrator(actor: Person | None) -> None:
    if actor is not None and not may_change_access(actor):
        raise Forbidden("not_administrator", _("只有系统管理员可以新建和修改人员。"))
