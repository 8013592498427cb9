"""Calls and messages: accounts of channels, deliveries, an address that acknowledges, endpoints that are told."""

from datetime import timedelta

from incidents.escalation import actions as escalation
from incidents.escalation.channels.actions import links
from incidents.escalation.channels.models import ChannelAccount
from incidents.escalation.channels.sealing import seal
from incidents.escalation.models import EscalationPolicy, Heartbeat, OutboxMessage
from incidents.response.webhooks import actions as webhooks
from incidents.response.webhooks.actions import Target
from incidents.response.webhooks.models import WebhookCall


def add(world):
    now = world.now
    world.account = ChannelAccount.objects.create(
        channel="wecom",
        name="上海市应急值守企业微信群机器人",
        region_id="310000",
        sealed=seal({"key": "k" * 36}),
        created_at=now,
        changed_at=now,
    )
    for _call in range(12):
        escalation.fire_next(now)
    world.message = OutboxMessage.objects.filter(recipient=world.person("manager")).order_by("-pk").first()
    _send(world)
    world.policy = EscalationPolicy.objects.order_by("pk").first()
    for name in ("detect_warnings", "fire_deadlines", "audit"):
        Heartbeat.objects.update_or_create(name=name, defaults={"at": now})
    _webhook(world)


def _send(world):
    waiting = OutboxMessage.objects.exclude(channel="in_app").order_by("pk")
    call = OutboxMessage.objects.create(
        idempotency_key="world:call", recipient=world.someone, channel="email", subject_kind="incident",
        subject_id=world.incident.pk, title="请接警：" + world.incident.title, body="全部终端离线。", link="/incidents/",
        due_at=world.now, created_at=world.now,
    )  # fmt: skip
    world.link_token = links.issue(call, now=world.now)
    for number, message in enumerate(waiting[:12]):
        state = ("sent", "failed", "unknown")[number % 3]
        fields = {"state": state, "error": "" if state == "sent" else "550 mailbox unavailable"}
        OutboxMessage.objects.filter(pk=message.pk).update(**fields)


def _webhook(world):
    admin, now = world.person("administrator"), world.now
    target = Target("上级应急平台事件总线", "https://bus.example.cn/hooks/emergency", [], None, False, True)
    world.endpoint, _secret = webhooks.save_endpoint(None, target, actor=admin, now=now - timedelta(hours=1))
    webhooks.try_out(world.endpoint, actor=admin, now=now)
    for number, entry in enumerate(world.incident.timeline.order_by("pk")[:4]):
        state, error = (("accepted", ""), ("failed", "HTTP 503 Service Unavailable"))[number % 2]
        world.webhook_call = WebhookCall.objects.create(
            endpoint=world.endpoint, entry=entry, state=state, error=error, attempts=2, due_at=now, created_at=now
        )
