"""Which accounts carry a message about a subject: those of the smallest area around it."""

from collections.abc import Iterable, Mapping, Sequence

from incidents.escalation.choices import ACCOUNT_CHANNELS, Channel
from incidents.escalation.registry import subject_ports

from .models import ChannelAccount
from .rules import nearest

Routes = Mapping[str, Sequence[ChannelAccount]]


def routes(channels: Iterable[str], subject_kind: str, subject_id: int) -> Routes:
    """The accounts that a message takes, by channel; nothing for channels without an account.

    Every robot and webhook of the nearest area gets it, a text message goes over one account. No query for other channels.
    """
    wanted = [channel for channel in channels if channel in ACCOUNT_CHANNELS]
    if not wanted:
        return {}
    enabled = list(ChannelAccount.objects.filter(channel__in=wanted, is_enabled=True).order_by("pk"))
    region = region_of(subject_kind, subject_id) if enabled else ""
    return {channel: _route(channel, enabled, region) for channel in wanted}


def region_of(subject_kind: str, subject_id: int) -> str:
    """The region of a subject, "" where it has none (memos, the system itself)."""
    port = subject_ports().get(subject_kind)
    described = port.describe([subject_id]).get(subject_id) if port else None
    return described.region_code if described else ""


def _route(channel: str, enabled: Sequence[ChannelAccount], region: str) -> Sequence[ChannelAccount]:
    mine = [account for account in enabled if account.channel == channel]
    serving = nearest([(account, account.region_id) for account in mine], region)
    if channel != Channel.SMS:
        return serving
    return (serving or ([] if region else mine))[:1]
