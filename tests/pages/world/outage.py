"""Terminals that report, a line that fails, the incidents that follow."""

from datetime import timedelta

from incidents.monitoring import rows
from incidents.monitoring.choices import SignalKind, WarningEventKind
from incidents.monitoring.models import MinuteWindow, Signal, TerminalState, Warning
from incidents.response import actions
from incidents.response.actions.opening import Finding, create
from incidents.response.command import actions as command
from incidents.response.diagnosis import actions as diagnosis
from incidents.response.dispatch import actions as dispatch
from incidents.response.dispatch.actions import Order
from incidents.response.joining import actions as joining
from incidents.response.tasks.models import Task
from resources.attachments.models import Attachment
from resources.network.models import Site, Terminal
from resources.staff.models import Person

from .files import photo

LONG = "上海市徐汇区天平街道社区卫生服务中心（衡山路分院）门诊大厅自助缴费区"


def add(world):
    world.sites = list(Site.objects.filter(region__code__startswith="3101").order_by("code"))
    world.site, world.other_site = world.sites[0], world.sites[5]
    Site.objects.filter(pk=world.site.pk).update(name=LONG)
    world.site.refresh_from_db()
    world.terminal = world.site.terminals.order_by("code").first()
    _report(world)
    _warn(world)
    _open(world)
    _work(world)
    _others(world)


def _report(world):
    down = set(world.site.terminals.values_list("pk", flat=True))
    terminals = list(Terminal.objects.order_by("pk"))
    conditions = ["in_service", "in_service", "in_service", "degraded", "in_service", "out_of_service"]
    TerminalState.objects.bulk_create(
        TerminalState(
            terminal=one,
            seq=1,
            seen=b"",
            at=world.now - timedelta(minutes=25 if one.pk in down else 0),
            received_at=world.now - timedelta(minutes=25 if one.pk in down else 0),
            last_heard_at=world.now - timedelta(minutes=25 if one.pk in down else 0),
            interval=60,
            device="online",
            condition="offline" if one.pk in down else conditions[number % len(conditions)],
        )
        for number, one in enumerate(terminals)
    )
    MinuteWindow.objects.bulk_create(
        MinuteWindow(
            minute=(world.now - timedelta(minutes=minute)).replace(second=0, microsecond=0),
            terminal=one,
            method=method,
            ok=5,
            failed=minute % 3,
        )
        for one in terminals[:40]
        for minute in range(1, 50, 7)
        for method in ("wechat", "alipay", "cash")
    )


def _warn(world):
    at = world.now - timedelta(minutes=22)
    terminals = list(world.site.terminals.order_by("code"))
    memory = {"kind": "silence", "by": "site", "key": world.site.code, "method": "", "codes": []}
    world.warning = Warning.objects.create(
        key=f"site:{world.site.code} silence",
        scope="site_wide",
        category="external",
        cause="silence",
        site=world.site,
        region=world.site.region,
        opened_at=at,
        began_at=at,
        memory=memory,
    )
    rows.cover(world.warning, [one.pk for one in terminals], at)
    Signal.objects.bulk_create(
        Signal(warning=world.warning, terminal=one, kind=SignalKind.SILENCE, code="silence", began_at=at)
        for one in terminals
    )
    rows.tell(world.warning, WarningEventKind.OPENED, len(terminals), at)


def _open(world):
    manager, at = world.person("manager"), world.now - timedelta(minutes=20)
    world.incident = actions.open_from_warning(world.warning, at)
    actions.confirm(world.incident, actor=manager, now=at + timedelta(minutes=3))
    world.incident = actions.activate(
        world.incident, "2", actor=world.person("commander"), now=at + timedelta(minutes=5)
    )
    actions.acknowledge(world.incident, actor=manager, now=at + timedelta(minutes=6))
    text = "现场确认：电信线路中断，运营商抢修中，@李敏 请协调移动网络备用路由，预计两小时恢复。"
    actions.note(world.incident, text, actor=world.person("commander"), now=world.now, uploads=[photo("机柜.jpg")])
    until = world.now + timedelta(hours=2)
    actions.expect_until(world.incident, until, actor=manager, now=world.now, text="运营商口头答复")
    world.attachment = Attachment.objects.order_by("pk").last()


def _work(world):
    manager, field, now = world.person("manager"), world.person("field_staff"), world.now
    world.task = Task.objects.filter(incident=world.incident).order_by("pk").first()
    Task.objects.filter(pk__in=list(Task.objects.order_by("pk").values_list("pk", flat=True)[:3])).update(
        assignee=field
    )
    order = Order(site=world.site, person=field, purpose="repair", function="on_site", override_reason="就近，先到先查")
    world.dispatch = dispatch.offer(world.incident, order, actor=manager, now=now)
    dispatch.accept(world.dispatch, actor=field, now=now)
    order = Order(
        site=world.site,
        person=Person.objects.get(username="on-site-31-b"),
        purpose="repair",
        function="on_site",
        override_reason="支援",
    )
    world.offered = dispatch.offer(world.incident, order, actor=manager, now=now)
    command.take_over(world.incident, "commander", actor=manager, now=now, text="现场协调需要")
    world.transfer_of_command = command.propose(
        world.incident,
        world.person("commander"),
        summary="线路中断，窗口已开。",
        questions="何时恢复？",
        actor=manager,
        now=now,
    )
    codes = [one.code for one in world.site.terminals.order_by("code")[:2]]
    sent = diagnosis.send("status", codes, actor=manager, now=now, incident=world.incident)
    world.command = next(iter(sent))


def _others(world):
    manager, now = world.person("manager"), world.now
    found = Finding([], [world.other_site.code], "hardware", now, "扫码头批量失灵", "多位用户反映扫码无反应。")
    world.suspected = create(manager, now, found)
    joining.relate(world.incident, world.suspected, "related", actor=manager, now=now, text="同一机房")
    found = Finding([], [world.sites[6].code], "software", now - timedelta(hours=3), "支付页面白屏", "升级后出现。")
    ended = create(manager, now - timedelta(hours=3), found)
    actions.confirm(ended, actor=manager, now=now - timedelta(hours=3))
    actions.activate(ended, "3", actor=manager, now=now - timedelta(hours=3))
    world.ended = actions.restore(ended, actor=manager, now=now, text="已回退版本", overruled="现场已试付成功")
