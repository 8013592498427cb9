"""Demo accounts, and people on every post of the sample. Loaded by `./ops up` into an empty database only."""

import os
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.db.models import QuerySet

from emergency_ops.lib.roles import Role
from resources.network.models import Region, Site

from .actions import assign
from .choices import AssignmentRole, Function
from .models import Person, Post, PostAssignment

COUNTRY = "000000"
SHANGHAI = "310000"


@dataclass(frozen=True)
class Account:
    """A demo account. region: what the person sees, "" for nothing."""

    username: str
    name: str
    role: Role
    department: str
    region: str = COUNTRY


DEMO_ACCOUNTS = (
    Account("zhihui", "陈国栋", Role.COMMANDER, "应急指挥中心"),
    Account("guanli-sh", "李敏", Role.MANAGER, "上海运营部", SHANGHAI),
    Account("xianchang-sh", "王强", Role.FIELD_STAFF, "上海现场服务组", SHANGHAI),
    Account("cangku", "赵立新", Role.STOREKEEPER, "备件库"),
    Account("fabu", "周晓雯", Role.PUBLISHER, "信息发布组"),
    Account("shenji", "吴正明", Role.AUDITOR, "内部审计部"),
    Account("admin", "孙宏伟", Role.ADMINISTRATOR, "信息技术部", ""),
)
#: functions with a post in the sample: the role of their people and the department's name
FUNCTIONS = {
    Function.COMMANDER: (Role.COMMANDER, "应急指挥中心"),
    Function.TECHNICAL: (Role.MANAGER, "技术处置组"),
    Function.ON_SITE: (Role.FIELD_STAFF, "现场服务组"),
    Function.PUBLIC_INFORMATION: (Role.PUBLISHER, "信息发布组"),
}
#: posts that demo accounts hold as A, so that somebody who looks around finds messages in their inbox
DEMO_HOLDERS = {
    (Function.COMMANDER, COUNTRY): "zhihui",
    (Function.COMMANDER, SHANGHAI): "zhihui",
    (Function.TECHNICAL, SHANGHAI): "guanli-sh",
    (Function.ON_SITE, SHANGHAI): "xianchang-sh",
    (Function.PUBLIC_INFORMATION, COUNTRY): "fabu",
}
SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎"
GIVEN_NAMES = ("建国", "丽华", "志强", "秀英", "文博", "海燕", "俊杰", "雪梅", "明辉", "晓东", "玉兰")


def load(now: datetime) -> None:
    """Groups, demo accounts and posts with their A and B. What exists is left as it is, passwords above all."""
    secret = make_password(demo_password())
    groups = {role: Group.objects.get_or_create(name=role)[0] for role in Role}
    for number, account in enumerate(DEMO_ACCOUNTS):
        _account(account, number, groups, secret)
    number = len(DEMO_ACCOUNTS)
    for region in _regions_with_posts():
        for function in FUNCTIONS:
            _fill_post(function, region, number, groups, secret, now)
            number += len(AssignmentRole)


def _regions_with_posts() -> QuerySet[Region]:
    """The whole country and every province that has a site."""
    sites = Site.objects.values_list("region_id", flat=True).distinct()
    return Region.objects.filter(code__in={COUNTRY, *(f"{code[:2]}0000" for code in sites)}).order_by("code")


def demo_password() -> str:
    """The password that demo accounts get: OPS_DEMO_PASSWORD, else a well-known one."""
    return os.environ.get("OPS_DEMO_PASSWORD") or "emergency-ops-demo"


def _account(account: Account, number: int, groups: dict[Role, Group], secret: str) -> Person:
    is_administrator = account.role == Role.ADMINISTRATOR
    person, created = Person.objects.get_or_create(
        username=account.username,
        defaults={
            "name": account.name,
            "department": account.department,
            "phone": f"1380000{number:04d}",
            "email": f"{account.username}@example.cn",
            "password": secret,
            "is_staff": is_administrator,
            "is_superuser": is_administrator,
        },
    )
    if created:
        person.groups.add(groups[account.role])
        person.regions.set(Region.objects.filter(code=account.region))
    return person


def _fill_post(
    function: Function, region: Region, number: int, groups: dict[Role, Group], secret: str, now: datetime
) -> None:
    name = f"{region.name}{function.label}"
    post, _created = Post.objects.get_or_create(function=function, region=region, defaults={"name": name})
    for offset, role in enumerate(AssignmentRole):
        if PostAssignment.objects.filter(post=post, role=role, validity__contains=now).exists():
            continue
        person = _holder(function, region, role, number + offset, groups, secret)
        assign(post, person, role, DateTimeTZRange(None, None), actor=None, now=now)


def _holder(
    function: Function, region: Region, role: AssignmentRole, number: int, groups: dict[Role, Group], secret: str
) -> Person:
    if role == AssignmentRole.A and (function, region.code) in DEMO_HOLDERS:
        return Person.objects.get(username=DEMO_HOLDERS[function, region.code])
    group, department = FUNCTIONS[function]
    username = f"{function.replace('_', '-')}-{region.code[:2]}-{role.lower()}"
    name = SURNAMES[number % len(SURNAMES)] + GIVEN_NAMES[number % len(GIVEN_NAMES)]
    account = Account(username, name, group, f"{region.name}{department}", region.code)
    return _account(account, number, groups, secret)
