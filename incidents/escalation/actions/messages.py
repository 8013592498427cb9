"""Messages: queued with the change that caused them, claimed right before the send, settled after it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from emergency_ops.lib.errors import Refused
from incidents.escalation import rules
from incidents.escalation.access import require_policy_maker
from incidents.escalation.choices import Channel, MessageState
from incidents.escalation.mail import Fate, Sent
from incidents.escalation.models import OutboxMessage
from incidents.escalation.queries import standing_acknowledgement
from resources.staff.models import Person

log = structlog.get_logger(__name__)

#: longer than a task may live (CELERY_TASK_TIME_LIMIT), so nobody is still at it
STALE_CLAIM = timedelta(seconds=180)


@dataclass(frozen=True)
class Letter:
    """A message to be queued: to whom, about which subject, in which words.

    link: the path of a page. Without stop_on_acknowledgement it is sent although somebody has acknowledged.
    """

    recipient: Person
    subject_kind: str
    subject_id: int
    title: str
    body: str
    link: str
    stop_on_acknowledgement: bool = True

    def over(self, channel: str, key: str, now: datetime) -> OutboxMessage:
        """The row of this message over a channel, not saved. In-app: the row is the delivery."""
        state, error = _first_state(channel, self.recipient)
        return OutboxMessage(
            idempotency_key=key,
            channel=channel,
            recipient=self.recipient,
            subject_kind=self.subject_kind,
            subject_id=self.subject_id,
            stop_on_acknowledgement=self.stop_on_acknowledgement,
            title=self.title[:200],
            body=self.body,
            link=self.link,
            state=state,
            error=error,
            due_at=now,
            created_at=now,
            sent_at=now if state == MessageState.ACCEPTED else None,
        )


def queue_letter(letter: Letter, channels: Iterable[str], *, key: str, now: datetime) -> None:
    """Put a letter in the outbox, once a channel, in the caller's transaction. One statement; what is there already stays."""
    rows = [letter.over(channel, f"{key}:{channel}", now) for channel in channels]
    OutboxMessage.objects.bulk_create(rows, ignore_conflicts=True)


def queue_message(
    *,
    key: str,
    channel: str,
    recipient: Person,
    subject_kind: str,
    subject_id: int,
    title: str,
    body: str,
    link: str,
    now: datetime,
    stop_on_acknowledgement: bool = True,
) -> OutboxMessage | None:
    """Put one message in the outbox, in the caller's transaction; None when one with this key (at most 120) is there already.

    E-mail: a sweep sends it; to somebody without an address it has failed, visibly.
    """
    if OutboxMessage.objects.filter(idempotency_key=key).exists():
        return None
    letter = Letter(recipient, subject_kind, subject_id, title, body, link, stop_on_acknowledgement)
    OutboxMessage.objects.bulk_create([letter.over(channel, key, now)], ignore_conflicts=True)
    return OutboxMessage.objects.get(idempotency_key=key)


def _first_state(channel: str, recipient: Person) -> tuple[MessageState, str]:
    if channel == Channel.IN_APP:
        return MessageState.ACCEPTED, ""
    if channel != Channel.EMAIL:
        return MessageState.FAILED, _("没有启用这个渠道。")
    if not recipient.email:
        return MessageState.FAILED, _("收件人没有登记邮箱。")
    return MessageState.QUEUED, ""


def mark_read(person: Person, *, now: datetime, subject: tuple[str, int] | None = None) -> int:
    """Mark one's own in-app messages (those about a subject: kind, id) as read; how many changed."""
    mine = OutboxMessage.objects.filter(recipient=person, channel=Channel.IN_APP, read_at=None)
    if subject is not None:
        mine = mine.filter(subject_kind=subject[0], subject_id=subject[1])
    return mine.update(read_at=now)


def claim(message_id: int, *, now: datetime) -> OutboxMessage | None:
    """Take a waiting message for sending and commit that; None when it is not due, held by another worker, or withdrawn here.

    The acknowledgement is read in the same transaction: whoever has been answered gets no message.
    """
    with transaction.atomic():
        waiting = OutboxMessage.objects.filter(
            pk=message_id, state__in=[MessageState.QUEUED, MessageState.RETRY_WAIT], due_at__lte=now
        )
        message = waiting.select_for_update(skip_locked=True, of=("self",)).select_related("recipient").first()
        if message is None:
            return None
        if message.stop_on_acknowledgement and standing_acknowledgement(message.subject_kind, message.subject_id, now):
            message.state = MessageState.WITHDRAWN
            message.save(update_fields=["state"])
            return None
        message.state = MessageState.SENDING
        message.claimed_at = now
        message.attempts += 1
        message.save(update_fields=["state", "claimed_at", "attempts"])
        return message


def settle(message: OutboxMessage, sent: Sent, *, now: datetime) -> None:
    """Write down what became of a claimed message; a transient failure waits for its next attempt, up to the last one."""
    message.error = sent.error
    match sent.fate:
        case Fate.ACCEPTED:
            message.state, message.sent_at = MessageState.ACCEPTED, now
        case Fate.UNKNOWN:
            message.state = MessageState.UNKNOWN
        case Fate.PERMANENT:
            message.state = MessageState.FAILED
        case Fate.TRANSIENT:
            again = rules.send_again_at(message.attempts, now)
            message.state = MessageState.FAILED if again is None else MessageState.RETRY_WAIT
            message.due_at = again or message.due_at
    changed = OutboxMessage.objects.filter(pk=message.pk, state=MessageState.SENDING, claimed_at=message.claimed_at)
    changed.update(state=message.state, sent_at=message.sent_at, due_at=message.due_at, error=message.error)


def mark_stale_claims(*, now: datetime) -> int:
    """A claim this old belongs to a worker that died in the middle of a send: its outcome is unknown; how many."""
    stale = OutboxMessage.objects.filter(state=MessageState.SENDING, claimed_at__lt=now - STALE_CLAIM)
    with translation.override(settings.LANGUAGE_CODE):
        return stale.update(state=MessageState.UNKNOWN, error=_("发送途中程序中断，是否送达未知。"))


def send_again(message_id: int, *, actor: Person, now: datetime) -> OutboxMessage:
    """A person's decision about a message that failed or whose fate nobody knows: it is queued once more, from the first attempt."""
    require_policy_maker(actor)
    with transaction.atomic():
        message = OutboxMessage.objects.select_for_update().get(pk=message_id)
        if message.state not in (MessageState.FAILED, MessageState.UNKNOWN):
            raise Refused("not_failed", gettext_lazy("只有失败或结果未知的消息可以重新发送。"))
        message.state, message.attempts, message.due_at, message.error = MessageState.QUEUED, 0, now, ""
        message.save(update_fields=["state", "attempts", "due_at", "error"])
        log.info("message_sent_again", message=message.pk, actor=actor.pk)
        return message
