"""Demo accounts, and people on every post of the sample, trained for it. Loaded by `./ops up` into an empty database only."""

import os
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group
from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.db.models import QuerySet

from emergency_ops.lib.roles import Role
from resources.network.models import Region, Site

from . import sample_duty as duty
from . import sample_qualifications as qualifications
from .actions import assign
from .actions.posts import PostData, save_post
from .choices import Area, AssignmentRole, Function
from .models import Memo, Person, Post, PostAssignment, Training

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


@dataclass(frozen=True)
class Team:
    """The people of a function: their role, their department's name, the training they need, and what they hand over."""

    role: Role
    department: str
    training: str
    materials: str
    everywhere: bool = True


#: functions with a post in the sample: in the whole country, and in every province where `everywhere`
TEAMS = {
    Function.COMMANDER: Team(Role.COMMANDER, "应急指挥中心", "YJ-ZH", "指挥值班手机\n应急预案（纸质）\n指挥系统账号"),
    Function.TECHNICAL: Team(Role.MANAGER, "技术处置组", "YJ-JS", "值班手机\n厂商联系单\n监控系统账号"),
    Function.ON_SITE: Team(Role.FIELD_STAFF, "现场服务组", "YJ-XC", "终端钥匙\n便携POS机\n备用纸卷"),
    Function.LOGISTICS: Team(Role.STOREKEEPER, "备件库", "YJ-WZ", "备件库钥匙\n出入库台账\n盘点表"),
    Function.PUBLIC_INFORMATION: Team(Role.PUBLISHER, "信息发布组", "YJ-FB", "公众号账号\n公告模板\n媒体联系单"),
    Function.CUSTOMER_SERVICE: Team(
        Role.FIELD_STAFF, "客户服务中心", "YJ-XC", "热线坐席账号\n常见问题口径", everywhere=False
    ),
    Function.SCRIBE: Team(Role.FIELD_STAFF, "应急指挥中心", "YJ-ZH", "处置记录本", everywhere=False),
    Function.RECONCILIATION: Team(Role.MANAGER, "对账组", "YJ-DZ", "对账平台账号\n银行联系单", everywhere=False),
}
#: posts that demo accounts hold as A, so that somebody who looks around finds messages in their inbox
DEMO_HOLDERS = {
    (Function.COMMANDER, COUNTRY): "zhihui",
    (Function.COMMANDER, SHANGHAI): "zhihui",
    (Function.TECHNICAL, SHANGHAI): "guanli-sh",
    (Function.ON_SITE, SHANGHAI): "xianchang-sh",
    (Function.LOGISTICS, COUNTRY): "cangku",
    (Function.PUBLIC_INFORMATION, COUNTRY): "fabu",
}
#: the one B who is not trained yet, and why he serves all the same
UNTRAINED = (Function.RECONCILIATION, COUNTRY)
UNTRAINED_REASON = "对账培训排在下月，先随A角值守，由A角复核。"
SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎"
GIVEN_NAMES = ("建国", "丽华", "志强", "秀英", "文博", "海燕", "俊杰", "雪梅", "明辉", "晓东", "玉兰")


@transaction.atomic
def load(now: datetime) -> None:
    """Groups, demo accounts, courses, posts with their A and B, badges. What exists is left as it is, passwords above all."""
    secret = make_password(demo_password())
    groups = {role: Group.objects.get_or_create(name=role)[0] for role in Role}
    for number, account in enumerate(DEMO_ACCOUNTS):
        _account(account, number, groups, secret)
    qualifications.load_courses(now)
    number = len(DEMO_ACCOUNTS)
    for region in _regions_with_posts():
        for function, team in TEAMS.items():
            if team.everywhere or region.code == COUNTRY:
                _fill_post(function, region, number, groups, secret, now)
                number += len(AssignmentRole)
    qualifications.load_badges(Person.objects.get(username="zhihui"), now)
    qualifications.load_absence(Person.objects.get(username="fabu"), now)
    duty.load(now)
    Memo.objects.filter(created_at=now, carried_at=None).update(carried_at=now)


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
    post = Post.objects.filter(function=function, region=region, is_active=True).first() or _post(function, region, now)
    for offset, role in enumerate(AssignmentRole):
        if PostAssignment.objects.filter(post=post, role=role, validity__contains=now).exists():
            continue
        person = _holder(function, region, role, number + offset, groups, secret)
        untrained = role == AssignmentRole.B and (function, region.code) == UNTRAINED
        if not untrained:
            qualifications.train(person, TEAMS[function].training, number + offset, now)
        reason = UNTRAINED_REASON if untrained else ""
        assign(post, person, role, DateTimeTZRange(None, None), actor=None, now=now, untrained_reason=reason)
    if not post.head_id and function != Function.COMMANDER:
        post.head = _commander(region)
        post.save(update_fields=["head"])


def _post(function: Function, region: Region, now: datetime) -> Post:
    data = PostData(
        function=function,
        area=Area.NETWORK if region.code == COUNTRY else Area.REGION,
        name=f"{region.name}{function.label}",
        region_code=region.code,
        required_training=Training.objects.get(code=TEAMS[function].training),
        materials=TEAMS[function].materials,
    )
    return save_post(None, data, actor=None, now=now)


def _commander(region: Region) -> Person | None:
    """The A of the region's own commander: head of its other posts."""
    held = PostAssignment.objects.filter(
        post__function=Function.COMMANDER, post__region=region, role=AssignmentRole.A, validity__upper_inf=True
    )
    first = held.select_related("person").first()
    return first.person if first else None


def _holder(
    function: Function, region: Region, role: AssignmentRole, number: int, groups: dict[Role, Group], secret: str
) -> Person:
    if role == AssignmentRole.A and (function, region.code) in DEMO_HOLDERS:
        return Person.objects.get(username=DEMO_HOLDERS[function, region.code])
    team = TEAMS[function]
    username = f"{function.replace('_', '-')}-{region.code[:2]}-{role.lower()}"
    name = SURNAMES[number % len(SURNAMES)] + GIVEN_NAMES[number % len(GIVEN_NAMES)]
    account = Account(username, name, team.role, f"{region.name}{team.department}", region.code)
    return _account(account, number, groups, secret)
