"""People from a file: by account, new ones without a password until an administrator gives them one."""

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator, validate_email
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from emergency_ops.lib.masking import mask_phone
from emergency_ops.lib.roles import Role
from emergency_ops.lib.sheets import cells
from emergency_ops.lib.sheets.columns import Column
from resources.importing import registry
from resources.importing.kinds import ApplyContext, Change, Importer, Outcome, Row, RowError
from resources.network.choices import ImportKind
from resources.network.models import Region

from . import events
from .access import may_change_access
from .forms import PHONE
from .importers_reading import account, regions_by_word, roles, text_60
from .models import Person

_PLAIN = ("name", "department", "phone", "email", "is_active")
_SAMPLE = 10


def phone(value: str) -> str:
    """A number, or one that a download has masked: that stands for the number that is there."""
    if "*" not in value:
        _valid(RegexValidator(PHONE, _("电话号码只能由数字、空格和 - 组成，例如 13800001234。")), value)
    return cells.text(value, 20)


def email(value: str) -> str:
    _valid(validate_email, value)
    return cells.text(value, 254)


def username(value: str) -> str:
    found = account(value)
    _valid(Person.username_validator, found)
    return found


def _valid(validator: Any, value: str) -> None:
    try:
        validator(value)
    except ValidationError as error:
        raise ValueError("".join(error.messages)) from None


COLUMNS = (
    Column("username", "账号", gettext_lazy("账号"), ("username", "account", "登录名"), username, required=True),
    Column("name", "姓名", gettext_lazy("姓名"), ("name",), text_60, required=True),
    Column("department", "部门", gettext_lazy("部门"), ("department",), text_60),
    Column("phone", "手机", gettext_lazy("手机"), ("phone", "电话", "手机号"), phone),
    Column("email", "邮箱", gettext_lazy("邮箱"), ("email", "e-mail", "电子邮件"), email),
    Column("roles", "角色", gettext_lazy("角色"), ("roles", "role"), roles, empty=frozenset()),
    Column("regions", "负责区域", gettext_lazy("负责区域"), ("regions", "region", "区域"), cells.parts, empty=()),
    Column("is_active", "在用", gettext_lazy("在用"), ("active", "账号在用"), cells.yes_no, empty=True),
)


def apply(rows: list[Row], context: ApplyContext) -> Outcome:
    """Creates and changes people. A column that the file does not have changes nothing. A fixed number of queries and one a change."""
    known = Person.objects.prefetch_related("groups", "regions").in_bulk(
        [row["username"] for row in rows], field_name="username"
    )
    errors: list[RowError] = []
    places = _regions(rows, errors)
    faulty = {error.line for error in errors}
    made = _Counts()
    groups = {role: Group.objects.get_or_create(name=str(role))[0] for role in Role}
    for row in rows:
        person = known.get(row["username"])
        fault = _fault(row, person, context.actor)
        if fault is not None:
            errors.append(fault)
        elif row.line not in faulty:
            _apply(row, person, places.get(row.line), groups, context, made)
    return Outcome(made.created, made.updated, made.unchanged, errors=errors, sample=made.sample)


class _Counts:
    """What came of the rows so far."""

    def __init__(self) -> None:
        self.created = self.updated = self.unchanged = 0
        self.sample: list[Change] = []

    def change(self, row: Row, old: Mapping[str, Any] | None, new: Mapping[str, Any]) -> None:
        if len(self.sample) < _SAMPLE:
            self.sample.append(Change(row.line, row["username"], old, new))


def _regions(rows: list[Row], errors: list[RowError]) -> dict[int, list[Region]]:
    """The regions of each row that names any. One query."""
    found = regions_by_word(word for row in rows for word in row.get("regions", ()))
    places: dict[int, list[Region]] = {}
    for row in rows:
        if "regions" not in row:
            continue
        words = row["regions"]
        unclear = [word for word in words if len(found.get(word, [])) != 1]
        if unclear:
            message = _("没有区域“%(word)s”。") if unclear[0] not in found else _("有几个“%(word)s”，请写区划代码。")
            errors.append(row.error("regions", message % {"word": unclear[0]}))
        else:
            places[row.line] = [found[word][0] for word in words]
    return places


