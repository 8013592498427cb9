"""How the hotlines of an incident do: calls, waiting, call-backs."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Aggregate, Count, FloatField, Q, QuerySet

from incidents.response.choices import SubstituteKind, SubstituteStatus
from incidents.response.models import Substitute

from .choices import OWED, CallOutcome
from .models import Call, CallBack, FaqEntry, Hotline, Script
from .rules import Owed, holds, in_turn


class Median(Aggregate):
    """The value in the middle; between two of them, half way."""

    function = "PERCENTILE_CONT"
    template = "%(function)s(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = FloatField()


@dataclass(frozen=True, slots=True)
class Figures:
    """Of one hotline. waiting: callers in the queue now, None where the telephone system does not say.

    median_seconds: the wait of those who were answered, None where nobody says how long it was.
    """

    waiting: int | None
    answered: int
    abandoned: int
    median_seconds: int | None
    owed: int
    owed_priority: int
    late: int

    @property
    def median_minutes(self) -> str:
        """1:05 for 65 seconds."""
        return "" if self.median_seconds is None else f"{self.median_seconds // 60}:{self.median_seconds % 60:02d}"


def figures(ids: Collection[int], now: datetime) -> dict[int, Figures]:
    """By substitute; three queries for any number of them."""
    calls = {row["substitute"]: row for row in _counted_calls(ids)}
    owed = {row["call__substitute"]: row for row in _counted_call_backs(ids, now)}
    lines = Hotline.objects.in_bulk(ids)
    return {pk: _figures(lines.get(pk), calls.get(pk, {}), owed.get(pk, {}), now) for pk in ids}


def of_substitute(substitute: Substitute, now: datetime) -> Figures:
    return figures([substitute.pk], now)[substitute.pk]


def _counted_calls(ids: Collection[int]) -> Iterable[Mapping[str, Any]]:
    answered = Q(outcome=CallOutcome.ANSWERED)
    rows = Call.objects.filter(substitute__in=ids).order_by().values("substitute")
    return rows.annotate(
        answered=Count("pk", filter=answered),
        abandoned=Count("pk", filter=~answered),
        median=Median("waited_seconds", filter=answered & Q(waited_seconds__isnull=False)),
    )


def _counted_call_backs(ids: Collection[int], now: datetime) -> Iterable[Mapping[str, Any]]:
    rows = CallBack.objects.filter(call__substitute__in=ids, state__in=OWED).order_by().values("call__substitute")
    return rows.annotate(
        owed=Count("pk"), priority=Count("pk", filter=Q(is_priority=True)), late=Count("pk", filter=Q(due_at__lte=now))
    )


def _figures(line: Hotline | None, calls: Mapping[str, Any], owed: Mapping[str, Any], now: datetime) -> Figures:
    """The telephone system knows of every call; without one, the calls that were written down are what is known."""
    median = calls.get("median")
    counted = line is not None and line.counted_at is not None
    return Figures(
        waiting=line.waiting if line and holds(line.counted_at, now) else None,
        answered=max((line.answered or 0) if line and counted else 0, calls.get("answered", 0)),
        abandoned=max((line.abandoned or 0) if line and counted else 0, calls.get("abandoned", 0)),
        median_seconds=None if median is None else round(median),
        owed=owed.get("owed", 0),
        owed_priority=owed.get("priority", 0),
        late=owed.get("late", 0),
    )


def serving_hotlines(substitutes: QuerySet[Substitute]) -> QuerySet[Substitute]:
    offered = (SubstituteStatus.READY, SubstituteStatus.SERVING)
    return substitutes.filter(kind=SubstituteKind.HOTLINE, status__in=offered).select_related("site", "incident")


def owed_in_turn(substitute: Substitute, now: datetime) -> list[CallBack]:
    """The call-backs that are owed, in the order in which they are made. Two queries at most."""
    rows = CallBack.objects.filter(call__substitute=substitute, state__in=OWED)
    found = {row.pk: row for row in rows.select_related("call__site", "call__terminal", "assignee")}
    order = in_turn((Owed(row.pk, row.is_priority, row.due_at, row.not_before) for row in found.values()), now)
    return [found[pk] for pk in order]


def scripts_for(category: str) -> QuerySet[Script]:
    """Those for all, then those for the cause of the outage."""
    return Script.objects.filter(is_active=True, category__in=[category, ""]).order_by("category", "rank", "pk")


def faq_for(category: str, text: str = "") -> QuerySet[FaqEntry]:
    """Answers for the cause of the outage and for all; every word of the text must be found somewhere in an entry."""
    found = FaqEntry.objects.filter(is_active=True, category__in=[category, ""])
    for word in text.split()[:5]:
        found = found.filter(
            Q(question__icontains=word)
            | Q(answer__icontains=word)
            | Q(keywords__icontains=word)
            | Q(question_en__icontains=word)
            | Q(answer_en__icontains=word)
            | Q(note__icontains=word)
        )
    return found.order_by("rank", "pk")
