"""The public status page over real HTTP: kept, and asked for the first time; and its copy of a large network."""

import time
from collections.abc import Sequence
from datetime import timedelta
from itertools import islice
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from emergency_ops.lib import clock
from incidents.escalation.models import EscalationPolicy, Heartbeat, PolicyVersion
from incidents.response.models import Incident, IncidentTerminal
from notices.channels.status import copying
from notices.content import actions
from resources.network.models import Site, Terminal
from resources.staff.models import Person

from .fleet import make_fleet
from .measure import Measurement
from .serving import served, throughput

#: terminals of 12,500 sites
FLEET = 125_000
AFFECTED = 500
ROUNDS = 4
KEPT_REQUESTS = 12_000
KEPT_CONNECTIONS = 16
FIRST_CONNECTIONS = 4
WORDS = {
    "title": "自助缴费暂停服务",
    "short": "自助终端因通信线路中断暂停服务，请到人工窗口或用手机缴费，热线12345。",
    "lead": "因通信线路中断，本市部分自助终端暂停服务。抢修人员已到现场。",
    "until": "今天16:00前",
    "instead": "到各网点一楼人工窗口办理\n用手机缴费\n拨打热线12345",
    "cash": "请到人工窗口，不另收费；咨询电话12345。",
    "bring": "身份证、户号",
    "priority": "老年人、残障人士优先办理。",
}


def run() -> list[Measurement]:
    make_fleet(FLEET)
    sites = _outage()
    with served() as port:
        first = _first(port, sites)
        kept = _kept(port, sites)
    return [kept, first, _copy()]


def _kept(port: int, sites: Sequence[Site]) -> Measurement:
    """The front page and an affected site's, in turn, as a crowd asks for them."""
    paths = ["/status/", f"/status/sites/{sites[0].code}/"]
    requests = [_get(paths[number % 2]) for number in range(KEPT_REQUESTS)]
    throughput(port, requests[:500], KEPT_CONNECTIONS)
    rates = [throughput(port, requests, KEPT_CONNECTIONS) for _ in range(3)]
    return Measurement("status page, kept", median(rates), "requests/s", 2_000)


def _first(port: int, sites: Sequence[Site]) -> Measurement:
    """Each site's page once, so that none was kept before; ours and the floor's in turn."""
    codes = iter([site.code for site in sites])
    ours, floors = [], []
    for _ in range(ROUNDS + 1):
        some = list(islice(codes, AFFECTED // (ROUNDS + 1)))
        floors.append(throughput(port, [_get(f"/site/{code}/") for code in some], FIRST_CONNECTIONS))
        ours.append(throughput(port, [_get(f"/status/sites/{code}/") for code in some], FIRST_CONNECTIONS))
    name = "status page of a site, asked for the first time (floor: a bare view of the same rows)"
    return Measurement(name, median(ours[1:]), "requests/s", 0.5, median(floors[1:]))


def _copy() -> Measurement:
    with TemporaryDirectory() as folder:
        began = time.perf_counter()
        count = copying.write(Path(folder), clock.now())
        seconds = time.perf_counter() - began
    name = f"the status page's copy, {FLEET // 10:,} sites of which {AFFECTED} affected ({count:,} files)"
    return Measurement(name, seconds, "s", 60, at_most=True)


def _get(path: str) -> bytes:
    return f"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode()


def _outage() -> list[Site]:
    """A notice about many sites, issued as notices are."""
    now = clock.now()
    one, other = (
        Person.objects.create(username=f"bench-{now.timestamp()}-{n}", name="测试", is_superuser=True) for n in range(2)
    )
    sites = list(Site.objects.filter(code__startswith="B").order_by("code")[:AFFECTED])
    incident = _incident(sites)
    notice = actions.draft("alert", {"zh-hans": WORDS, "en": WORDS}, incident=incident, actor=one, now=now)
    actions.submit(notice, actor=one, now=now)
    actions.approve(notice, actor=other, now=now, seen=notice.version, and_issue=True)
    Heartbeat.objects.update_or_create(name="detect_warnings", defaults={"at": now + timedelta(hours=1)})
    return sites


def _incident(sites: Sequence[Site]) -> Incident:
    now = clock.now()
    policy = EscalationPolicy.objects.create(name=f"bench-{now.timestamp()}")
    incident = Incident.objects.create(
        number=f"BS-{now:%H%M%S%f}", title="通信线路中断", status="responding", scope="regional", category="external",
        cause="NET_DOWN", region_id="310000", began_at=now, opened_at=now, confirmed_at=now, clock_started_at=now,
        clock_due_at=now + timedelta(minutes=30), expected_until=now + timedelta(hours=4), affected_sites=len(sites),
        policy_version=PolicyVersion.objects.create(policy=policy, number=1, steps=[], created_at=now),
    )  # fmt: skip
    IncidentTerminal.objects.bulk_create(
        IncidentTerminal(incident=incident, terminal=terminal, since=now)
        for terminal in Terminal.objects.filter(site__in=sites)
    )
    return incident
