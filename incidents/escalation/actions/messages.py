"""Messages: queued with the change that caused them, read, sent once more by hand."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import structlog
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from emergency_ops.lib.errors import Refused
from emergency_ops.lib.live import changed
from incidents.escalation.access import require_policy_maker
from incidents.escalation.channels.models import ChannelAccount
from incidents.escalation.channels.routing import Routes, routes
from incidents.escalation.choices import ACCOUNT_CHANNELS, PERSONAL_CHANNELS, Channel, MessageState, StopRule
from incidents.escalation.contact.rules import Delivery
from incidents.escalation.models import OutboxMessage
from resources.staff.models import Person

log = structlog.get_logger(__name__)

#: what a message loses that is sent once more
AFRESH = ["account", "state", "attempts", "due_at", "error", "folded_into", "reference", "receipt_due_at"]


@dataclass(frozen=True)
class Letter:
    """A message to be queued: to whom, about which subject, in which words.

    link: the path of a page. Without stop_on_acknowledgement it is sent although somebody has acknowledged; stops_on (a
    StopRule value) says which decision must be there besides for it to be stopped. for_all: the body for a group in which it
    speaks to several, where it is another; title_for_all: its title then.
    """

    recipient: Person
    subject_kind: str
    subject_id: int
    title: str
    body: str
    link: str
    stop_on_acknowledgement: bool = True
    urgent: bool = False
    stops_on: str = StopRule.ACKNOWLEDGED
    for_all: str = ""
    title_for_all: str = ""

    def over(self, delivery: Delivery, key: str, now: datetime, account: ChannelAccount | None = None) -> OutboxMessage:
        """The row of this message over a channel (and an account), not saved. In-app: the row is the delivery."""
        state, error = _first_state(delivery.channel, self.recipient, account)
        return OutboxMessage(
            idempotency_key=key,
            channel=delivery.channel,
            account=account,
            instead_of=delivery.instead_of,
            held_until=delivery.due_at if delivery.due_at > now else None,
            stops_on=self.stops_on,
            recipient=self.recipient,
            urgent=self.urgent or self.stop_on_acknowledgement,
            subject_kind=self.subject_kind,
            subject_id=self.subject_id,
            stop_on_acknowledgement=self.stop_on_acknowledgement,
            title=self.title[:200],
            body=self.body,
            link=self.link,
            state=state,
            error=error,
            due_at=delivery.due_at,
            created_at=now,
            sent_at=now if state == MessageState.ACCEPTED else None,
        )


def queue_letter(
    letter: Letter, deliveries: Sequence[Delivery], *, key: str, now: datetime, people: Collection[Person] = ()
) -> None:
    """Put a letter in the outbox in the caller's transaction: once a channel, or once an account of a channel that reaches a
    group or a system. One statement; what is there already stays.

    people: whom a group's message is for, when it is not the recipient alone.
    """
    ways = routes([one.channel for one in deliveries], letter.subject_kind, letter.subject_id)
    OutboxMessage.objects.bulk_create(rows_of(letter, deliveries, ways, key, now, people), ignore_conflicts=True)


def rows_of(
    letter: Letter,
    deliveries: Sequence[Delivery],
    ways: Routes,
    key: str,
    now: datetime,
    people: Collection[Person] = (),
) -> list[OutboxMessage]:
    """The rows of a letter, not saved; see queue_letter."""
    rows = [row for one in deliveries for row in _rows(letter, one, ways, key, now)]
    for row in rows:
        row.mentions = [] if row.channel in PERSONAL_CHANNELS else [one.pk for one in people or [letter.recipient]]
    return rows


def queue_letters(letters: Sequence[tuple[Letter, Sequence[Delivery], str]], *, group_key: str, now: datetime) -> None:
    """The same for several people who are told of one thing, each with the key of their own messages: a group gets one message
    that mentions all of them, as soon as the first of them may be told."""
    groups: dict[str, list[tuple[Letter, Delivery]]] = defaultdict(list)
    for letter, deliveries, key in letters:
        queue_letter(letter, [one for one in deliveries if one.channel in PERSONAL_CHANNELS], key=key, now=now)
        for one in deliveries:
            if one.channel not in PERSONAL_CHANNELS:
                groups[one.channel].append((letter, one))
    for told in groups.values():
        letter, first = min(told, key=lambda pair: pair[1].due_at)
        if len(told) > 1 and letter.for_all:
            letter = replace(letter, body=letter.for_all, title=letter.title_for_all or letter.title)
        queue_letter(letter, [first], key=group_key, now=now, people=[one.recipient for one, _delivery in told])


def _rows(letter: Letter, delivery: Delivery, ways: Routes, key: str, now: datetime) -> list[OutboxMessage]:
    channel, accounts = delivery.channel, ways.get(delivery.channel, ())
    if channel in PERSONAL_CHANNELS or not accounts:
        return [letter.over(delivery, f"{key}:{channel}", now, next(iter(accounts), None))]
    return [letter.over(delivery, f"{key}:{channel}:{account.pk}", now, account) for account in accounts]


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

    A sweep sends it; to somebody without an address, or over a channel without an account, it has failed, visibly.
    """
    if OutboxMessage.objects.filter(idempotency_key=key).exists():
        return None
    letter = Letter(recipient, subject_kind, subject_id, title, body, link, stop_on_acknowledgement)
    account = next(iter(routes([channel], subject_kind, subject_id).get(channel, ())), None)
    OutboxMessage.objects.bulk_create([letter.over(Delivery(channel, now), key, now, account)], ignore_conflicts=True)
    return OutboxMessage.objects.get(idempotency_key=key)


