"""Reads of absences, handovers and covers."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from .access_absences import absences_for, covers_for, handovers_for, managed_by
from .actions.handing import STANDING
from .choices import HandoverState
from .models import Absence, Cover, Handover, Person, StaffEvent


def listed_absences(person: Person) -> QuerySet[Absence]:
    """What a person sees, with how many posts are handed over, how many of these wait for an answer or met with an objection,
    and whether the person decides on it (`decides`)."""
    return (
        absences_for(person)
        .annotate(
            decides=Exists(managed_by(person).filter(pk=OuterRef("person"))),
            posts=_handovers(~Q(state=HandoverState.CANCELLED)),
            waiting=_handovers(Q(state=HandoverState.PROPOSED)),
            impossible=_handovers(Q(state=HandoverState.IMPOSSIBLE)),
            objected=_handovers(Q(state=HandoverState.DECLINED)),
        )
        .select_related("person")
    )


def _handovers(wanted: Q) -> Coalesce:
    """How many handovers of an absence are wanted: a subquery, so that only the rows of a page are counted."""
    rows = Handover.objects.filter(wanted, absence=OuterRef("pk")).order_by().values("absence")
    return Coalesce(Subquery(rows.annotate(number=Count("pk")).values("number")), 0)


def listed_handovers(person: Person) -> QuerySet[Handover]:
    return handovers_for(person).select_related("absence", "post", "giver", "taker")


def listed_covers(person: Person) -> QuerySet[Cover]:
    return covers_for(person).select_related("post__region", "person", "named_by")


def handovers_of(absence: Absence) -> QuerySet[Handover]:
    return absence.handovers.select_related("post", "giver", "taker").order_by("post__function", "post_id")


def covers_in(absence: Absence) -> QuerySet[Cover]:
    """The covers of the posts that the absence touches, in its time."""
    rows = Cover.objects.filter(post__assignments__person=absence.person, cancelled_at=None)
    overlapping = rows.filter(period__overlap=absence.period, post__assignments__validity__overlap=absence.period)
    return overlapping.select_related("post", "person", "named_by").distinct().order_by("period")


def events_of(absence: Absence) -> QuerySet[StaffEvent]:
    """What happened to an absence and its handovers, the newest first."""
    about = StaffEvent.objects.filter(person=absence.person, params__absence=absence.pk)
    return about.select_related("actor", "person").order_by("-at", "-id")


def events_of_handover(handover: Handover) -> QuerySet[StaffEvent]:
    about = StaffEvent.objects.filter(post=handover.post_id, params__handover=handover.pk)
    return about.select_related("actor", "person").order_by("-at", "-id")


def done_meanwhile(handover: Handover, now: datetime) -> QuerySet[StaffEvent]:
    """What the taker changed at the post while they acted, the newest first."""
    period = handover.absence.period
    done = StaffEvent.objects.filter(post=handover.post_id, at__gte=period.lower, at__lt=min(period.upper, now))
    others = done.filter(actor=handover.taker_id).exclude(params__contains={"handover": handover.pk})
    return others.select_related("actor", "person").order_by("-at", "-id")


def waiting_for(person: Person, now: datetime) -> tuple[Sequence[Handover], Sequence[Handover], Sequence[Cover]]:
    """What a person has to do: handovers to answer, to hand back, and where they cover now or soon. Three queries."""
    taken = Handover.objects.filter(taker=person, absence__cancelled_at=None).select_related("absence", "post", "giver")
    answer = taken.filter(state=HandoverState.PROPOSED, absence__period__endswith__gt=now).order_by("due_at")
    give_back = taken.filter(state__in=STANDING, absence__period__endswith__lte=now).order_by("absence__period")
    covers = Cover.objects.filter(person=person, cancelled_at=None, period__endswith__gt=now)
    return list(answer), list(give_back), list(covers.select_related("post").order_by("period")[:5])
