"""People from a file: by account, new ones without a password until an administrator gives them one."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator, validate_email
from django.db.models.functions import Lower
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
from .models import Person, StaffEvent

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
    """Creates and changes people. A column that the file does not have changes nothing. New ones in bulk, a few queries a change."""
    usernames = [row["username"] for row in rows]
    known = Person.objects.prefetch_related("groups", "regions").in_bulk(usernames, field_name="username")
    errors: list[RowError] = []
    places = _regions(rows, errors)
    faulty = {error.line for error in errors}
    errors += [fault for row in rows if (fault := _fault(row, known.get(row["username"]), context.actor))]
    errors += _taken([row for row in rows if row["username"] not in known])
    good = [row for row in rows if row.line not in faulty]
    groups = {role: Group.objects.get_or_create(name=str(role))[0] for role in Role}
    changes = _Changes(context, groups, places)
    if not errors:
        changes.create([row for row in good if row["username"] not in known])
        for row in good:
            if row["username"] in known:
                changes.change(row, known[row["username"]])
    return changes.outcome(errors)


class _Changes:
    """What the rows of one file make of people."""

    def __init__(
        self, context: ApplyContext, groups: Mapping[Role, Group], places: Mapping[int, Sequence[Region]]
    ) -> None:
        self.context = context
        self.groups = groups
        self.places = places
        self.created = self.updated = self.unchanged = 0
        self.sample: list[Change] = []

    def outcome(self, errors: Sequence[RowError]) -> Outcome:
        return Outcome(self.created, self.updated, self.unchanged, errors=errors, sample=self.sample)

    def create(self, rows: Sequence[Row]) -> None:
        """New people without a password, with their roles, regions and events. Four queries."""
        made = Person.objects.bulk_create(
            Person(username=row["username"], password=make_password(None), **_values(row)) for row in rows
        )
        pairs = list(zip(rows, made, strict=True))
        Person.groups.through.objects.bulk_create(
            Person.groups.through(person=person, group=self.groups[role])
            for row, person in pairs
            for role in row.get("roles", ())
        )
        Person.regions.through.objects.bulk_create(
            Person.regions.through(person=person, region=region)
            for row, person in pairs
            for region in self.places.get(row.line, ())
        )
        StaffEvent.objects.bulk_create(self._created(person) for person in made)
        self.created += len(made)
        for row, person in pairs:
            self._show(row, None, {"name": person.name, "department": person.department})

    def change(self, row: Row, person: Person) -> None:
        """What differs in the row. A query a kind of thing that changes."""
        values = _values(row)
        changed = [name for name, value in values.items() if getattr(person, name) != value]
        old = {name: getattr(person, name) for name in changed if name != "phone"}
        for name in changed:
            setattr(person, name, values[name])
        if changed:
            person.save(update_fields=changed)
        changed += self._change_access(row, person)
        if not changed:
            self.unchanged += 1
            return
        now, actor = self.context.now, self.context.actor
        events.write("person_changed", at=now, actor=actor, person=person, name=person.name, fields=changed)
        self.updated += 1
        self._show(row, old, {name: getattr(person, name) for name in old})

    def _change_access(self, row: Row, person: Person) -> list[str]:
        """Roles and regions as the file has them; which of both changed."""
        changed = []
        names = {group.name: group for group in person.groups.all()}
        if "roles" in row and set(names) & set(Role) != row["roles"]:
            others = [group for name, group in names.items() if name not in set(Role)]
            person.groups.set([*others, *(self.groups[role] for role in row["roles"])])
            changed.append("groups")
        places = self.places.get(row.line)
        if places is not None and {region.pk for region in person.regions.all()} != {region.pk for region in places}:
            person.regions.set(places)
            changed.append("regions")
        return changed

    def _created(self, person: Person) -> StaffEvent:
        params = {"name": person.name, "username": person.username}
        context = self.context
        return StaffEvent(code="person_created", at=context.now, actor=context.actor, person=person, params=params)

    def _show(self, row: Row, old: Mapping[str, Any] | None, new: Mapping[str, Any]) -> None:
        if len(self.sample) < _SAMPLE:
            self.sample.append(Change(row.line, row["username"], old, new))


def _values(row: Row) -> dict[str, Any]:
    """What the row says of a person; a masked number says nothing."""
    values = {name: row[name] for name in _PLAIN if name in row}
    if "*" in values.get("phone", ""):
        del values["phone"]
    return values


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


def _taken(new: list[Row]) -> list[RowError]:
    """New accounts that differ from another one, there or in the file, by nothing but capitals. One query."""
    wanted = {row["username"].lower() for row in new}
    lowered = Person.objects.annotate(lowered=Lower("username")).filter(lowered__in=wanted)
    others = dict(lowered.values_list("lowered", "username")) if wanted else {}
    errors = []
    for row in new:
        other = others.setdefault(row["username"].lower(), row["username"])
        if other != row["username"]:
            message = _("账号与“%(other)s”只有大小写不同，请改用同一个写法。") % {"other": other}
            errors.append(row.error("username", message))
    return errors


def _fault(row: Row, person: Person | None, actor: Person | None) -> RowError | None:
    number = row.get("phone", "")
    if "*" in number and (person is None or mask_phone(person.phone) != number):
        return row.error("phone", _("这是打了码的号码，请填写完整号码，或删去这一列。"))
    own = person is not None and actor is not None and person.pk == actor.pk
    if own and not (row.get("is_active", True) and Role.ADMINISTRATOR in row.get("roles", {Role.ADMINISTRATOR})):
        return row.error("username", _("不能停用自己的账号，也不能取消自己的系统管理员角色。"))
    return None


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
