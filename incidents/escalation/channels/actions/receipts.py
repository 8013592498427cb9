"""Receipts of text messages: asked for at growing intervals until the channel says what became of them."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from incidents.escalation.channels import delivery
from incidents.escalation.channels.fates import Receipt
from incidents.escalation.channels.rules import LOST_AFTER, RECEIPTS, receipt_after
from incidents.escalation.choices import MessageState
from incidents.escalation.models import OutboxMessage

#: states that a receipt may still change
OPEN = (MessageState.ACCEPTED, MessageState.UNKNOWN)


def follow(message_id: int, *, now: datetime) -> bool:
    """Ask once for a receipt that is due and write down what it says; whether it was asked for.

    The next look is planned before this one, so a worker that dies in between loses nothing.
    """
    message = _planned(message_id, now)
    if message is None:
        return False
    with translation.override(settings.LANGUAGE_CODE):
        write(message, delivery.look_up(message), now=now)
    return True


def write(message: OutboxMessage, receipt: Receipt, *, now: datetime) -> None:
    """What a receipt says about a message; one that is not known after some looks stays unknown, and says so."""
    mine = OutboxMessage.objects.filter(pk=message.pk, state__in=OPEN)
    if receipt.delivered:
        mine.update(state=MessageState.DELIVERED, received_at=now, receipt_due_at=None, error="", **_known(receipt))
    elif receipt.is_final:
        error = _("短信未送达：%(code)s") % {"code": receipt.error}
        mine.update(state=MessageState.FAILED, error=error[:300], receipt_due_at=None, **_known(receipt))
    elif receipt.reference:
        ended = message.receipt_checks >= len(RECEIPTS)
        error = _("没有等到送达回执。") if ended else ""
        mine.update(state=MessageState.ACCEPTED, sent_at=message.sent_at or now, error=error, **_known(receipt))
    elif message.state == MessageState.UNKNOWN and message.receipt_checks >= LOST_AFTER and not receipt.error:
        error = _("回执中没有这条短信，可能没有送出。请先向收件人核实，再决定是否重新发送。")
        mine.update(error=error, receipt_due_at=None)


def _planned(message_id: int, now: datetime) -> OutboxMessage | None:
    with transaction.atomic():
        due = OutboxMessage.objects.filter(pk=message_id, state__in=OPEN, receipt_due_at__lte=now)
        found = due.select_for_update(skip_locked=True, of=("self",)).select_related("recipient", "account").first()
        if found is None:
            return None
        found.receipt_checks += 1
        found.receipt_due_at = receipt_after(found.receipt_checks, now)
        found.save(update_fields=["receipt_checks", "receipt_due_at"])
        return found


def _known(receipt: Receipt) -> dict[str, str]:
    return {"reference": receipt.reference[:64]}
