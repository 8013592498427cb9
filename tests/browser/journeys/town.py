"""A Shanghai with three sites, two depots and an emergency team that has an A and a B on every post."""

from datetime import timedelta

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from emergency_ops.lib import clock
from emergency_ops.lib.roles import Role
from incidents.escalation import sample as escalation
from incidents.monitoring import sample as monitoring
from incidents.response import sample as response
from incidents.response.plans import sample as plans
from notices.content.patterns import sample as patterns
from resources.network.models import Site
from resources.staff.models import Post, PostAssignment

PASSWORD = "correct-horse"
SITES = {"310101-0001": "市民中心", "310101-0002": "中山医院", "310104-0001": "供电营业厅"}
#: function, region, role, A and B
POSTS = (
    ("commander", "310000", Role.COMMANDER, ("zhihui", "陈国栋"), ("zhihui-b", "韩志强")),
    ("technical", "310000", Role.MANAGER, ("jishu", "李敏"), ("jishu-b", "冯文博")),
    ("on_site", "310000", Role.FIELD_STAFF, ("xianchang", "王强"), ("xianchang-b", "董俊杰")),
    ("public_information", "310000", Role.PUBLISHER, ("fabu", "周晓雯"), ("fabu-b", "袁玉兰")),
    ("logistics", "310000", Role.STOREKEEPER, ("cangku", "萧雪梅"), ("cangku-b", "程明辉")),
)


class Town:
    """The people by their user names: town.zhihui is the commander; sites by what they are called."""

    def __init__(self, make_site, make_person):
        now = clock.now()
        for code, name in SITES.items():
            site = make_site(code, terminals=3)
            Site.objects.filter(pk=site.pk).update(name=name)
        for part in (escalation, monitoring, response, plans, patterns):
            part.load(now)
        for function, region, role, *holders in POSTS:
            self._fill(function, region, role, holders, make_person)

    def _fill(self, function, region, role, holders, make_person):
        post = Post.objects.create(
            function=function, region_id=region, area="region", name=f"上海市{self._label(function)}"
        )
        since = DateTimeTZRange(clock.now() - timedelta(days=30), None)
        for letter, (username, name) in zip("AB", holders, strict=True):
            person = make_person(username, role, regions=[region], name=name, phone=f"1380000{len(vars(self)):04d}")
            PostAssignment.objects.create(post=post, person=person, role=letter, validity=since)
            setattr(self, username.replace("-", "_"), person)

    @staticmethod
    def _label(function):
        return Post(function=function).get_function_display()
