"""One send over an account, and one look at a receipt. Nothing here writes to the database."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from emergency_ops.lib import clock
from incidents.escalation.models import OutboxMessage

from . import adapters, sms
from .fates import Fate, Receipt, Sent
from .packing import opened, pack
from .sealing import Sealed


def send(message: OutboxMessage, folded: Sequence[OutboxMessage] = (), token: str = "") -> Sent:
    """Send a claimed message, with those that are folded into it, over its account. Never raises for what a server does."""
    if message.account is None or not message.account.is_enabled:
        return Sent(Fate.PERMANENT, _("渠道账号已停用。"))
    try:
        account = opened(message.account)
    except Sealed:
        return Sent(Fate.PERMANENT, unreadable())
    return adapters.send(account, pack(message, folded, token), clock.now)


def look_up(message: OutboxMessage) -> Receipt:
    """Ask what became of a text message."""
    if message.account is None or message.claimed_at is None:
        return Receipt(None, is_final=False)
    try:
        account = opened(message.account)
    except Sealed:
        return Receipt(None, is_final=False, error=unreadable())
    return sms.look_up(account, pack(message), message.reference, message.claimed_at, clock.now())


def unreadable() -> str:
    return _("系统密钥已更换，账号的密钥无法解密，请重新填写。")
