"""Marks on an axis of time, in Shanghai's time, labelled as people write them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.utils import dateformat
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from emergency_ops.lib.clock import SHANGHAI

_MINUTES: Final = (1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720)
_DAYS: Final = (1, 2, 7, 14, 28, 56, 91, 182, 364)
_DAY: Final = timedelta(days=1)
#: a Monday, from which weeks are counted
_MONDAY: Final = datetime(2024, 1, 1, tzinfo=SHANGHAI)


@dataclass(frozen=True, slots=True)
class TimeTick:
    """label: the time of day, or the date where a step is a day or more. sub: the date (the year), where it is a new one."""

    at: datetime
    label: str
    sub: str = ""


def time_ticks(start: datetime, end: datetime, most: int) -> list[TimeTick]:
    """At most `most` marks at full hours, midnights or Mondays from `start` to `end`."""
    step = _step(end - start, most)
    found: list[TimeTick] = []
    seen = ""
    for at in _marks(start.astimezone(SHANGHAI), end, step):
        label, above = (day(at), f"{at:%Y}") if step >= _DAY else (f"{at:%H:%M}", day(at))
        found.append(TimeTick(at, label, above if above != seen and (step < _DAY or seen) else ""))
        seen = above
    return found


def day(moment: datetime) -> str:
    """11月22日; 22 Nov in English."""
    return dateformat.format(moment.astimezone(SHANGHAI), pgettext("day of an axis", "n月j日"))


def moment_words(moment: datetime) -> str:
    """11月22日 14:05, as in a sentence."""
    return f"{day(moment)} {moment.astimezone(SHANGHAI):%H:%M}"


def lasting(span: timedelta) -> str:
    """How long, to the minute: 35分钟, 2小时5分钟, 3天4小时."""
    minutes = max(0, round(span.total_seconds() / 60))
    days, rest = divmod(minutes, 1440)
    hours, left = divmod(rest, 60)
    if days:
        return (
            _("%(days)d天%(hours)d小时") % {"days": days, "hours": hours} if hours else _("%(days)d天") % {"days": days}
        )
    if hours:
        parts = {"hours": hours, "minutes": left}
        return _("%(hours)d小时%(minutes)d分钟") % parts if left else _("%(hours)d小时") % parts
    return _("%(minutes)d分钟") % {"minutes": left}


def _step(span: timedelta, most: int) -> timedelta:
    steps = (*(timedelta(minutes=count) for count in _MINUTES), *(timedelta(days=count) for count in _DAYS))
    return next((step for step in steps if span / step <= most), steps[-1])


def _marks(start: datetime, end: datetime, step: timedelta) -> Iterator[datetime]:
    """Midnight and Monday are marks wherever they can be."""
    since = start - _MONDAY
    at = _MONDAY + (since // step) * step
    while at <= end:
        if at >= start:
            yield at
        at += step
