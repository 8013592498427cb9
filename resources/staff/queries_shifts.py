"""Shifts with what is wrong with them, the days of a calendar, and how duty is shared."""

from datetime import date, datetime, timedelta

from django.db.models import Case, CharField, Count, Exists, F, OuterRef, Q, QuerySet, Sum, Value, When
from django.db.models.lookups import Exact

from .choices import DayRule, ShiftProblem, TrainingResult
from .models import Absence, CalendarDay, Person, Post, Rota, RotaMember, RotaShift, Shift, TrainingRecord
from .queries_duty import known_years, local_day
from .rules.calendar import RESTING, missing_years

#: how far the gap report looks ahead
REPORT_DAYS = 30


def with_problem(shifts: QuerySet[Shift]) -> QuerySet[Shift]:
    """Shifts with `problem`: a ShiftProblem, or empty."""
    return shifts.annotate(problem=_problem(Exists(_absences())))


def _absences() -> QuerySet[Absence]:
    return Absence.objects.filter(person=OuterRef("person"), period__overlap=OuterRef("period"), cancelled_at=None)


def _problem(absent: Q | Exists) -> Case:
    trained = TrainingRecord.objects.filter(
        Q(expires_on=None) | Q(expires_on__gte=OuterRef("day")),
        person=OuterRef("person"),
        training=OuterRef("post__required_training"),
        taken_on__lte=OuterRef("day"),
        result=TrainingResult.PASSED,
        revoked_at=None,
    )
    return Case(
        When(person=None, then=Value(ShiftProblem.UNFILLED)),
        When(person__is_active=False, then=Value(ShiftProblem.CLOSED)),
        When(absent, then=Value(ShiftProblem.ABSENT)),
        When(Q(post__required_training__isnull=False) & ~Exists(trained), then=Value(ShiftProblem.UNTRAINED)),
        default=Value(""),
        output_field=CharField(),
    )


def gaps(shifts: QuerySet[Shift], now: datetime) -> QuerySet[Shift]:
    """Those of the next 30 days with a problem, with post, region and person; `found` is what to filter the problem by.

    All shifts are looked at to find them, so that who is away is found at once; what is shown is worked out for each.
    """
    today = local_day(now)
    coming = Q(day__range=(today, today + timedelta(days=REPORT_DAYS - 1)), period__endswith__gt=now)
    absent = Shift.objects.order_by().filter(coming, Exists(_absences())).values("pk")
    found = shifts.filter(coming).alias(found=_problem(Q(pk__in=absent))).exclude(Exact(F("found"), Value("")))
    return with_problem(found).select_related("post__region", "person")


def unplanned(rotas: QuerySet[Rota], now: datetime) -> QuerySet[RotaShift]:
    """Shifts of rotas in force that hang on the calendar of a year that is missing within the next 30 days."""
    today = local_day(now)
    last = today + timedelta(days=REPORT_DAYS - 1)
    missing = missing_years(today, last, known_years())
    rows = RotaShift.objects.filter(rota__in=rotas, days__in=[DayRule.WORKING, DayRule.RESTING])
    if not missing:
        return rows.none()
    first = max(today, date(missing[0], 1, 1))
    in_force = Q(rota__ends_on=None) | Q(rota__ends_on__gte=first)
    return rows.filter(in_force, rota__starts_on__lte=last).select_related("rota__post__region")


def swap_partners(shift: Shift) -> QuerySet[Person]:
    """Who serves at the same post, in a rota or by a shift to come, other than the shift's own person."""
    members = RotaMember.objects.filter(rota__post=shift.post_id, person=OuterRef("pk"))
    serving = Shift.objects.filter(post=shift.post_id, person=OuterRef("pk"), day__gte=shift.day - timedelta(days=60))
    people = Person.objects.filter(Exists(members) | Exists(serving), is_active=True)
    return people.exclude(pk=shift.person_id) if shift.person_id else people


def fairness(people: QuerySet[Person], posts: QuerySet[Post], since: date, until: date) -> QuerySet[Person]:
    """Those who serve at these posts in [since, until], with duty_minutes, duty_shifts, duty_nights, duty_rests.

    Rests are shifts that begin on a weekend or a holiday of a year that the calendar knows.
    """
    resting = CalendarDay.objects.filter(kind__in=RESTING, day__range=(since, until)).values("day")
    serving = people.filter(shifts__day__range=(since, until), shifts__post__in=posts)
    counted = serving.annotate(
        duty_minutes=Sum("shifts__minutes"),
        duty_shifts=Count("shifts"),
        duty_nights=Count("shifts", filter=Q(shifts__is_night=True)),
        duty_rests=Count("shifts", filter=Q(shifts__day__in=resting)),
    )
    return counted.order_by()
