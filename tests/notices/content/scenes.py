"""An outage that notices tell of, in plain values."""

from datetime import timedelta

from notices.content.scene import Planned, Scene, Stand
from tests.conftest import NOON

COUNTER = Stand("counter", "一楼大厅3号窗口", "12:30-17:30")
ONLINE = Stand("online", "微信公众号", "")


def scene(**fields):
    values = {
        "region": "黄浦区", "scope": "site_wide", "cause": "通信线路中断", "method": "", "places": ("黄浦区中心医院",), "sites": 1,
        "terminals": 3, "began_at": NOON, "expected_until": NOON + timedelta(hours=4), "restored_at": None, "ways": (COUNTER,),
        "takes_cash": True, "scans": False, "hotline": "12345", "organisation": "自助缴费运营中心", "now": NOON,
        "url": "https://notices.example.cn/status/", "faq": "https://notices.example.cn/faq/",
    }  # fmt: skip
    return Scene(**{**values, **fields})


def planned(**fields):
    values = {
        "region": "黄浦区", "places": ("黄浦区中心医院",), "sites": 1, "began_at": NOON, "until": NOON + timedelta(hours=6),
        "work": "更换网络设备", "hotline": "12345", "organisation": "自助缴费运营中心",
        "url": "https://notices.example.cn/status/", "faq": "https://notices.example.cn/faq/",
    }  # fmt: skip
    return Planned(**{**values, **fields})
