"""Lists of dispatches, with what a row needs in one query."""

from datetime import datetime
from typing import Any

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from incidents.response.models import Incident, TimelineEntry
from incidents.response.queries import family
from resources.staff.models import Person

from .access import dispatches_for
from .choices import BOUND, LIVE, REFUSED, DispatchState
from .models import Dispatch

#: in the order in which people look at them
ORDER = (
    DispatchState.OFFERED,
    DispatchState.UNDER_WAY,
    DispatchState.ACCEPTED,
    DispatchState.ON_SITE,
    DispatchState.DECLINED,
    DispatchState.UNANSWERED,
    DispatchState.WITHDRAWN,
    DispatchState.RELEASED,
)


def listed(person: Person) -> QuerySet[Dispatch]:
    """Those that the person sees, with the names that a row shows."""
    rank = Case(
        *(When(state=state, then=Value(number)) for number, state in enumerate(ORDER)), output_field=IntegerField()
    )
    rows = dispatches_for(person).annotate(rank=rank)
    return rows.select_related("incident", "site__region", "person", "offered_by")


def of_incident(person: Person, incident: Incident) -> QuerySet[Dispatch]:
    rows: QuerySet[Any] = listed(person).filter(incident=incident)
    return rows.order_by("site__code", "rank", "-offered_at")


def unstaffed(dispatches: QuerySet[Dispatch]) -> QuerySet[Dispatch]:
    """Those that nobody has taken over after a refusal."""
    return dispatches.filter(state__in=REFUSED, followed_by=None)


def mine(person: Person) -> QuerySet[Dispatch]:
    """What binds a person or waits for their answer, the most urgent first."""
    rows = Dispatch.objects.filter(person=person, state__in=LIVE).select_related("incident", "site__region", "transfer")
    return rows.prefetch_related("equipment__depot").order_by("answered_at", "needed_by", "offered_at")


def mine_before(person: Person, rows: int = 10) -> list[Dispatch]:
    """What a person was asked for last and is over."""
    over = Dispatch.objects.filter(person=person).exclude(state__in=LIVE)
    return list(over.select_related("incident", "site").order_by("-offered_at", "-pk")[:rows])


def current(person: Person) -> Dispatch | None:
    """What binds a person now; of several the one that they are nearest to ending."""
    return Dispatch.objects.filter(person=person, state__in=BOUND).order_by("-on_site_at", "-started_at").first()


def late(now: datetime) -> Q:
    """Under way and expected earlier."""
    return Q(state=DispatchState.UNDER_WAY, expected_at__lt=now)


def history(dispatch: Dispatch) -> QuerySet[TimelineEntry]:
    """What timelines tell of this dispatch, the newest first; after a merge that of the former incident too."""
    incidents = family(dispatch.incident)
    rows = TimelineEntry.objects.filter(incident__in=incidents, kind="dispatch", params__dispatch=dispatch.pk)
    return rows.select_related("actor", "acting_for").order_by("-at", "-id")
