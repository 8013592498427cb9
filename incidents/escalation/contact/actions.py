"""The only writers of how somebody wants to be reached, and of messages that try it out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import structlog
from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from emergency_ops.lib.errors import Forbidden, Invalid, Refused
from incidents.escalation.actions.messages import Letter, queue_letter
from incidents.escalation.channels.models import ChannelHandle
from incidents.escalation.choices import PERSONAL_CHANNELS, Channel
from incidents.escalation.models import ContactPreference, OutboxMessage
from resources.staff.models import Person

from .access import manages
from .queries import handles_of, usable_channels
from .rules import DEFAULT_ORDER, Delivery, Quiet
from .storing import address_of, stored_quiet

log = structlog.get_logger(__name__)

#: what a message that tries out a channel is about
TRIAL = "contact"
#: one trial a channel within so many seconds
TRIAL_EVERY = 60
MOST_QUIET = 8


@dataclass(frozen=True)
class Wanted:
    """What somebody enters. order: channels, the dearest first; off: those for urgent messages only. handles: channel -> their id
    there, "" for none."""

    order: Sequence[str]
    off: Sequence[str]
    quiet: Sequence[Quiet]
    handles: Mapping[str, str]


def save_wishes(person: Person, wanted: Wanted, *, actor: Person, now: datetime) -> ContactPreference:
    """Raises Forbidden for whoever neither is the person nor manages them, Invalid for channels that nobody can order."""
    _require(actor, person)
    if set(wanted.order) != set(DEFAULT_ORDER) or len(wanted.order) != len(DEFAULT_ORDER):
        raise Invalid("order", gettext_lazy("每个渠道须有且只有一个顺序。"))
    if len(wanted.quiet) > MOST_QUIET:
        raise Invalid("quiet", gettext_lazy("静默时段最多8个。"))
    with transaction.atomic():
        Person.objects.select_for_update().only("pk").get(pk=person.pk)
        _save_handles(person, wanted.handles)
        saved, _created = ContactPreference.objects.update_or_create(
            person=person,
            defaults={
                "order": list(wanted.order),
                "off": sorted(set(wanted.off) & set(DEFAULT_ORDER)),
                "quiet": stored_quiet(wanted.quiet),
                "changed_at": now,
                "changed_by": actor,
            },
        )
    log.info("contact_preference_saved", person=person.pk, actor=actor.pk)
    return saved


def try_out(person: Person, channel: str, *, actor: Person, now: datetime) -> None:
    """Send somebody a message that says that it only tries a channel out. Raises Refused without an address, and twice a minute."""
    _require(actor, person)
    if channel not in usable_channels((TRIAL, person.pk)) or channel == Channel.IN_APP:
        raise Refused("not_set_up", gettext_lazy("没有启用这个渠道，请联系系统管理员。"))
    if not address_of(person, channel, handles_of(person)):
        raise Refused("no_address", gettext_lazy("还没有这个渠道的地址，请先填写并保存。"))
    key = f"{TRIAL}:{person.pk}:{channel}:{int(now.timestamp()) // TRIAL_EVERY}"
    if OutboxMessage.objects.filter(idempotency_key__startswith=key).exists():
        raise Refused("too_soon", gettext_lazy("一分钟内只能发送一次测试消息。"))
    with translation.override(settings.LANGUAGE_CODE):
        title, body = _("测试消息：通知渠道可用"), _("收到这条消息，说明应急通知能通过此渠道送达您。无需处理。")
    letter = Letter(person, TRIAL, person.pk, title, body, "", stop_on_acknowledgement=False, urgent=True)
    queue_letter(letter, [Delivery(channel, now)], key=key, now=now)


def _save_handles(person: Person, handles: Mapping[str, str]) -> None:
    for channel, value in handles.items():
        if channel in PERSONAL_CHANNELS or channel not in DEFAULT_ORDER:
            raise Invalid("handle", gettext_lazy("此渠道没有成员 ID。"))
        if value:
            ChannelHandle.objects.update_or_create(person=person, channel=channel, defaults={"value": value})
        else:
            ChannelHandle.objects.filter(person=person, channel=channel).delete()


def _require(actor: Person, person: Person) -> None:
    if actor.pk != person.pk and not manages(actor, person):
        raise Forbidden("role", gettext_lazy("只能修改自己或所管人员的通知偏好。"))