def _first_state(channel: str, recipient: Person, account: ChannelAccount | None) -> tuple[MessageState, str]:
    if channel == Channel.IN_APP:
        return MessageState.ACCEPTED, ""
    if channel in ACCOUNT_CHANNELS and account is None:
        return MessageState.FAILED, _("没有启用这个渠道。")
    if channel == Channel.EMAIL and not recipient.email:
        return MessageState.FAILED, _("收件人没有登记邮箱。")
    if channel == Channel.SMS and not recipient.phone:
        return MessageState.FAILED, _("收件人没有登记手机号。")
    return MessageState.QUEUED, ""


def mark_read(person: Person, *, now: datetime, subject: tuple[str, int] | None = None) -> int:
    """Mark one's own in-app messages (those about a subject: kind, id) as read; how many changed."""
    mine = OutboxMessage.objects.filter(recipient=person, channel=Channel.IN_APP, read_at=None)
    if subject is not None:
        mine = mine.filter(subject_kind=subject[0], subject_id=subject[1])
    count = mine.update(read_at=now)
    if count:
        changed(f"inbox.{person.pk}")
    return count


def send_again(message_id: int, *, actor: Person, now: datetime) -> OutboxMessage:
    """A person's decision about a message that failed or whose fate nobody knows: it is queued once more, from the first attempt."""
    require_policy_maker(actor)
    with transaction.atomic():
        message = OutboxMessage.objects.select_for_update().get(pk=message_id)
        if message.state not in (MessageState.FAILED, MessageState.UNKNOWN):
            raise Refused("not_failed", gettext_lazy("只有失败或结果未知的消息可以重新发送。"))
        message.account = _account_of(message)
        message.state, message.attempts, message.due_at, message.error = MessageState.QUEUED, 0, now, ""
        message.folded_into, message.reference, message.receipt_due_at = None, "", None
        message.save(update_fields=AFRESH)
        log.info("message_sent_again", message=message.pk, actor=actor.pk)
        return message


def _account_of(message: OutboxMessage) -> ChannelAccount | None:
    """The account that it had, or the one that there is by now. Raises Refused where there is none in use."""
    if message.channel not in ACCOUNT_CHANNELS:
        return None
    if message.account is not None and message.account.is_enabled:
        return message.account
    found = routes([message.channel], message.subject_kind, message.subject_id)[message.channel]
    if not found:
        raise Refused("no_account", gettext_lazy("没有可用的渠道账号，请系统管理员先在“消息渠道”中启用。"))
    return found[0]
