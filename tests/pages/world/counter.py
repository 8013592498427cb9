"""Substitutes at work: a staffed counter with people waiting, online codes, a hotline with calls."""

from datetime import timedelta

from incidents.response import actions
from incidents.response.counters.actions import calling, issuing
from incidents.response.counters.actions.cash import Counted, count_cash
from incidents.response.counters.actions.checking import tick
from incidents.response.counters.actions.equipping import take_equipment
from incidents.response.counters.actions.issuing import Wish
from incidents.response.counters.actions.setting_up import Settings, set_up
from incidents.response.counters.actions.staffing import Posting, join
from incidents.response.counters.choices import TicketSource
from incidents.response.counters.models import Counter
from incidents.response.hotline import actions as hotline
from incidents.response.hotline.actions import Heard, log_call
from incidents.response.hotline.models import Script
from incidents.response.online.actions import channels, codes
from incidents.response.online.models import OnlineChannel
from resources.inventory.models import Equipment

HALL = "门诊楼一楼东侧大厅导医台旁临时人工缴费服务点（3号、4号窗口）"


def add(world):
    _counter(world)
    _online(world)
    _hotline(world)


def _counter(world):
    manager, now = world.person("manager"), world.now
    row = actions.request_substitute(
        world.incident,
        "counter",
        HALL,
        actor=manager,
        now=now - timedelta(minutes=12),
        site=world.site,
        hours="07:30-17:30",
    )
    set_up(row, Settings(windows=2, priority_windows=1, rate=25), actor=manager, now=now)
    world.counter = Counter.objects.get(pk=row.pk)
    windows = list(world.counter.windows.order_by("number"))
    for person, window in zip((world.person("field_staff"), manager), windows, strict=False):
        posting = Posting(person, now + timedelta(hours=4), window, overruled="人手不足，先行顶岗")
        world.clerk = join(world.counter, posting, actor=manager, now=now)
    item = Equipment.objects.filter(kind="portable_pos", state="in_depot", depot__region__code__startswith="31").first()
    if item is not None:
        take_equipment(world.counter, item, actor=manager, now=now)
    count_cash(world.counter, "out", Counted(amount=50_000, giver=world.person("commander")), actor=manager, now=now)
    for check in world.counter.checks.filter(code=""):
        tick(check, done=True, actor=manager, now=now)
    actions.ready_substitute(row, actor=manager, now=now, overruled="设备随后到")
    world.substitute = actions.serve_substitute(
        row, "首笔缴费成功，凭条号0001", actor=manager, now=now, overruled="先行开窗"
    )
    _queue(world)


def _queue(world):
    manager, now = world.person("manager"), world.now
    for number, category in enumerate(["", "elderly", "", "", "disabled", ""]):
        world.ticket = issuing.issue(
            world.counter, Wish(category), source=TicketSource.SLIP, actor=None, now=now - timedelta(minutes=9 - number)
        )
    world.window = world.counter.windows.order_by("number").first()
    world.window.counter = world.counter
    calling.call_next(world.window, "first", actor=manager, now=now)


def _online(world):
    manager, now = world.person("manager"), world.now
    row = actions.request_substitute(
        world.incident, "online", "微信公众号“沪上缴费”", actor=manager, now=now, site=world.site
    )
    actions.ready_substitute(row, actor=manager, now=now)
    channels.name_channels(row, OnlineChannel.objects.filter(is_active=True)[:2], actor=manager, now=now)
    world.online = actions.serve_substitute(row, "试付成功", actor=manager, now=now)
    world.code = world.online.codes.order_by("pk").first()
    spare = world.site.terminals.order_by("-code").first()
    world.revoked_code = codes.add_code(world.online, spare, "water", actor=manager, now=now)
    codes.revoke(world.revoked_code, "二维码被人遮盖", actor=manager, now=now)
    world.channel = OnlineChannel.objects.order_by("pk").first()


def _hotline(world):
    manager, field, now = world.person("manager"), world.person("field_staff"), world.now
    row = actions.request_substitute(world.incident, "hotline", "021-12345", actor=manager, now=now)
    world.hotline = actions.serve_substitute(row, "试拨接通", actor=manager, now=now)
    hotline.set_up(world.hotline, 4, 60, actor=manager, now=now)
    heard = Heard(at=now, number="13800001234", call_back=True, priority="elderly", told="请到一楼大厅办理")
    world.call = log_call(world.hotline, heard, key="c1", actor=field, now=now)
    world.call_back = world.call.call_back
    log_call(world.hotline, Heard(at=now, told="可用微信缴费"), key="c2", actor=field, now=now)
    world.script = Script.objects.order_by("pk").first()
