"""How instants and durations read on a screen. Pure: the present is an argument."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

#: less than this is left: the clock turns to a warning
SOON = timedelta(minutes=10)
_MINUTE, _HOUR, _DAY = 60, 3600, 86400


class ClockState(StrEnum):
    RUNNING = "running"
    SOON = "soon"
    LATE = "late"
    MET = "met"
    LAPSED = "lapsed"
    MISSED = "missed"


@dataclass(frozen=True)
class Reading:
    """What a clock shows: seconds left (running, soon), over (late), or used (met, lapsed, missed)."""

    state: ClockState
    seconds: int


def read_clock(
    started: datetime, due: datetime, stopped: datetime | None, now: datetime, *, lapsed: bool = False
) -> Reading:
    """The clock that runs from `started` to `due` and was stopped at `stopped`, or runs still. `lapsed`: what stopped it is gone."""
    if stopped is not None:
        state = ClockState.MISSED if stopped > due else ClockState.LAPSED if lapsed else ClockState.MET
        return Reading(state, _seconds(stopped - started))
    if now > due:
        return Reading(ClockState.LATE, _seconds(now - due))
    return Reading(ClockState.SOON if due - now < SOON else ClockState.RUNNING, _seconds(due - now))


def duration(seconds: int) -> str:
    """12:31 under an hour, 3:05:09 up to a hundred hours, whole days beyond."""
    if seconds >= 100 * _HOUR:
        return ngettext("%(days)d天", "%(days)d天", seconds // _DAY) % {"days": seconds // _DAY}
    minutes, rest = divmod(seconds, _MINUTE)
    if minutes < _MINUTE:
        return f"{minutes:02d}:{rest:02d}"
    hours, minutes = divmod(minutes, _MINUTE)
    return f"{hours}:{minutes:02d}:{rest:02d}"


def ago(moment: datetime, now: datetime) -> str:
    """刚刚, 3分钟前, 2小时前, 3天前; 5分钟后 for what is to come."""
    seconds = _seconds(abs(now - moment))
    if seconds < _MINUTE:
        return _("刚刚") if moment <= now else _("即将")
    return _past(seconds) if moment <= now else _future(seconds)


def short(moment: datetime, now: datetime) -> str:
    """Month, day and minute in local time; the year only where it is another one."""
    written, year = full(moment), full(now)[:5]
    return written[5:16] if written.startswith(year) else written[:16]


def of_day(moment: datetime) -> str:
    """Hour and minute in local time."""
    return full(moment)[11:16]


def brief(moment: datetime, now: datetime) -> str:
    """Hour and minute in local time; of another day with the day."""
    return of_day(moment) if timezone.localtime(moment).date() == timezone.localtime(now).date() else short(moment, now)


def full(moment: datetime) -> str:
    """Date and second in local time, such as 2026-11-22 18:03:12."""
    return timezone.localtime(moment).isoformat(" ", "seconds")[:19]


def _past(seconds: int) -> str:
    if seconds < _HOUR:
        count = seconds // _MINUTE
        return ngettext("%(count)d分钟前", "%(count)d分钟前", count) % {"count": count}
    if seconds < _DAY:
        count = seconds // _HOUR
        return ngettext("%(count)d小时前", "%(count)d小时前", count) % {"count": count}
    count = seconds // _DAY
    return ngettext("%(count)d天前", "%(count)d天前", count) % {"count": count}


def _future(seconds: int) -> str:
    if seconds < _HOUR:
        count = seconds // _MINUTE
        return ngettext("%(count)d分钟后", "%(count)d分钟后", count) % {"count": count}
    if seconds < _DAY:
        count = seconds // _HOUR
        return ngettext("%(count)d小时后", "%(count)d小时后", count) % {"count": count}
    count = seconds // _DAY
    return ngettext("%(count)d天后", "%(count)d天后", count) % {"count": count}


def _seconds(span: timedelta) -> int:
    return max(0, int(span.total_seconds()))