def _fault(row: Row, person: Person | None, actor: Person | None) -> RowError | None:
    number = row.get("phone", "")
    if "*" in number and (person is None or mask_phone(person.phone) != number):
        return row.error("phone", _("这是打了码的号码，请填写完整号码，或删去这一列。"))
    own = person is not None and actor is not None and person.pk == actor.pk
    if own and not (row.get("is_active", True) and Role.ADMINISTRATOR in row.get("roles", {Role.ADMINISTRATOR})):
        return row.error("username", _("不能停用自己的账号，也不能取消自己的系统管理员角色。"))
    return None


def _apply(
    row: Row,
    person: Person | None,
    places: list[Region] | None,
    groups: Mapping[Role, Group],
    context: ApplyContext,
    made: _Counts,
) -> None:
    values = {name: row[name] for name in _PLAIN if name in row}
    if "*" in values.get("phone", ""):
        del values["phone"]
    if person is None:
        _create(row, values, places, groups, context, made)
    else:
        _change(row, person, values, places, groups, context, made)


def _create(
    row: Row,
    values: dict[str, Any],
    places: list[Region] | None,
    groups: Mapping[Role, Group],
    context: ApplyContext,
    made: _Counts,
) -> None:
    person = Person.objects.create(username=row["username"], password=make_password(None), **values)
    person.groups.set([groups[role] for role in row.get("roles", ())])
    person.regions.set(places or [])
    events.write(
        "person_created",
        at=context.now,
        actor=context.actor,
        person=person,
        name=person.name,
        username=person.username,
    )
    made.created += 1
    made.change(row, None, {"name": person.name, "department": person.department})


def _change(
    row: Row,
    person: Person,
    values: dict[str, Any],
    places: list[Region] | None,
    groups: Mapping[Role, Group],
    context: ApplyContext,
    made: _Counts,
) -> None:
    changed = [name for name, value in values.items() if getattr(person, name) != value]
    old = {name: getattr(person, name) for name in changed if name != "phone"}
    for name in changed:
        setattr(person, name, values[name])
    if changed:
        person.save(update_fields=changed)
    changed += _change_access(row, person, places, groups)
    if not changed:
        made.unchanged += 1
        return
    events.write("person_changed", at=context.now, actor=context.actor, person=person, name=person.name, fields=changed)
    made.updated += 1
    made.change(row, old, {name: getattr(person, name) for name in old})


def _change_access(row: Row, person: Person, places: list[Region] | None, groups: Mapping[Role, Group]) -> list[str]:
    """Roles and regions as the file has them; which of both changed."""
    changed = []
    held = {Role(group.name) for group in person.groups.all() if group.name in set(Role)}
    if "roles" in row and held != row["roles"]:
        others = [group for group in person.groups.all() if group.name not in set(Role)]
        person.groups.set([*others, *(groups[role] for role in row["roles"])])
        changed.append("groups")
    if places is not None and {region.pk for region in person.regions.all()} != {region.pk for region in places}:
        person.regions.set(places)
        changed.append("regions")
    return changed


registry.register(
    Importer(
        kind=ImportKind.PEOPLE,
        label=gettext_lazy("人员"),
        columns=COLUMNS,
        may_import=may_change_access,
        apply=apply,
        key=("username",),
        example=[
            "zhangwei",
            "张伟",
            "上海现场服务组",
            "13800001234",
            "zhangwei@example.cn",
            "现场人员",
            "310000",
            "是",
        ],
        intro=gettext_lazy("按账号更新；新建的人员没有密码，由系统管理员在人员页面设置初始密码。"),
    )
)
