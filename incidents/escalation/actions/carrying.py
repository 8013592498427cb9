"""Memos of people and things become messages: in the app, and over the channel that each person likes best.

What is somebody's own (an absence, a training that expires) is never told in a group.
"""

from datetime import datetime

from django.db import transaction

from incidents.escalation.channels.routing import routes
from incidents.escalation.choices import ACCOUNT_CHANNELS, PERSONAL_CHANNELS, Urgency
from incidents.escalation.contact.queries import told_over, usable_channels
from incidents.escalation.models import OutboxMessage
from resources.staff.models import Memo

from .messages import Letter, rows_of

MEMO = "memo"
BATCH = 200


def carry_next(now: datetime) -> int:
    """Put the memos that have waited longest into the outbox; how many. Two carriers at once take different ones.

    Message and mark commit together, and a memo's messages have keys of their own: it arrives once.
    """
    with transaction.atomic():
        waiting = Memo.objects.filter(carried_at=None).order_by("created_at", "pk")
        memos = list(waiting.select_for_update(skip_locked=True, of=("self",)).select_related("recipient")[:BATCH])
        usable = usable_channels((MEMO, 0)) & PERSONAL_CHANNELS
        over = told_over([memo.recipient for memo in memos], usable=usable, urgency=Urgency.NOTE, now=now)
        ways = routes(ACCOUNT_CHANNELS, MEMO, 0)
        rows = [
            row
            for memo in memos
            for row in rows_of(_letter(memo), over[memo.recipient_id], ways, f"{MEMO}:{memo.pk}", now)
        ]
        OutboxMessage.objects.bulk_create(rows, ignore_conflicts=True)
        Memo.objects.filter(pk__in=[memo.pk for memo in memos]).update(carried_at=now)
    return len(memos)


def _letter(memo: Memo) -> Letter:
    return Letter(memo.recipient, MEMO, memo.pk, memo.title, memo.body, memo.link, stop_on_acknowledgement=False)
