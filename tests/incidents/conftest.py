"""Stub servers of the channels, and accounts whose keys they know."""

import pytest

from incidents.escalation.channels.models import ChannelAccount
from incidents.escalation.channels.sealing import seal
from tests.conftest import NOON
from tests.incidents.escalation.stubs import StubServer
from tests.incidents.escalation.stubs.vendors import KEYS

OPTIONS = {
    "sms": {
        "access_key_id": KEYS["sms"]["access_key_id"],
        "sign_name": "应急中心",
        "call_template": "SMS_1001",
        "notice_template": "SMS_1002",
    }
}


@pytest.fixture
def stubs(settings):
    with StubServer(patience=1.5) as server:
        settings.CHANNEL_ADDRESSES = server.addresses
        yield server


@pytest.fixture
def make_account(regions, stubs):
    """make_account("wecom", region="310000"): a row with the keys that the stubs know; region None: everywhere."""

    def make(channel, name="应急群", region=None, **fields):
        address = f"{stubs.url}/webhook" if channel == "webhook" else ""
        defaults = {"address": address, "options": OPTIONS.get(channel, {}), "sealed": seal(KEYS[channel])}
        times = {"created_at": NOON, "changed_at": NOON}
        return ChannelAccount.objects.create(
            channel=channel, name=name, region_id=region, **{**defaults, **times, **fields}
        )

    return make
