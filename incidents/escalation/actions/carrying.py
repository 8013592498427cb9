"""Memos of people and things become messages: in the app, and by e-mail where there is an address."""

from datetime import datetime

from django.db import transaction

from incidents.escalation.choices import Channel
from incidents.escalation.models import OutboxMessage
from resources.staff.models import Memo

from .messages import Letter

MEMO = "memo"
BATCH = 200


def carry_next(now: datetime) -> int:
    """Put the memos that have waited longest into the outbox; how many. Two carriers at once take different ones.

    Message and mark commit together, and a memo's messages have keys of their own: it arrives once.
    """
    with transaction.atomic():
        waiting = Memo.objects.filter(carried_at=None).order_by("created_at", "pk")
        memos = list(waiting.select_for_update(skip_locked=True, of=("self",)).select_related("recipient")[:BATCH])
        messages = [message for memo in memos for message in _messages(memo, now)]
        OutboxMessage.objects.bulk_create(messages, ignore_conflicts=True)
        Memo.objects.filter(pk__in=[memo.pk for memo in memos]).update(carried_at=now)
    return len(memos)


def _messages(memo: Memo, now: datetime) -> list[OutboxMessage]:
    letter = Letter(memo.recipient, MEMO, memo.pk, memo.title, memo.body, memo.link, stop_on_acknowledgement=False)
    channels = [Channel.IN_APP, Channel.EMAIL] if memo.recipient.email else [Channel.IN_APP]
    return [letter.over(channel, f"{MEMO}:{memo.pk}:{channel}", now) for channel in channels]
