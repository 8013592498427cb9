"""Payments added up by region, method and ten minutes, so that a day of a large fleet is read at once.

A report may reach us late, so a period is added up again and again: every turn while it lasts, then once after each of LAGS.
A day is added up when none of its periods is due any more.
"""

import time
from datetime import date, datetime, timedelta
from datetime import time as time_of_day
from typing import Final

from django.db import connection, transaction

from emergency_ops.lib.clock import SHANGHAI
from resources.network.regions import WHOLE_COUNTRY

from .models import PaymentDay, PaymentSum, SummedPeriod

PERIOD: Final = timedelta(minutes=10)
#: how long after its end a period is looked at again: the last time when no report of it is accepted any more (intake.limits)
LAGS: Final = (timedelta(minutes=2), timedelta(hours=1), timedelta(hours=6), timedelta(hours=25))
#: how far back is looked for periods that are to be added up
REACH: Final = LAGS[-1] + timedelta(hours=3)
#: a turn stops here; what is left comes with the next one
BUDGET_SECONDS: Final = 20.0

#: a site may stand in a city or province itself, or in a district of no city; a region that is missing gets no row
_SUM = """
INSERT INTO incidents_paymentsum (region_code, start, method, ok, failed)
SELECT CASE WHEN GROUPING(district) = 0 THEN district WHEN GROUPING(city) = 0 THEN city
            WHEN GROUPING(province) = 0 THEN province ELSE '000000' END, %(start)s, method, sum(ok), sum(failed)
FROM (
    SELECT CASE WHEN right(site.region_id, 2) <> '00' THEN site.region_id END AS district,
           CASE WHEN substr(site.region_id, 3, 2) <> '00' THEN left(site.region_id, 4) || '00' END AS city,
           CASE WHEN site.region_id <> '000000' THEN left(site.region_id, 2) || '0000' END AS province,
           paid.method, sum(paid.ok) AS ok, sum(paid.failed) AS failed
    FROM incidents_minutewindow paid
    JOIN resources_terminal terminal ON terminal.id = paid.terminal_id
    JOIN resources_site site ON site.id = terminal.site_id
    WHERE paid.minute >= %(start)s AND paid.minute < %(end)s
    GROUP BY site.region_id, paid.method
) AS by_region
GROUP BY GROUPING SETS ((district, method), (city, method), (province, method), (method))
HAVING NOT (GROUPING(district) = 0 AND district IS NULL) AND NOT (GROUPING(city) = 0 AND city IS NULL)
   AND NOT (GROUPING(province) = 0 AND province IS NULL)
"""

#: days that are looked for; of older ones the ten minutes may be gone in part
DAYS_BACK: Final = 6
_SUM_DAY = """
INSERT INTO incidents_paymentday (region_code, day, method, ok, failed)
SELECT region_code, %(day)s, method, sum(ok), sum(failed)
FROM incidents_paymentsum WHERE start >= %(start)s AND start < %(end)s
GROUP BY region_code, method
ON CONFLICT DO NOTHING
"""


def period_of(moment: datetime) -> datetime:
    """The start of the ten minutes in which an instant lies."""
    return moment - timedelta(minutes=moment.minute % 10, seconds=moment.second, microseconds=moment.microsecond)


def is_due(start: datetime, summed_at: datetime | None, now: datetime) -> bool:
    """Whether a period is to be added up (again)."""
    end = start + PERIOD
    if summed_at is None or now < end:
        return True
    return any(summed_at < end + lag <= now for lag in LAGS)


def due_periods(now: datetime) -> list[datetime]:
    """The starts of the periods that are to be added up, the newest first. One query."""
    newest = period_of(now)
    done = dict(SummedPeriod.objects.filter(start__gt=newest - REACH).values_list("start", "summed_at"))
    starts = [newest - PERIOD * number for number in range(int(REACH / PERIOD))]
    return [start for start in starts if is_due(start, done.get(start), now)]


def sum_due(now: datetime, budget: float = BUDGET_SECONDS) -> int:
    """Adds up what is due; how many periods that were."""
    until = time.monotonic() + budget
    count = 0
    for start in due_periods(now):
        if count and time.monotonic() > until:
            break
        count += sum_period(start, now)
    return count


def sum_period(start: datetime, now: datetime) -> bool:
    """Adds up one period anew; False where somebody else is doing it."""
    SummedPeriod.objects.get_or_create(start=start, defaults={"summed_at": now})
    with transaction.atomic():
        if not SummedPeriod.objects.select_for_update(skip_locked=True).filter(start=start).first():
            return False
        PaymentSum.objects.filter(start=start).delete()
        with connection.cursor() as cursor:
            cursor.execute(_SUM, {"start": start, "end": start + PERIOD})
        SummedPeriod.objects.filter(start=start).update(summed_at=now)
    return True


def days_due(now: datetime) -> list[date]:
    """Days that are over, whose ten minutes are not added up again, and that have no row yet, the oldest first. Two queries."""
    today = (now - LAGS[-1] - PERIOD).astimezone(SHANGHAI).date()
    over = [today - timedelta(days=number) for number in range(DAYS_BACK, 0, -1)]
    done = set(
        PaymentDay.objects.filter(region_code=WHOLE_COUNTRY, day__in=over).order_by().values_list("day", flat=True)
    )
    waiting = {start.astimezone(SHANGHAI).date() for start in due_periods(now)}
    return [day for day in over if day not in done | waiting]


def sum_days(now: datetime) -> int:
    """Adds up what is due by day; how many rows that made. A day without a payment makes none and is asked for again."""
    return sum(sum_day(day) for day in days_due(now))


def sum_day(day: date) -> int:
    """Adds up a day of ten minutes. What is there already stays, so that two may do it at once."""
    start = datetime.combine(day, time_of_day(), SHANGHAI)
    with connection.cursor() as cursor:
        cursor.execute(_SUM_DAY, {"day": day, "start": start, "end": start + timedelta(days=1)})
        return int(cursor.rowcount)
