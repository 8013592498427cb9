"""Sheets with the approved text that the shipped templates give where nobody touches it."""

from dataclasses import replace
from datetime import timedelta

from notices.content import scene, wording
from notices.content.patterns import rules
from notices.content.patterns.shipped import PATTERNS
from notices.content.told import SiteTold, Told, Words
from notices.printing import approved
from tests.notices.printing import paper

HOTLINE = "95598"
CHANGES = {"zh-hans": "新增：受影响网点增至3个；预计恢复时间推迟到11月23日18:00", "en": "New: 3 sites; later"}
TWO = ("黄浦区供电营业厅", "静安区政务服务中心")


def told(outage, *, sites=TWO, count=None, ways=(), kind="alert"):
    """The notice of an outage, approved as it was drafted."""
    shown = scene.Scene(
        region=outage.region, scope=outage.scope, cause=wording.cause(outage), method=outage.payment_method, places=sites,
        sites=count or len(sites), terminals=12, began_at=outage.began_at, expected_until=outage.expected_until, restored_at=None,
        ways=ways, takes_cash=True, scans=True, hotline=HOTLINE, organisation="自助缴费运营中心",
        url="https://ops.example.cn/status/", faq="https://ops.example.cn/faq/", now=paper.NOW,
    )  # fmt: skip
    expires_at = paper.NOW + timedelta(hours=10)
    return Told(
        pk=1, number="GS-20261123-0001", kind=kind, status="issued", is_drill=outage.is_drill, incident=outage.number, grade="III",
        category=outage.category, region_code="310101", region=outage.region, began_at=outage.began_at,
        expected_until=outage.expected_until, expires_at=expires_at, issued_at=paper.NOW, ended_at=None,
        organisation="自助缴费运营中心", hotline=HOTLINE, url="https://ops.example.cn/status/notices/GS-20261123-0001/",
        issuer="李敏", approver="李敏", submitter="王小明", previous="", earlier=(),
        words={language: _words(shown, language, outage, kind) for language in ("zh-hans", "en")},
        sites=(SiteTold(paper.PLACE.code, paper.PLACE.name, "310101", 6),),
    )  # fmt: skip


def _words(shown, language, outage, kind):
    case = "method" if outage.payment_method else ""
    features = rules.Features(kind, language, outage.category, "", outage.scope, case)
    values = {**scene.values(shown, language), "changes": CHANGES[language]}
    return Words(**{name: text.format_map(values) for name, text in rules.choose(PATTERNS, features).words.items()})


def facts(outage=paper.OUTAGE, place=paper.PLACE, ways=(), neighbour=paper.NEIGHBOUR, **given):
    """The stored facts of a site's sheet with the approved text of `told(outage, **given)`."""
    own = paper.facts(outage, place, ways, neighbour, hotline=HOTLINE)
    return approved.with_text(own, told(outage, **given))


HARDWARE = replace(paper.OUTAGE, category="hardware", cause="", grouping="site", scope="site_wide", affected_sites=2)
SOFTWARE = replace(paper.OUTAGE, category="software", cause="APP_DOWN", grouping="version")
COUNTER = scene.Stand("counter", "一楼大厅3号窗口", "12:30-17:30", paper.PLACE.name)
CASES = {
    "hardware": lambda: facts(HARDWARE),
    "hardware, counter": lambda: facts(HARDWARE, ways=(paper.COUNTER,)),
    "software": lambda: facts(SOFTWARE),
    "line": lambda: facts(paper.OUTAGE, ways=(paper.COUNTER,)),
    "method": lambda: facts(replace(SOFTWARE, payment_method="wechat"), ways=(paper.COUNTER,)),
    "records": lambda: facts(replace(paper.OUTAGE, category="human", cause="BALANCE_WRONG"), ways=(paper.COUNTER,)),
    "network": lambda: facts(replace(SOFTWARE, scope="network_wide", region="全网", affected_sites=500)),
    "drill": lambda: facts(replace(HARDWARE, is_drill=True), ways=(paper.COUNTER,)),
    "update": lambda: facts(HARDWARE, ways=(paper.COUNTER,), kind="update"),
    "line update": lambda: facts(paper.OUTAGE, kind="update"),
}  # fmt: skip
