"""Reads that span the slice's models."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, Max, OuterRef, Prefetch, Q, QuerySet

from resources.staff.models import Person
from resources.staff.queries import Silence

from .channels.models import ChannelAccount
from .choices import PERSONAL_CHANNELS, Channel, DeadlineState, MessageState, StopRule
from .models import WAITING, Acknowledgement, Deadline, EscalationPolicy, OutboxMessage, PolicyVersion, Unreachable
from .registry import Description, describe, subject_ports
from .rules import FAILING_ATTEMPTS, is_held


def standing_acknowledgement(subject_kind: str, subject_id: int, now: datetime) -> Acknowledgement | None:
    """The acknowledgement that holds at `now` and lasts longest, with its person."""
    return (
        Acknowledgement.objects.filter(subject_kind=subject_kind, subject_id=subject_id, expires_at__gt=now)
        .select_related("person", "acting_for")
        .order_by("-expires_at")
        .first()
    )


def held_until(subject_kind: str, subject_id: int, person_id: int, now: datetime) -> datetime | None:
    """Until when somebody has the subject; None where they do not."""
    rows = Acknowledgement.objects.filter(
        subject_kind=subject_kind, subject_id=subject_id, person=person_id, expires_at__gt=now
    )
    return rows.order_by("-expires_at").values_list("expires_at", flat=True).first()


def answered(messages: Collection[OutboxMessage], now: datetime) -> set[int]:
    """Primary keys of those among the messages that an acknowledgement stops. Read right before each send, over every channel.

    One query; one more a subject where a message asks for a decision besides.
    """
    calls = [message for message in messages if message.stop_on_acknowledgement]
    if not calls:
        return set()
    about = Acknowledgement.objects.filter(subject_id__in={call.subject_id for call in calls}, expires_at__gt=now)
    held = set(about.values_list("subject_kind", "subject_id"))
    stopped = [call for call in calls if (call.subject_kind, call.subject_id) in held]
    asking = {(call.subject_kind, call.subject_id) for call in stopped if call.stops_on != StopRule.ACKNOWLEDGED}
    reached = {subject: describe(*subject).reached for subject in asking}
    return {
        call.pk for call in stopped if is_held(call.stops_on, reached.get((call.subject_kind, call.subject_id), ()))
    }


def silences(subject_kind: str, subject_id: int) -> list[Silence]:
    """Who was called for the subject as the A of a post and did not answer in time, and when they were heard of again."""
    rows = Unreachable.objects.filter(subject_kind=subject_kind, subject_id=subject_id)
    return [Silence(row.post_id, row.person_id, row.since, row.answered_at) for row in rows]


def next_round(subject_kind: str, subject_id: int, kind: str) -> int:
    """The first round that no deadline of this kind has used yet."""
    used = Deadline.objects.filter(subject_kind=subject_kind, subject_id=subject_id, kind=kind)
    last = used.aggregate(last=Max("round"))["last"]
    return 0 if last is None else last + 1


def due_message_ids(now: datetime, limit: int) -> list[int]:
    """The messages to single people that wait for a send: the urgent ones, then the others, the longest waiting first."""
    waiting = OutboxMessage.objects.filter(channel__in=PERSONAL_CHANNELS, state__in=WAITING, due_at__lte=now)
    return list(waiting.order_by("-urgent", "due_at").values_list("pk", flat=True)[:limit])


def due_account_ids(now: datetime) -> list[int]:
    """The robots and webhooks that have something to send and are not held at present."""
    waiting = OutboxMessage.objects.filter(state__in=WAITING, due_at__lte=now, account=OuterRef("pk"))
    accounts = ChannelAccount.objects.exclude(channel__in=PERSONAL_CHANNELS).exclude(held_until__gt=now)
    return list(accounts.filter(Exists(waiting)).order_by("pk").values_list("pk", flat=True))


def due_receipt_ids(now: datetime, limit: int) -> list[int]:
    """The text messages whose receipt is to be asked for, the longest waiting first."""
    due = OutboxMessage.objects.filter(receipt_due_at__lte=now).order_by("receipt_due_at")
    return list(due.values_list("pk", flat=True)[:limit])


def covered_ids(subject_kind: str, ids: Collection[int]) -> set[int]:
    """Of these subjects, those with a pending deadline whose handler has not failed again and again."""
    pending = Deadline.objects.filter(
        subject_kind=subject_kind, subject_id__in=ids, state=DeadlineState.PENDING, attempts__lt=FAILING_ATTEMPTS
    )
    return set(pending.values_list("subject_id", flat=True))


def failing_deadlines() -> QuerySet[Deadline]:
    """Pending deadlines whose handler raised, the worst first."""
    return Deadline.objects.filter(state=DeadlineState.PENDING, attempts__gt=0).order_by("-attempts", "due_at")


def overdue_deadlines(before: datetime) -> QuerySet[Deadline]:
    """Deadlines due before an instant that no sweep has touched."""
    return Deadline.objects.filter(state=DeadlineState.PENDING, attempts=0, due_at__lt=before).order_by("due_at")


@dataclass(frozen=True)
class Thread:
    """What somebody was told about one subject: the newest message first, the subject as it stands, who has it.

    acknowledge_link is where a POST acknowledges it, "" when there is no need.
    """

    messages: Sequence[OutboxMessage]
    unread: int
    subject: Description | None
    held_by: Acknowledgement | None

    @property
    def newest(self) -> OutboxMessage:
        return self.messages[0]

    @property
    def earlier(self) -> Sequence[OutboxMessage]:
        return self.messages[1:]

    @property
    def acknowledge_link(self) -> str:
        calls = any(message.stop_on_acknowledgement for message in self.messages)
        wanted = self.subject is not None and self.subject.is_open and self.held_by is None and calls
        return self.subject.acknowledge_link if self.subject and wanted else ""


def unread_count(person: Person) -> int:
    """About how many subjects there is something unread."""
    unread = OutboxMessage.objects.filter(recipient=person, channel=Channel.IN_APP, read_at=None)
    return unread.order_by().values("subject_kind", "subject_id").distinct().count()


def newest_urgent(person: Person) -> int:
    """The primary key of the newest urgent message that somebody has not read, 0 where there is none."""
    unread = OutboxMessage.objects.filter(recipient=person, channel=Channel.IN_APP, read_at=None, urgent=True)
    return unread.order_by("-pk").values_list("pk", flat=True).first() or 0


def inbox(person: Person, *, unread_only: bool = False) -> QuerySet[Any, Any]:
    """The subjects that somebody has messages about, the last told first: {subject_kind, subject_id, newest, unread}."""
    mine = OutboxMessage.objects.filter(recipient=person, channel=Channel.IN_APP).order_by()
    told = mine.values("subject_kind", "subject_id").annotate(
        newest=Max("pk"), unread=Count("pk", filter=Q(read_at=None))
    )
    return (told.filter(unread__gt=0) if unread_only else told).order_by("-newest")


def threads(person: Person, rows: Sequence[Mapping[str, Any]], now: datetime) -> list[Thread]:
    """The threads of rows of `inbox`; one query for the messages and the same few a kind of subject, however many there are."""
    messages: dict[tuple[str, int], list[OutboxMessage]] = defaultdict(list)
    ids = {row["subject_id"] for row in rows}
    mine = OutboxMessage.objects.filter(recipient=person, channel=Channel.IN_APP, subject_id__in=ids)
    for message in mine.order_by("-pk"):
        messages[message.subject_kind, message.subject_id].append(message)
    subjects, held = _subjects_of(rows, now)
    keys = [((row["subject_kind"], row["subject_id"]), row["unread"]) for row in rows]
    return [Thread(messages[key], unread, subjects.get(key), held.get(key)) for key, unread in keys]


def _subjects_of(
    rows: Sequence[Mapping[str, Any]], now: datetime
) -> tuple[dict[tuple[str, int], Description], dict[tuple[str, int], Acknowledgement]]:
    """Descriptions and standing acknowledgements; of several the one that lasts longest."""
    subjects: dict[tuple[str, int], Description] = {}
    held: dict[tuple[str, int], Acknowledgement] = {}
    for kind, port in subject_ports().items():
        ids = {row["subject_id"] for row in rows if row["subject_kind"] == kind}
        if ids:
            subjects |= {(kind, pk): found for pk, found in port.describe(ids).items()}
            standing = Acknowledgement.objects.filter(subject_kind=kind, subject_id__in=ids, expires_at__gt=now)
            ordered = standing.select_related("person", "acting_for").order_by("expires_at")
            held |= {(kind, row.subject_id): row for row in ordered}
    return subjects, held


def messages_of(subject_kind: str, subject_id: int) -> QuerySet[OutboxMessage]:
    """All messages about a subject with their recipients, the newest first."""
    about = OutboxMessage.objects.filter(subject_kind=subject_kind, subject_id=subject_id)
    return about.select_related("recipient", "account").order_by("-created_at", "-id")


def acknowledgements_of(subject_kind: str, subject_id: int) -> QuerySet[Acknowledgement]:
    given = Acknowledgement.objects.filter(subject_kind=subject_kind, subject_id=subject_id)
    return given.select_related("person", "acting_for").order_by("-at")


def next_deadline(subject_kind: str, subject_id: int) -> Deadline | None:
    pending = Deadline.objects.filter(subject_kind=subject_kind, subject_id=subject_id, state=DeadlineState.PENDING)
    return pending.order_by("due_at").first()


def policies() -> QuerySet[EscalationPolicy]:
    """All policies with their versions, in the order in which they are tried, the default last, then the retired; two queries."""
    versions = PolicyVersion.objects.select_related("created_by").order_by("-number")
    ordered = EscalationPolicy.objects.order_by("is_retired", "is_default", "rank", "pk")
    return ordered.prefetch_related(Prefetch("versions", versions))


def troubled_messages(since: datetime) -> QuerySet[OutboxMessage]:
    """Messages since then that failed, wait for another attempt, or whose fate nobody knows, with their recipients."""
    states = [MessageState.RETRY_WAIT, MessageState.FAILED, MessageState.UNKNOWN]
    troubled = OutboxMessage.objects.filter(state__in=states, created_at__gt=since)
    return troubled.select_related("recipient", "account").order_by("-created_at", "-id")
