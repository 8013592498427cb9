"""Which code speaks to which channel, and how much each one bears."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from incidents.escalation.choices import Channel

from . import robots, sms, webhook
from .fates import Fate, Sent
from .parcels import Account, Parcel
from .rules import Limit

#: FACTS §5, with a second to spare because the other side counts when a call arrives
TWENTY_A_MINUTE = (Limit(20, 61),)
FEISHU_LIMITS = (Limit(100, 61), Limit(5, 1.1))


@dataclass(frozen=True)
class Adapter:
    """send: once, over the account. limits: how many calls in how many seconds. is_idempotent: a repeat is known as one."""

    send: Callable[[Account, Parcel, datetime], Sent]
    limits: tuple[Limit, ...] = ()
    is_idempotent: bool = False


ADAPTERS: Mapping[str, Adapter] = {
    Channel.WECOM: Adapter(robots.send_wecom, TWENTY_A_MINUTE),
    Channel.DINGTALK: Adapter(robots.send_dingtalk, TWENTY_A_MINUTE),
    Channel.FEISHU: Adapter(robots.send_feishu, FEISHU_LIMITS),
    Channel.SMS: Adapter(sms.send),
    Channel.WEBHOOK: Adapter(webhook.send, is_idempotent=True),
}


def send(account: Account, parcel: Parcel, now: Callable[[], datetime]) -> Sent:
    """Send once; what the other side does not let in is signed afresh and tried a second time, and then that is final."""
    adapter = ADAPTERS[account.channel]
    sent = adapter.send(account, parcel, now())
    return adapter.send(account, parcel, now()) if sent.fate == Fate.AUTH else sent
