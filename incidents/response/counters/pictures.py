"""How long people wait at counters, and how many are served, by the hour of the day."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Count, DurationField, ExpressionWrapper, F, Q, QuerySet
from django.db.models.functions import ExtractHour
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from emergency_ops.lib.charts.columns import Columns
from emergency_ops.lib.charts.lines import Series
from emergency_ops.lib.charts.picture import Picture, table_columns
from emergency_ops.lib.charts.slots import NamedSlots
from emergency_ops.lib.charts.statistics import Percentile
from emergency_ops.lib.charts.words import maybe, plain
from emergency_ops.lib.clock import SHANGHAI
from incidents.response.pictures.keeping import in_minutes

from .choices import TicketState
from .models import Ticket

Waits = Mapping[tuple[int, bool], Any]


def waiting_pictures(tickets: QuerySet[Ticket], place: str) -> list[Picture]:
    """Of these tickets. Three queries."""
    called = tickets.filter(called_first_at__isnull=False)
    waits = {(row["hour"], row["is_priority"]): row for row in _waits(called)}
    served = {(row["hour"], row["is_priority"]): row["served"] for row in _served(tickets)}
    days = tickets.order_by().values("queue__day").distinct().count()
    return [_waited(waits, place), _per_hour(served, days, place)]


def _waits(tickets: QuerySet[Ticket]) -> Any:
    waited = ExpressionWrapper(F("called_first_at") - F("issued_at"), output_field=DurationField())
    grouped = tickets.order_by().values("is_priority", hour=ExtractHour("issued_at", tzinfo=SHANGHAI))
    return grouped.annotate(median=Percentile(waited, at=0.5), ninety=Percentile(waited, at=0.9), people=Count("pk"))


def _served(tickets: QuerySet[Ticket]) -> Any:
    ended = tickets.filter(state=TicketState.SERVED, ended_at__isnull=False).order_by()
    grouped = ended.values("is_priority", hour=ExtractHour("ended_at", tzinfo=SHANGHAI))
    return grouped.annotate(served=Count("pk", filter=Q(state=TicketState.SERVED)))


def _hours(keys: Mapping[tuple[int, bool], Any]) -> list[int]:
    """From the first to the last hour of the day in which something happened."""
    hours = [hour for hour, _priority in keys]
    return list(range(min(hours), max(hours) + 1)) if hours else []


def _waited(waits: Waits, place: str) -> Picture:
    hours = _hours(waits)
    names = [_("优先·中位"), _("优先·90%"), _("普通·中位"), _("普通·90%")]
    series = [
        Series(
            name, [in_minutes(waits[hour, priority][figure]) if (hour, priority) in waits else None for hour in hours]
        )
        for name, (priority, figure) in zip(
            names, [(True, "median"), (True, "ninety"), (False, "median"), (False, "ninety")], strict=True
        )
    ]
    chart = (
        Columns(_slots(hours), series, plain, side_by_side=True, whole=False, blank=[False] * len(hours))
        if hours
        else None
    )
    numbers = range(1, 7)
    columns = table_columns(
        _("取号时段"), *names, _("优先人数"), _("普通人数"), numeric=numbers, shown=dict.fromkeys(numbers, maybe)
    )
    rows = [
        [_name(hour), *(one.values[slot] for one in series), *(_people(waits, hour, group) for group in (True, False))]
        for slot, hour in enumerate(hours)
    ]
    title = _("等候时间（分钟） · %(place)s") % {"place": place}
    finding = _waits_in_words(waits) if hours else ""
    return Picture("waits", title, finding, chart, columns, rows, empty=_("叫号后，这里按时段显示等候时间。"))


def _people(waits: Waits, hour: int, priority: bool) -> int:
    return int(waits[hour, priority]["people"]) if (hour, priority) in waits else 0


def _waits_in_words(waits: Waits) -> str:
    """When one waited longest, in both groups."""
    parts = []
    for priority, group in ((False, _("普通")), (True, _("优先"))):
        rows = [(row["median"], hour) for (hour, is_priority), row in waits.items() if is_priority == priority]
        if not rows:
            parts.append(_("没有%(group)s号") % {"group": group})
            continue
        median, hour = max(rows)
        facts = {"group": group, "hour": _name(hour), "minutes": plain(in_minutes(median) or 0)}
        parts.append(_("%(group)s号%(hour)s等得最久，中位%(minutes)s分钟") % facts)
    return _("；").join(parts) + _("。")


def _per_hour(served: Mapping[tuple[int, bool], int], days: int, place: str) -> Picture:
    hours = _hours(served)
    names = [_("优先"), _("普通")]
    series = [
        Series(name, [round(served.get((hour, priority), 0) / max(1, days), 1) for hour in hours])
        for name, priority in zip(names, (True, False), strict=True)
    ]
    chart = Columns(_slots(hours), series, plain, whole=False) if hours else None
    columns = table_columns(_("时段"), *names, numeric=(1, 2))
    rows: Sequence[Any] = [[_name(hour), *(one.values[slot] for one in series)] for slot, hour in enumerate(hours)]
    finding = ""
    if hours:
        total = sum(served.values())
        average = plain(round(total / max(1, days) / len(hours), 1))
        facts = {
            "total": total,
            "days": ngettext("%(days)d天", "%(days)d天", days) % {"days": days},
            "average": average,
        }
        finding = ngettext(
            "%(days)s共办理%(total)d人，平均每小时%(average)s人。",
            "%(days)s共办理%(total)d人，平均每小时%(average)s人。",
            total,
        )
        finding %= facts
    title = _("每小时办理人数 · %(place)s") % {"place": place}
    note = _("多天时为每天的平均数。")
    return Picture(
        "served", title, finding, chart, columns, rows, empty=_("办结后，这里按时段显示办理人数。"), note=note
    )


def _slots(hours: Sequence[int]) -> NamedSlots:
    return NamedSlots([_name(hour) for hour in hours])


def _name(hour: int) -> str:
    return f"{hour}:00"
