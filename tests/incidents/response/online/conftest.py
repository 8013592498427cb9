"""An online substitute whose codes have been made."""

import pytest

from emergency_ops.lib import clock as now_clock
from incidents.response import actions
from incidents.response.online.models import OnlineChannel
from resources.network.models import Site


@pytest.fixture
def place(responding):
    """The incident's only site."""
    return Site.objects.get(terminals__incidents__incident=responding, terminals__code__endswith="-01")


@pytest.fixture
def make_online(responding, manager):
    """make_online(site): an online substitute that is ready."""

    def make(site=None, incident=responding, actor=manager):
        now = now_clock.now()
        row = actions.request_substitute(incident, "online", "微信公众号", actor=actor, now=now, site=site)
        return actions.ready_substitute(row, actor=actor, now=now)

    return make


@pytest.fixture
def online(make_online, place):
    return make_online(place)


@pytest.fixture
def code(online):
    return online.codes.get()


@pytest.fixture
def make_channel(db):
    def make(name="微信公众号", **fields):
        values = {
            "kind": "wechat",
            "finding": "搜索“演示缴费”",
            "steps": "打开公众号\n点“缴费”\n输入户号",
            "documents": "户号",
        }
        return OnlineChannel.objects.create(name=name, **{**values, **fields})

    return make


@pytest.fixture
def drill(responding):
    """The incident, as a drill."""
    responding.is_drill = True
    responding.save(update_fields=["is_drill"])
    return responding
