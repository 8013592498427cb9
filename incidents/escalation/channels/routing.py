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
    enabled = _enabled(channels)
    return _by_channel(channels, enabled, region_of(subject_kind, subject_id) if enabled else "")


def routes_in(channels: Iterable[str], region_code: str) -> Routes:
    """The same for a message about something in a region."""
    return _by_channel(channels, _enabled(channels), region_code)


def _enabled(channels: Iterable[str]) -> list[ChannelAccount]:
    wanted = [channel for channel in channels if channel in ACCOUNT_CHANNELS]
    enabled = ChannelAccount.objects.filter(channel__in=wanted, is_enabled=True).order_by("pk")
    return list(enabled) if wanted else []


def _by_channel(channels: Iterable[str], enabled: Sequence[ChannelAccount], region_code: str) -> Routes:
    return {channel: _route(channel, enabled, region_code) for channel in channels if channel in ACCOUNT_CHANNELS}


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
