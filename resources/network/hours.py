"""Opening hours as people write them: "周一至周五 08:30-12:00,13:30-17:30;周六 09:00-12:00". Pure.

Groups are separated by semicolons; a group is days (left out: all days that no other group names) and times (several by
comma; over midnight where the end is not after the start), or 休息 for closed, or 24小时. Full-width signs are welcome.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

from django.utils.translation import gettext as _

from emergency_ops.lib.clock import SHANGHAI

DAY = 24 * 60
WEEK = 7 * DAY
EVERY_DAY = range(7)

Span = tuple[int, int]

_DAY_NAMES = {name: number for number, name in enumerate("一二三四五六日")} | {"天": 6}
_ENGLISH = {name: number for number, name in enumerate(("mon", "tue", "wed", "thu", "fri", "sat", "sun"))}
_SETS = {"工作日": range(5), "周末": range(5, 7), "每天": EVERY_DAY, "每日": EVERY_DAY, "daily": EVERY_DAY}
_ONE_DAY = r"(?:(?:周|星期|礼拜)?[一二三四五六日天](?![0-9])|(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*)"
_DAYS = re.compile(rf"(?P<set>{'|'.join(_SETS)})|(?P<first>{_ONE_DAY})(?:\s*[-至到]\s*(?P<last>{_ONE_DAY}))?")
_SEPARATOR = re.compile(r"[\s,和及:]*")
_TIMES = re.compile(r"(\d{1,2}):(\d{2})\s*[-至到]\s*(?:次日|翌日)?\s*(\d{1,2}):(\d{2})")
_ALL_DAY = re.compile(r"(?:全天)?\s*24\s*(?:小时|h|hours)(?:营业)?|全天(?:营业)?")
_CLOSED = re.compile(r"休息|不营业|关闭|closed")


@dataclass(frozen=True)
class Hours:
    """Open spans in minutes of the week from Monday 00:00, sorted and apart; the last may run beyond the week's end."""

    spans: tuple[Span, ...]

    @property
    def always(self) -> bool:
        return self.spans == ((0, WEEK),)

    def is_open(self, at: datetime) -> bool:
        """Whether it is open at a moment (with a zone, or naive Shanghai time)."""
        return self._span_at(_minute_of_week(at)) is not None

    def open_since(self, at: datetime) -> datetime | None:
        """When the present opening began; None while closed. A place that never closes: a week ago."""
        minute = _minute_of_week(at)
        if self.always:
            return _local(at) - timedelta(minutes=WEEK)
        span = self._span_at(minute)
        return None if span is None else _moved(at, (span[0] - minute) % -WEEK)

    def next_close(self, at: datetime) -> datetime | None:
        """The end of the present opening, or while closed of the next one; None where it never closes or never opens."""
        if self.always or not self.spans:
            return None
        minute = _minute_of_week(at)
        span = self._span_at(minute)
        if span is None:
            span = min(self.spans, key=lambda one: (one[0] - minute) % WEEK)
            return _moved(at, (span[0] - minute) % WEEK + span[1] - span[0])
        return _moved(at, (span[1] - minute) % WEEK)

    def next_open(self, at: datetime) -> datetime | None:
        """When it opens next; None while it is open, or where it never opens."""
        minute = _minute_of_week(at)
        if not self.spans or self._span_at(minute) is not None:
            return None
        return _moved(at, min((start - minute) % WEEK for start, _end in self.spans))

    def _span_at(self, minute: float) -> Span | None:
        for start, end in self.spans:
            if start <= minute < end or start <= minute + WEEK < end:
                return start, end
        return None


