"""Who is on duty. A shift counts only while its person is not away and their account is in use."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from emergency_ops.lib.clock import SHANGHAI

from .models import Absence, CalendarDay, Person, Post, Rota, RotaMember, Shift

DAYS_OF_A_YEAR = 365
#: how far ahead shifts are written
HORIZON = timedelta(days=60)


def on_duty(posts: Post | Iterable[Post], at: datetime) -> list[Person]:
    """Those who have a shift of the post (of any of the posts) that runs at `at`, by name. One query."""
    wanted = [posts] if isinstance(posts, Post) else list(posts)
    running = Shift.objects.filter(person=OuterRef("pk"), post__in=wanted, period__contains=at)
    return list(_present(Person.objects.filter(Exists(running)), at).order_by("name", "pk"))


def is_on_duty(person: Person, at: datetime) -> bool:
    """Whether a shift of theirs runs at `at`. One query."""
    return bool(people_on_duty([person], at))


def people_on_duty(people: Iterable[Person | int], at: datetime) -> set[int]:
    """Primary keys of those among `people` whose shift runs at `at`. One query.

    Somebody whom no rota plans is never in it: `planned` tells who they are, and what their hours are is the caller's to know.
    """
    running = Shift.objects.filter(person=OuterRef("pk"), period__contains=at)
    ids = [person if isinstance(person, int) else person.pk for person in people]
    found = Person.objects.filter(Exists(running), pk__in=ids)
    return set(_present(found, at).values_list("pk", flat=True))


class Presence(NamedTuple):
    """Of one person at one instant. planned: a rota decides their hours."""

    away: bool
    on_duty: bool
    planned: bool


def presence_of(people: Iterable[Person], at: datetime) -> dict[int, Presence]:
    """By primary key. One query, where `people_on_duty`, `planned` and who is absent are three."""
    running = Shift.objects.filter(person=OuterRef("pk"), period__contains=at)
    rows = Person.objects.filter(pk__in=[person.pk for person in people]).values_list(
        "pk", "is_active", Exists(_absences(at)), Exists(running), Exists(_rotas_in_force(at)), Exists(_to_come(at))
    )
    return {
        pk: Presence(away, active and runs and not away, rota or later) for pk, active, away, runs, rota, later in rows
    }


def planned(people: Iterable[Person], at: datetime) -> set[int]:
    """Primary keys of those among `people` whose hours a rota decides: members of one in force, or with a shift now or later.

    One query.
    """
    known = Person.objects.filter(pk__in=[person.pk for person in people])
    decided = Q(Exists(_rotas_in_force(at))) | Q(Exists(_to_come(at)))
    return set(known.filter(decided).values_list("pk", flat=True))


def _rotas_in_force(at: datetime) -> QuerySet[RotaMember]:
    today = local_day(at)
    return RotaMember.objects.filter(
        Q(rota__ends_on=None) | Q(rota__ends_on__gte=today), person=OuterRef("pk"), rota__starts_on__lte=today
    )


def _to_come(at: datetime) -> QuerySet[Shift]:
    return Shift.objects.filter(person=OuterRef("pk"), period__endswith__gt=at)


def _absences(at: datetime) -> QuerySet[Absence]:
    return Absence.objects.filter(person=OuterRef("pk"), period__contains=at, cancelled_at=None)


def _present(people: QuerySet[Person], at: datetime) -> QuerySet[Person]:
    return people.filter(~Exists(_absences(at)), is_active=True)


def known_years() -> set[int]:
    """The years of which the calendar knows every day. One query."""
    counted = CalendarDay.objects.order_by().values_list("day__year").annotate(days=Count("day"))
    return {year for year, days in counted if days >= DAYS_OF_A_YEAR}


def kinds_between(first: date, last: date) -> dict[date, str]:
    """The kind of every day that the calendar knows. One query."""
    return dict(CalendarDay.objects.filter(day__range=(first, last)).values_list("day", "kind"))


def local_day(at: datetime) -> date:
    return at.astimezone(SHANGHAI).date()


def rotas_due(now: datetime) -> QuerySet[Rota]:
    """Rotas in force that are not planned as far ahead as they should be today."""
    today = local_day(now)
    in_force = Rota.objects.filter(Q(ends_on=None) | Q(ends_on__gte=today), post__is_active=True)
    return in_force.filter(Q(planned_until=None) | Q(planned_until__lt=today + HORIZON)).order_by("pk")
