"""An outage in Shanghai that notices can tell of."""

from datetime import timedelta

import pytest

from emergency_ops.lib.roles import Role
from incidents.escalation.models import EscalationPolicy, PolicyVersion
from incidents.response.choices import RUNNING_STATUSES
from incidents.response.models import Incident, IncidentTerminal, Substitute
from notices.content import actions
from notices.content.models import Notice
from tests.conftest import NOON


@pytest.fixture
def policy_version(db):
    policy = EscalationPolicy.objects.create(name="默认")
    return PolicyVersion.objects.create(policy=policy, number=1, steps=[], created_at=NOON)


@pytest.fixture
def make_incident(policy_version, regions):
    """make_incident(site, other_site, category="software", affected=2): the first two terminals of each site are out."""

    def make(*sites, affected=None, number=None, **fields):
        values = {
            "number": number or f"YJ-20261123-{Incident.objects.count() + 1:04d}",
            "title": "通信线路中断", "status": "responding", "scope": "site_wide", "category": "external", "cause": "NET_DOWN",
            "region": regions["310101"], "began_at": NOON - timedelta(minutes=20), "opened_at": NOON, "confirmed_at": NOON,
            "clock_started_at": NOON, "clock_due_at": NOON + timedelta(minutes=30), "affected_sites": len(sites),
            "policy_version": policy_version, "expected_until": NOON + timedelta(hours=4),
        }  # fmt: skip
        incident = Incident.objects.create(**{**values, **fields})
        IncidentTerminal.objects.bulk_create(
            IncidentTerminal(incident=incident, terminal=terminal, since=NOON)
            for site in sites
            for terminal in list(site.terminals.order_by("code"))[:affected]
        )
        return incident

    return make


@pytest.fixture
def incident(make_incident, site):
    return make_incident(site)


@pytest.fixture
def make_substitute(db):
    def make(incident, kind="counter", site=None, **fields):
        values = {"status": "serving", "place": "一楼大厅3号窗口", "hours": "12:30-17:30", "created_at": NOON}
        return Substitute.objects.create(incident=incident, kind=kind, site=site, **{**values, **fields})

    return make


@pytest.fixture
def publisher(make_person):
    return make_person("publisher", Role.PUBLISHER, name="周发")


WORDS = {
    "title": "自助缴费暂停服务", "short": "自助终端暂停服务，请到人工窗口或扫码缴费。", "lead": "因通信线路中断，自助终端暂停服务。",
    "until": "今天16:00前", "instead": "到一楼人工窗口办理\n拨打热线95598", "cash": "请到一楼人工窗口，不另收费；电话95598。",
    "bring": "身份证、户号", "priority": "老年人、残障人士优先办理。",
}  # fmt: skip
ENGLISH = {
    "title": "Payment terminals out of service", "short": "Please pay at the staffed counter.", "lead": "A line is down.",
    "until": "before 16:00 today", "instead": "Counter, ground floor\nHotline 95598", "cash": "Counter; no fee. Phone 95598.",
    "bring": "ID card, account number", "priority": "Elderly and disabled people first.",
}  # fmt: skip


@pytest.fixture
def make_notice(db):
    """make_notice(incident, kind="alert", words={…}, en=True, actor=None, **fields of draft()): a draft."""

    def make(incident=None, kind="alert", *, actor=None, now=NOON, en=False, words=None, **fields):
        texts = {"zh-hans": {**WORDS, **(words or {})}} | ({"en": ENGLISH} if en else {})
        return actions.draft(kind, texts, incident=incident, actor=actor, now=now, **fields)

    return make


@pytest.fixture
def approver(make_person):
    return make_person("approver", Role.COMMANDER, name="钱审")


@pytest.fixture
def issued(publisher, approver):
    """issued(notice, now=NOON): handed in by the publisher, approved and issued by another. The incident of an all-clear is over by then."""

    def make(notice, now=NOON):
        if notice.kind == "all_clear":
            running = Incident.objects.filter(pk=notice.incident_id, status__in=RUNNING_STATUSES)
            running.update(status="restored", restored_at=now)
        actions.submit(notice, actor=publisher, now=now)
        notice = actions.approve(notice, actor=approver, now=now, seen=notice.version, and_issue=True)
        return Notice.objects.get(pk=notice.pk)

    return make
