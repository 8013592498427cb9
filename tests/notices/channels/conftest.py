"""Stubs of WeChat and Weibo, accounts whose keys they know, notices that are out."""

import pytest

from emergency_ops.lib.clock import now
from incidents.escalation.channels.parcels import Account
from incidents.escalation.channels.sealing import seal
from notices.channels import jobs, queries
from notices.channels.actions import mark_stale
from notices.channels.models import Delivery, PublicAccount
from tests.conftest import NOON
from tests.notices.channels.stubs import PublicStubs
from tests.notices.channels.stubs.wechat import APPID, SECRET, THUMB
from tests.notices.channels.stubs.weibo import TOKEN

OPTIONS = {
    "wechat": {"appid": APPID, "thumb_media_id": THUMB},
    "weibo": {"domain": "127.0.0.1", "rip": "203.0.113.7"},
}
SECRETS = {"wechat": {"secret": SECRET}, "weibo": {"access_token": TOKEN}}


@pytest.fixture
def stubs(settings):
    settings.CHANNEL_SECONDS = 1.0
    with PublicStubs(patience=1.6) as server:
        settings.PUBLIC_CHANNEL_ADDRESSES = server.addresses
        yield server


@pytest.fixture
def opened(stubs):
    """opened("wechat", secrets={…}, **options): an account as the adapters get it."""

    def make(channel, secrets=None, **options):
        return Account(channel, stubs.url, {**OPTIONS[channel], **options}, secrets or SECRETS[channel])

    return make


@pytest.fixture
def make_public_account(db):
    """make_public_account("weibo", region="310000", secrets={…}): a row; region None: the whole country."""

    def make(channel, name="应急中心", region=None, secrets=None, options=None, **fields):
        return PublicAccount.objects.create(
            channel=channel, name=name, region_id=region, options={**OPTIONS[channel], **(options or {})},
            sealed=seal(secrets or SECRETS[channel]), **{"created_at": NOON, "changed_at": NOON, **fields},
        )  # fmt: skip

    return make


@pytest.fixture
def wechat(make_public_account):
    return make_public_account("wechat")


@pytest.fixture
def weibo(make_public_account):
    return make_public_account("weibo")


@pytest.fixture
def notice(make_notice, incident, publisher):
    """A draft for WeChat and Weibo."""
    return make_notice(incident, outlets=["wechat", "weibo"], actor=publisher)


@pytest.fixture
def out(notice, issued):
    """The notice, issued."""
    return issued(notice)


@pytest.fixture
def delivery_of():
    """delivery_of(notice, "weibo", "withdraw"): the row as it is now."""

    def find(notice, channel, operation="publish"):
        return Delivery.objects.get(notice=notice, channel=channel, operation=operation)

    return find


@pytest.fixture
def carry(clock):
    """carry(600): does what falls due within so many seconds, with the clock moved to each time."""

    def run(seconds=0):
        for _second in range(seconds + 1):
            mark_stale(now=now())
            jobs.carry(queries.due_ids(now(), 50))
            clock.shift(1)

    return run
