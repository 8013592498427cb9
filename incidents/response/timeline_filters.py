"""What the timeline can be narrowed by, the same for page and API, and its pages by cursor."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import django_filters
from django import forms
from django.db import models
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from emergency_ops.lib.facts import told
from resources.staff.models import Person

from .choices import EntryKind
from .models import TimelineEntry
from .timeline import SENTENCES

#: entries of a page; those who look for more go on with the cursor
PAGE = 50
#: what a live page that has gone back in time shows at most
DEEPEST = 1000
#: the newest entries whose people can be chosen, and those in which words are looked for
LOOKED_AT, SEARCHED = 2000, 20_000


class About(models.TextChoices):
    CALLS = "calls", _("通知与接警")
    TASKS = "tasks", _("任务")
    SUBSTITUTES = "substitutes", _("替代方案")
    NOTICES = "notices", _("公告")
    PEOPLE = "people", _("人员")
    RESOURCES = "resources", _("资源")
    COURSE = "course", pgettext_lazy("timeline", "事件进展")
    NOTES = "notes", _("备注")
    SYSTEM = "system", _("系统记录")


KINDS: Mapping[About, frozenset[EntryKind]] = {
    About.CALLS: frozenset({EntryKind.MESSAGE, EntryKind.ACKNOWLEDGED, EntryKind.ESCALATED}),
    About.TASKS: frozenset({EntryKind.TASK, EntryKind.PLAN}),
    About.SUBSTITUTES: frozenset({EntryKind.SUBSTITUTE, EntryKind.CLOCK}),
    About.NOTICES: frozenset({EntryKind.NOTICE}),
    About.PEOPLE: frozenset({EntryKind.COMMAND, EntryKind.DISPATCH}),
    About.RESOURCES: frozenset({EntryKind.RESOURCES, EntryKind.DIAGNOSIS, EntryKind.PATROL}),
    About.COURSE: frozenset(
        {
            EntryKind.OPENED,
            EntryKind.WARNING,
            EntryKind.CONFIRMED,
            EntryKind.ACTIVATED,
            EntryKind.LEVEL,
            EntryKind.GRADE,
            EntryKind.SCOPE,
            EntryKind.RESTORED,
            EntryKind.CLOSED,
            EntryKind.FALSE_ALARM,
            EntryKind.MERGED,
            EntryKind.REOPENED,
            EntryKind.RELATED,
        }
    ),
    About.NOTES: frozenset({EntryKind.NOTE, EntryKind.ATTACHMENT}),
}
#: what a reader who has missed everything has to know
IMPORTANT = frozenset(
    {
        *KINDS[About.COURSE] - {EntryKind.WARNING, EntryKind.RELATED},
        *KINDS[About.SUBSTITUTES],
        EntryKind.ESCALATED,
        EntryKind.ACKNOWLEDGED,
        EntryKind.COMMAND,
        EntryKind.NOTICE,
        EntryKind.NOTE,
    }
)


def _people(request: HttpRequest | None) -> QuerySet[Person]:
    """Those who did something among the newest entries."""
    incident = getattr(request, "timeline_of", None)
    if incident is None:
        return Person.objects.all()
    newest = TimelineEntry.objects.filter(incident=incident).order_by("-at", "-id").values("actor_id")[:LOOKED_AT]
    return Person.objects.filter(pk__in=newest).order_by("name", "pk")


class TimelineFilter(django_filters.FilterSet):  # type: ignore[misc]
    about = django_filters.ChoiceFilter(
        label=_("类别"), choices=About.choices, method="by_about", empty_label=_("全部")
    )
    person = django_filters.ModelChoiceFilter(
        label=_("人员"), field_name="actor", queryset=_people, empty_label=_("全部")
    )
    text = django_filters.CharFilter(label=_("查找"), method="by_text")
    important = django_filters.BooleanFilter(label=_("只看重要"), method="by_importance", widget=forms.CheckboxInput)

    class Meta:
        model = TimelineEntry
        fields: list[str] = []

    def by_about(self, queryset: QuerySet[TimelineEntry], name: str, value: str) -> QuerySet[TimelineEntry]:
        about = About(value)
        return queryset.filter(actor=None) if about is About.SYSTEM else queryset.filter(kind__in=KINDS[about])

    def by_importance(self, queryset: QuerySet[TimelineEntry], name: str, value: bool) -> QuerySet[TimelineEntry]:
        return queryset.filter(kind__in=IMPORTANT) if value else queryset

    def by_text(self, queryset: QuerySet[TimelineEntry], name: str, value: str) -> QuerySet[TimelineEntry]:
        """Of the newest entries: in what was written, in names and places, in the words of the sentence, and in people's names."""
        codes = [code for code, sentence in SENTENCES.items() if value.casefold() in told(sentence, {}).casefold()]
        kinds = [kind.value for kind in EntryKind if value.casefold() in str(kind.label).casefold()]
        newest = queryset.order_by("-at", "-pk").values("pk")[:SEARCHED]
        named = Q(params__icontains=value) | Q(actor__name__icontains=value)
        queryset = queryset.filter(pk__in=newest)
        return queryset.filter(Q(text__icontains=value) | Q(code__in=codes) | Q(kind__in=kinds) | named)


@dataclass(frozen=True, slots=True)
class TimelinePage:
    """Newest first. cursor: where the older ones begin, "" where there are none. last: the cursor of the oldest one here."""

    rows: list[TimelineEntry]
    cursor: str

    @property
    def last(self) -> str:
        return cursor_of(self.rows[-1]) if self.rows else ""


def page_of(entries: QuerySet[TimelineEntry], before: str = "", *, down_to: str = "", size: int = PAGE) -> TimelinePage:
    """The entries before a cursor; with `down_to` all from the newest to that cursor, at most DEEPEST. One query, two with `down_to`."""
    older = entries.none()
    if place := _place(before):
        entries = entries.filter(Q(at__lt=place[0]) | Q(at=place[0], pk__lt=place[1]), at__lte=place[0])
    elif end := _place(down_to):
        older = entries.filter(Q(at__lt=end[0]) | Q(at=end[0], pk__lt=end[1]))
        entries = entries.filter(Q(at__gt=end[0]) | Q(at=end[0], pk__gte=end[1]), at__gte=end[0])
        size = DEEPEST
    rows = list(entries.order_by("-at", "-pk")[: size + 1])
    more = len(rows) > size or older.exists()
    rows = rows[:size]
    return TimelinePage(rows, cursor_of(rows[-1]) if rows and more else "")


def cursor_of(entry: TimelineEntry) -> str:
    return f"{entry.at.isoformat()}~{entry.pk}"


def _place(cursor: str) -> tuple[datetime, int] | None:
    """None for what is no cursor."""
    moment, _mark, number = cursor.partition("~")
    try:
        at = parse_datetime(moment.replace(" ", "+"))
    except ValueError:
        return None
    if at is None or at.tzinfo is None or not number.isdecimal() or len(number) > 18:
        return None
    return at, int(number)


def asked(data: Any) -> bool:
    """Whether a request narrows the timeline."""
    return any(data.get(name) for name in TimelineFilter.base_filters)
