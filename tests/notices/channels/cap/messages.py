"""A notice of an outage in Shanghai as plain values, and the schemas where they are at hand."""

from datetime import timedelta
from pathlib import Path

import pytest

from notices.channels.cap import building, reading, writing
from notices.channels.cap.alert import Reference
from notices.channels.cap.areas import Ground
from notices.channels.cap.building import Envelope
from notices.channels.cap.vocabulary import NAMESPACE
from notices.content.told import SiteTold, Told, Words
from tests.conftest import NOON

CONFORMANCE = Path(__file__).resolve().parents[5] / "shared" / "conformance" / "cap"
needs_conformance = pytest.mark.skipif(not CONFORMANCE.is_dir(), reason="the schemas are not here")

WORDS = Words(
    "自助缴费暂停服务", "请到人工窗口缴费。", "因通信线路中断，自助终端暂停服务。", "今天16:00前", "到一楼人工窗口\n拨打热线",
    "人工窗口可收现金", "身份证、户号", "老年人优先",
)  # fmt: skip
ENGLISH = Words(
    "Terminals out of service",
    "Use the counter.",
    "A line is down.",
    "before 16:00",
    "Counter",
    "Counter",
    "ID",
    "Elderly first",
)
EARLIER = Reference("ops.example.cn", "FB-20261123-001.1", "2026-11-23T11:00:00+08:00")


def told(**fields):
    values = {
        "pk": 1, "number": "FB-20261123-002", "kind": "alert", "status": "issued", "is_drill": False, "incident": "YJ-20261123-0001",
        "grade": "II", "category": "external", "region_code": "310101", "region": "黄浦区", "began_at": NOON - timedelta(minutes=20),
        "expected_until": NOON + timedelta(hours=4), "expires_at": NOON + timedelta(hours=12), "issued_at": NOON, "ended_at": None,
        "organisation": "缴费运营中心", "hotline": "95598", "url": "https://ops.example.cn/status/notices/FB-20261123-002/", "issuer": "周发",
        "approver": "钱审", "previous": "", "earlier": (), "words": {"zh-hans": WORDS},
        "sites": (SiteTold("310101-0001", "市民中心", "310101", 3),),
    }  # fmt: skip
    return Told(**{**values, **fields})


def envelope(*references, sent=NOON):
    return Envelope("FB-20261123-002.1", "ops.example.cn", sent, references)


def written(*references, ground=None, **fields):
    return writing.xml(building.issued(told(**fields), ground or Ground(), envelope(*references)))


def tree(document):
    return reading.parsed(document if isinstance(document, bytes) else document.encode())


def values(document, path):
    """The texts of the elements at a path such as info/area/geocode/value."""
    return [
        node.text for node in tree(document).findall("/".join(f"{{{NAMESPACE}}}{name}" for name in path.split("/")))
    ]
