"""Accounts that are open, and messages in words."""

import pytest

from incidents.escalation.channels.parcels import Account, Addressee, Parcel
from tests.incidents.conftest import OPTIONS
from tests.incidents.escalation.stubs.vendors import KEYS


@pytest.fixture
def account(stubs):
    """account("wecom", **options): an account that is open, with the keys that the stubs know."""

    def make(channel, secrets=None, **options):
        address = f"{stubs.url}/webhook" if channel == "webhook" else stubs.url
        return Account(channel, address, {**OPTIONS.get(channel, {}), **options}, secrets or KEYS[channel])

    return make


@pytest.fixture
def parcel():
    def make(key="k1", **fields):
        defaults = {
            "title": "请A角接警：事件1",
            "body": "三台设备离线。",
            "link": "https://ops.example.cn/incidents/1/",
            "link_label": "查看与接警：",
            "people": [Addressee("张工", "13800000001")],
            "is_call": True,
        }
        return Parcel(key=key, **{**defaults, **fields})

    return make
