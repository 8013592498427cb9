"""The only writers of the catalogue of channels, and of which of them a substitute sends people to."""

from collections.abc import Collection
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from emergency_ops.lib.errors import Invalid, Refused
from emergency_ops.lib.wording import listed
from incidents.response.actions.substitutes import changing_place, tell
from incidents.response.choices import SubstituteKind
from incidents.response.models import Substitute
from incidents.response.online import emvco, rules
from incidents.response.online.access import require_keeper
from incidents.response.online.models import OnlineChannel, SubstituteChannel
from resources.staff.models import Person

_REASON = 100


def save_channel(channel: OnlineChannel, *, actor: Person, now: datetime, reason: str = "") -> OnlineChannel:
    """Creates a channel or writes it anew; its history keeps who and why. Raises Forbidden, Invalid, or Refused for a taken name."""
    require_keeper(actor)
    check(channel)
    with transaction.atomic():
        if OnlineChannel.objects.exclude(pk=channel.pk).filter(name=channel.name).exists():
            raise Refused("name_taken", _("已有同名的线上渠道。"))
        channel._history_user = actor  # type: ignore[attr-defined]
        channel._history_date = now  # type: ignore[attr-defined]
        channel._change_reason = reason.strip()[:_REASON] or None  # type: ignore[attr-defined]
        channel.save()
    return channel


def check(channel: OnlineChannel) -> None:
    """Raises Invalid for a merchant code that is not what an acquirer issues."""
    try:
        if channel.merchant_code:
            emvco.validate(channel.merchant_code)
    except emvco.BadPayload as error:
        raise Invalid("merchant_code", _("收款码不完整或校验码不符，请核对收单机构给出的原文。")) from error


def name_channels(
    substitute: Substitute, channels: Collection[OnlineChannel], *, actor: Person, now: datetime
) -> Substitute:
    """The channels that an online substitute sends people to; its capacity is theirs. Raises Forbidden, Invalid or Refused."""
    if any(not channel.is_active for channel in channels):
        raise Invalid("channel", _("停用的渠道不能用作替代方案。"))
    with changing_place(substitute, actor=actor, now=now) as (move, row):
        if row.kind != SubstituteKind.ONLINE:
            raise Refused("not_online", _("只有线上替代方案才有线上渠道。"))
        row.named_channels.exclude(channel__in=channels).delete()
        SubstituteChannel.objects.bulk_create(
            (SubstituteChannel(substitute=row, channel=channel) for channel in channels), ignore_conflicts=True
        )
        row.capacity = rules.capacity(channel.capacity_per_hour for channel in channels)
        row.save(update_fields=["capacity"])
        with override(settings.LANGUAGE_CODE):
            names = listed(channel.name for channel in channels) or "—"
        tell(move, row, "channels_named", channels=names)
    return row
