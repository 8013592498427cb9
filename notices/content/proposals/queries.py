"""Reads what the rules of proposals ask about: which incidents, and how they and their notices are."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from incidents.response.choices import RUNNING_STATUSES, Status
from incidents.response.models import Incident
from notices.content import facts
from notices.content.choices import PENDING_STATUSES, NoticeStatus
from notices.content.models import Notice, NoticeText

from .rules import TOLD_UNCONFIRMED, Ended, Pending, Standing, State, decide

#: a person ends a notice so
_BY_PEOPLE = (NoticeStatus.DISCARDED, NoticeStatus.WITHDRAWN)


@dataclass(frozen=True, slots=True)
class Found:
    """An incident's state, the rows behind it, and the facts as they are."""

    state: State
    standing: Notice | None
    pending: Notice | None


def due(now: datetime) -> list[int]:
    """The incidents for which something is to be done, by id; five queries, however many there are."""
    rows = list(_candidates())
    found = states(rows, now)
    return [row.pk for row in rows if decide(found[row.pk].state, now) is not None]


def merged_with_a_notice() -> QuerySet[Notice]:
    """Notices that stand although their incident became a part of another one."""
    stands = Notice.objects.filter(status=NoticeStatus.ISSUED, incident__status=Status.MERGED)
    return stands.select_related("incident__merged_into", "incident__region", "incident__policy_version")


def states(incidents: Iterable[Incident], now: datetime) -> dict[int, Found]:
    """By incident; three queries."""
    rows = list(incidents)
    bases = facts.bases(rows, now)
    by_incident: dict[int, list[Notice]] = defaultdict(list)
    for notice in _notices(rows):
        by_incident[notice.incident_id or 0].append(notice)
    return {row.pk: _found(row, bases[row.pk], by_incident[row.pk]) for row in rows}


def _candidates() -> QuerySet[Incident]:
    """Confirmed ones, grave suspicions, and whatever has a notice that stands or waits."""
    of_it = Notice.objects.filter(incident=OuterRef("pk"))
    open_ones = Q(status__in=[Status.CONFIRMED, Status.RESPONDING]) | Q(
        status=Status.SUSPECTED, grade__in=[str(grade) for grade in TOLD_UNCONFIRMED]
    )
    alive = Exists(of_it.filter(status__in=[NoticeStatus.ISSUED, *PENDING_STATUSES]))
    return Incident.objects.filter(open_ones | Q(alive)).order_by("pk")


def _notices(incidents: Sequence[Incident]) -> QuerySet[Notice]:
    """The newest first, with `is_touched`."""
    by_hand = NoticeText.objects.filter(notice=OuterRef("pk"), saved_by__isnull=False)
    return (
        Notice.objects.filter(incident__in=[incident.pk for incident in incidents])
        .annotate(is_touched=Exists(by_hand))
        .order_by("-pk")
    )


def _found(incident: Incident, basis: dict[str, object], notices: Sequence[Notice]) -> Found:
    standing = next((one for one in notices if one.status == NoticeStatus.ISSUED), None)
    pending = next((one for one in notices if one.status in PENDING_STATUSES), None)
    ended = max((one for one in notices if _counts_as_ended(one, standing)), key=_end, default=None)
    state = State(
        status=incident.status,
        grade=incident.grade,
        expected_until=incident.expected_until,
        basis=basis,
        standing=_standing(standing) if standing else None,
        pending=_pending(pending) if pending else None,
        ended=_ended(ended) if ended else None,
        over_since=None if incident.status in RUNNING_STATUSES else incident.restored_at or incident.closed_at,
    )
    return Found(state, standing, pending)


def _standing(notice: Notice) -> Standing:
    return Standing(notice.kind, notice.basis, notice.issued_at or notice.created_at, notice.expires_at)


def _pending(notice: Notice) -> Pending:
    touched = notice.is_touched  # type: ignore[attr-defined]
    is_ours = notice.created_by_id is None and notice.submitted_by_id is None
    untouched = notice.status == NoticeStatus.DRAFT and is_ours and not touched
    return Pending(notice.kind, notice.reason, notice.basis, notice.created_at, untouched)


def _counts_as_ended(notice: Notice, standing: Notice | None) -> bool:
    """Not what the system itself gave up, nor what came before the notice that stands."""
    if notice.status not in (*_BY_PEOPLE, NoticeStatus.EXPIRED):
        return False
    if notice.status == NoticeStatus.DISCARDED and notice.ended_by_id is None:
        return False
    return standing is None or _end(notice) > (standing.issued_at or standing.created_at, standing.pk)


def _end(notice: Notice) -> tuple[datetime, int]:
    return notice.ended_at or notice.created_at, notice.pk


def _ended(notice: Notice) -> Ended:
    return Ended(notice.kind, notice.reason, notice.basis, _was_declined(notice), notice.created_at)


def _was_declined(notice: Notice) -> bool:
    return notice.status in _BY_PEOPLE
