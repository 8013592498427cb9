"""What a send says about its account."""

from datetime import datetime

from incidents.escalation.channels.fates import Fate, Sent
from incidents.escalation.channels.models import ChannelAccount
from incidents.escalation.channels.rules import PAUSE
from incidents.escalation.choices import Channel


def note_outcome(account_id: int, sent: Sent, *, now: datetime) -> None:
    """Keep the last success, or the last error in words; a robot that throttles or fails is left alone for a while.

    A text message's limits are its recipient's, so they hold up nobody else.
    """
    account = ChannelAccount.objects.select_for_update().get(pk=account_id)
    if sent.fate == Fate.ACCEPTED:
        account.last_success_at = now
    else:
        account.last_error_at, account.last_error = now, sent.error
    if account.channel != Channel.SMS and sent.fate == Fate.THROTTLED:
        account.held_until = sent.until
    if account.channel != Channel.SMS and sent.fate == Fate.TRANSIENT:
        account.held_until = now + PAUSE
    account.save(update_fields=["last_success_at", "last_error_at", "last_error", "held_until"])