@lru_cache(maxsize=4096)
def parse(text: str) -> Hours:
    """Raises ValueError with a translated sentence that names the part that is not understood."""
    named: dict[int, list[Span]] = {}
    default: list[Span] | None = None
    for group in filter(None, (part.strip() for part in re.split(r"[;\n]", _plain(text)))):
        days, times = _split(group)
        spans = _times(times, group)
        if days:
            for day in days:
                named.setdefault(day, []).extend(spans)
        else:
            default = [*(default or []), *spans]
    if default is None and not named:
        raise ValueError(_("营业时间为空。"))
    week = [span for day in EVERY_DAY for span in _on(day, named.get(day, default or []))]
    return Hours(_merged(week))


def _plain(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text).lower()
    return re.sub(r"[~–—−‐―]+", "-", plain.replace("、", ","))


def _split(group: str) -> tuple[set[int], str]:
    """The days that a group begins with, and the rest of it."""
    days: set[int] = set()
    position = 0
    while found := _DAYS.match(group, position):
        days.update(_days_of(found))
        separator = _SEPARATOR.match(group, found.end())
        position = separator.end() if separator else found.end()
    return days, group[position:]


def _days_of(found: re.Match[str]) -> set[int]:
    if found["set"]:
        return set(_SETS[found["set"]])
    first = _day_number(found["first"])
    last = _day_number(found["last"] or found["first"])
    return {(first + step) % 7 for step in range((last - first) % 7 + 1)}


def _day_number(name: str) -> int:
    return _DAY_NAMES[name[-1]] if name[-1] in _DAY_NAMES else _ENGLISH[name[:3]]


def _times(text: str, group: str) -> list[Span]:
    """Spans in minutes of a day; an end beyond 24:00 is on the next day."""
    parts = [part.strip() for part in text.split(",") if part.strip()]
    if not parts:
        raise ValueError(_("营业时间“%(part)s”没有写明时段。") % {"part": group})
    return [span for part in parts for span in _span(part)]


def _span(part: str) -> list[Span]:
    if _CLOSED.fullmatch(part):
        return []
    if _ALL_DAY.fullmatch(part):
        return [(0, DAY)]
    found = _TIMES.fullmatch(part)
    if found is None:
        raise ValueError(_("看不懂营业时间“%(part)s”，请写成 08:30-17:00 的形式。") % {"part": part})
    start, end = _minute(found[1], found[2], part), _minute(found[3], found[4], part)
    if start in (end, DAY):
        raise ValueError(_("营业时间“%(part)s”的开始和结束不对。") % {"part": part})
    return [(start, end if end > start else end + DAY)]


def _minute(hour: str, minute: str, part: str) -> int:
    total = int(hour) * 60 + int(minute)
    if int(minute) > 59 or total > DAY:
        raise ValueError(_("营业时间“%(part)s”中的时刻不存在。") % {"part": part})
    return total


def _on(day: int, spans: list[Span]) -> list[Span]:
    return [(day * DAY + start, day * DAY + end) for start, end in spans]


def _merged(spans: list[Span]) -> tuple[Span, ...]:
    """Sorted spans that neither overlap nor touch; what runs beyond Sunday 24:00 is joined with what opens Monday 00:00."""
    found: list[Span] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    if found and found[-1][1] - found[0][0] >= WEEK:
        return ((0, WEEK),)
    while len(found) > 1 and found[-1][1] >= WEEK + found[0][0]:
        first = found.pop(0)
        found[-1] = (found[-1][0], max(found[-1][1], first[1] + WEEK))
    return tuple(found)


def _local(at: datetime) -> datetime:
    return at.astimezone(SHANGHAI) if at.tzinfo is not None else at


def _minute_of_week(at: datetime) -> float:
    local = _local(at)
    return local.weekday() * DAY + local.hour * 60 + local.minute + local.second / 60 + local.microsecond / 60_000_000


def _moved(at: datetime, minutes: float) -> datetime:
    """A span's edge: a whole minute, so that what floating point adds is rounded away."""
    moved = _local(at) + timedelta(minutes=minutes) + timedelta(seconds=0.5)
    return moved.replace(second=0, microsecond=0)
