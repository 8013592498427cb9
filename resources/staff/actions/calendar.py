"""The writers of the official calendar: a year from the package, a year by hand, one day corrected."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime

import chinese_calendar
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from emergency_ops.lib.errors import Invalid, Refused
from resources.staff import events
from resources.staff.access_duty import require_calendar_editor
from resources.staff.choices import DayKind, DayRule
from resources.staff.models import CalendarDay, Person, Rota
from resources.staff.queries_duty import known_years
from resources.staff.rules.calendar import DayFact, Span, days_of_year, ordinary, year_of

HOLIDAY_NAMES = {
    "New Year's Day": "元旦",
    "Spring Festival": "春节",
    "Tomb-sweeping Day": "清明节",
    "Labour Day": "劳动节",
    "Dragon Boat Festival": "端午节",
    "National Day": "国庆节",
    "Mid-autumn Festival": "中秋节",
    "Anti-Fascist 70th Day": "抗战胜利纪念日",
}


def seed_year(year: int, *, actor: Person | None, now: datetime) -> int:
    """Load a year from the chinesecalendar package; how many days changed. Days that people entered stay.

    Raises Forbidden, and Refused for a year that the package does not know (it is not announced yet, or the package is old).
    """
    require_calendar_editor(actor)
    facts = _of_package(year)
    with transaction.atomic():
        by_hand = set(CalendarDay.objects.filter(day__year=year, by_hand=True).values_list("day", flat=True))
        changed = _store([fact for fact in facts if fact.day not in by_hand], by_hand=False)
        if changed:
            events.write("calendar_loaded", at=now, actor=actor, year=year, days=changed)
            _replan()
    return changed


def enter_year(
    year: int, holidays: Iterable[Span], makeup_days: Mapping[date, str], *, actor: Person | None, now: datetime
) -> int:
    """Write a whole year as its announcement says; all other days are what their weekday says. How many days changed.

    Raises Forbidden and Invalid (a day of another year, a day that is both a holiday and a make-up day).
    """
    require_calendar_editor(actor)
    spans = list(holidays)
    _check_year(year, spans, makeup_days)
    with transaction.atomic():
        changed = _store(year_of(year, spans, makeup_days), by_hand=True)
        if changed:
            events.write("calendar_entered", at=now, actor=actor, year=year, days=changed)
            _replan()
    return changed


def correct_day(day: date, *, kind: str, name: str, actor: Person | None, now: datetime) -> CalendarDay:
    """Correct one day of a year that is known; the day's history keeps what it was.

    Raises Forbidden, and Refused for a day of a year that is not known: one day would make the rest look known.
    """
    require_calendar_editor(actor)
    with transaction.atomic():
        found = CalendarDay.objects.select_for_update().filter(day=day).first()
        if found is None:
            raise Refused("year_missing", _("%(year)s年的节假日安排尚未载入，请先载入或录入全年安排。"), year=day.year)
        if (found.kind, found.name) == (kind, name):
            return found
        before = found.kind
        found.kind, found.name, found.by_hand = kind, name, True
        found._history_user = actor  # type: ignore[attr-defined]
        found._history_date = now  # type: ignore[attr-defined]
        found.save(update_fields=["kind", "name", "by_hand"])
        events.write(
            "calendar_corrected", at=now, actor=actor, day=day.isoformat(), day_kind_before=before, day_kind=kind
        )
        _replan()
    return found


def _of_package(year: int) -> list[DayFact]:
    """Raises Refused where the package does not know the year, and for one whose announcement it only has in part."""
    try:
        details = [(day, chinese_calendar.get_holiday_detail(day)) for day in days_of_year(year)]
    except NotImplementedError as error:
        raise Refused(
            "year_unknown",
            _("%(year)s年的节假日安排尚未发布，或日历包还没有收录。国务院发布后可在此页按公告录入。"),
            year=year,
        ) from error
    return [_fact(day, rests, name) for day, (rests, name) in details]


def _fact(day: date, rests: bool, name: str | None) -> DayFact:
    shown = HOLIDAY_NAMES.get(str(name), str(name)) if name else ""
    if rests:
        return DayFact(day, DayKind.HOLIDAY if name else DayKind.WEEKEND, shown)
    return DayFact(day, DayKind.MAKEUP if name else ordinary(day), shown)


def _check_year(year: int, holidays: Collection[Span], makeup_days: Mapping[date, str]) -> None:
    days = [*makeup_days, *(day for span in holidays for day in (span.first, span.last))]
    for day in days:
        if day.year != year:
            raise Invalid("other_year", _("%(day)s不在%(year)s年。"), day=day.isoformat(), year=year)
    if not holidays:
        raise Invalid("no_holidays", _("请按公告列出%(year)s年的节假日。"), year=year)
    for day in makeup_days:
        if any(span.first <= day <= span.last for span in holidays):
            raise Invalid("both", _("%(day)s既是节假日又是调休上班日，请更正。"), day=day.isoformat())


def _store(facts: Iterable[DayFact], *, by_hand: bool) -> int:
    """Write the days that differ from what is there."""
    wanted = {fact.day: fact for fact in facts}
    known = {row.day: row for row in CalendarDay.objects.select_for_update().filter(day__in=wanted)}
    changed = [
        CalendarDay(day=fact.day, kind=fact.kind, name=fact.name, by_hand=by_hand)
        for fact in wanted.values()
        if fact.day not in known or (known[fact.day].kind, known[fact.day].name) != (fact.kind, fact.name)
    ]
    CalendarDay.objects.bulk_create(
        changed, update_conflicts=True, unique_fields=["day"], update_fields=["kind", "name", "by_hand"]
    )
    return len(changed)


def _replan() -> None:
    """Have the sweep plan the rotas that depend on the calendar anew."""
    Rota.objects.filter(shifts__days__in=[DayRule.WORKING, DayRule.RESTING]).update(planned_until=None)


def loadable_years(this_year: int) -> list[int]:
    """This year and the next, as far as the calendar lacks them. One query."""
    known = known_years()
    return [year for year in (this_year, this_year + 1) if year not in known]
