"""Sends: claimed right before and committed, settled after. What is claimed and never settled is not sent again blindly."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.utils import translation
from django.utils.translation import gettext as _

from incidents.escalation import rules
from incidents.escalation.channels import rules as pacing
from incidents.escalation.channels.actions.outcomes import note_outcome
from incidents.escalation.channels.adapters import ADAPTERS
from incidents.escalation.channels.fates import Fate, Sent
from incidents.escalation.channels.models import ChannelAccount
from incidents.escalation.choices import Channel, MessageState
from incidents.escalation.models import WAITING, OutboxMessage
from incidents.escalation.queries import answered

#: longer than a task may live (CELERY_TASK_TIME_LIMIT), so nobody is still at it
STALE_CLAIM = timedelta(seconds=180)
#: longer than a call takes: until then the next message of an account waits for the one that is being sent
IN_FLIGHT = timedelta(seconds=45)
#: of an account's waiting messages so many are looked at
MOST = 200


@dataclass(frozen=True)
class Claimed:
    """A message of an account that is being sent, and those that go with it, the oldest first."""

    message: OutboxMessage
    folded: Sequence[OutboxMessage]


def claim(message_id: int, *, now: datetime) -> OutboxMessage | None:
    """Take a waiting message for sending and commit that; None when it is not due, held by another worker, or withdrawn here.

    The acknowledgement is read in the same transaction: whoever has been answered gets no message.
    """
    with transaction.atomic():
        waiting = OutboxMessage.objects.filter(pk=message_id, state__in=WAITING, due_at__lte=now)
        found = waiting.select_for_update(skip_locked=True, of=("self",)).select_related("recipient", "account")
        message = found.first()
        if message is None:
            return None
        if answered([message], now):
            message.state = MessageState.WITHDRAWN
            message.save(update_fields=["state"])
            return None
        _take([message], message, now)
        return message


def claim_next(account_id: int, *, now: datetime) -> Claimed | datetime | None:
    """Take the message that an account sends next, one at a time over all workers; when it may send again; None: nothing to do.

    In one transaction, under the account's lock: whether another one is on its way, the account's limits, acknowledgements.
    """
    with transaction.atomic():
        locked = ChannelAccount.objects.filter(pk=account_id).select_for_update(skip_locked=True)
        account = locked.first()
        if account is None or _is_in_flight(account, now):
            return None
        if not account.is_enabled:
            _fail_all(account)
            return None
        if account.held_until and account.held_until > now:
            return account.held_until
        limits = ADAPTERS[account.channel].limits
        free = pacing.free_calls(account.sent_at, limits, now)
        picked = pacing.pick(_waiting(account, now), free, now)
        if picked is None:
            return None
        if free is not None and free <= 0:
            return pacing.free_again_at(account.sent_at, limits, now)
        _take([*picked.folded, picked.lead], picked.lead, now)
        account.sent_at = pacing.kept(account.sent_at, limits, now)
        account.save(update_fields=["sent_at"])
        picked.lead.account = account
        return Claimed(picked.lead, picked.folded)


def settle(message: OutboxMessage, sent: Sent, *, now: datetime) -> None:
    """Write down what became of a claimed message and of those folded into it; a transient failure waits for its next attempt,
    up to the last one, a throttled one for as long as it takes. The account's own standing follows.
    """
    with transaction.atomic():
        if message.account_id is not None:
            note_outcome(message.account_id, sent, now=now)
        mine = OutboxMessage.objects.filter(Q(pk=message.pk) | Q(folded_into=message.pk))
        mine.filter(state=MessageState.SENDING, claimed_at=message.claimed_at).update(**_changes(message, sent, now))


def mark_stale_claims(*, now: datetime) -> int:
    """A claim this old belongs to a worker that died in the middle of a send: its outcome is unknown; how many.

    Where a repeat is known as one it is sent again, a text message is looked up.
    """
    stale = OutboxMessage.objects.filter(state=MessageState.SENDING, claimed_at__lt=now - STALE_CLAIM)
    repeatable = [channel for channel, adapter in ADAPTERS.items() if adapter.is_idempotent]
    again = stale.filter(channel__in=repeatable, attempts__lte=len(rules.SEND_RETRIES))
    number = again.update(state=MessageState.RETRY_WAIT, due_at=now, folded_into=None)
    with translation.override(settings.LANGUAGE_CODE):
        lost = {"state": MessageState.UNKNOWN, "error": _("发送途中程序中断，是否送达未知。")}
    number += stale.filter(channel=Channel.SMS).update(**lost, receipt_due_at=now)
    return number + stale.update(**lost)


def _take(messages: Sequence[OutboxMessage], lead: OutboxMessage, now: datetime) -> None:
    for message in messages:
        message.state, message.claimed_at, message.attempts = MessageState.SENDING, now, message.attempts + 1
        message.folded_into = None if message is lead else lead
        message.save(update_fields=["state", "claimed_at", "attempts", "folded_into"])


def _is_in_flight(account: ChannelAccount, now: datetime) -> bool:
    sending = OutboxMessage.objects.filter(account=account, state=MessageState.SENDING)
    return sending.filter(claimed_at__gt=now - IN_FLIGHT).exists()


def _waiting(account: ChannelAccount, now: datetime) -> list[OutboxMessage]:
    """The account's messages in their order, of very many the urgent ones first; those that an acknowledgement stops are withdrawn."""
    mine = OutboxMessage.objects.filter(account=account, state__in=WAITING).exclude(held_until__gt=now)
    ordered = mine.select_for_update(skip_locked=True, of=("self",)).order_by("-urgent", "created_at", "pk")
    found = sorted(ordered.select_related("recipient")[:MOST], key=lambda one: (one.created_at, one.pk))
    stopped = answered(found, now)
    if stopped:
        OutboxMessage.objects.filter(pk__in=stopped).update(state=MessageState.WITHDRAWN)
    return [one for one in found if one.pk not in stopped]


def _fail_all(account: ChannelAccount) -> None:
    waiting = OutboxMessage.objects.filter(account=account, state__in=WAITING)
    with translation.override(settings.LANGUAGE_CODE):
        waiting.update(state=MessageState.FAILED, error=_("渠道账号已停用。"))


def _changes(message: OutboxMessage, sent: Sent, now: datetime) -> dict[str, Any]:
    """The columns that a fate changes."""
    match sent.fate:
        case Fate.ACCEPTED:
            return {"state": MessageState.ACCEPTED, "sent_at": now, "error": "", **_receipt(message, sent, now)}
        case Fate.UNKNOWN:
            return {"state": MessageState.UNKNOWN, "error": sent.error, **_receipt(message, sent, now)}
        case Fate.THROTTLED if now - message.created_at < pacing.OUT_OF_DATE:
            waits = {"state": MessageState.RETRY_WAIT, "due_at": sent.until or now, "folded_into": None}
            return {**waits, "error": sent.error, "attempts": F("attempts") - 1}
        case Fate.TRANSIENT:
            again = rules.send_again_at(message.attempts, now)
            if again is not None:
                return {
                    "state": MessageState.RETRY_WAIT,
                    "due_at": again,
                    "folded_into": None,
                    "error": sent.error,
                }
    return {"state": MessageState.FAILED, "error": sent.error}


def _receipt(message: OutboxMessage, sent: Sent, now: datetime) -> dict[str, Any]:
    """Text messages have a receipt to be asked for."""
    if message.channel != Channel.SMS:
        return {}
    return {"reference": sent.reference, "receipt_due_at": pacing.receipt_after(0, now), "receipt_checks": 0}
