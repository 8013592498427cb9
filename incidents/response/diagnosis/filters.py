"""The filters of the list of remote commands, the same for page, export and API."""

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django_filters.widgets import RangeWidget

from .choices import CommandKind, CommandState
from .models import TerminalCommand


class CommandFilter(django_filters.FilterSet):  # type: ignore[misc]
    text = django_filters.CharFilter(label=_("终端、网点或事件编号"), method="by_text")
    kind = django_filters.ChoiceFilter(label=_("指令"), choices=CommandKind.choices, empty_label=_("全部"))
    state = django_filters.ChoiceFilter(label=_("状态"), choices=CommandState.choices, empty_label=_("全部"))
    queued = django_filters.DateFromToRangeFilter(
        label=_("下发日期"), field_name="queued_at", widget=RangeWidget(attrs={"type": "date"})
    )

    class Meta:
        model = TerminalCommand
        fields: list[str] = []

    def by_text(self, queryset: QuerySet[TerminalCommand], name: str, value: str) -> QuerySet[TerminalCommand]:
        named = Q(terminal__code__icontains=value) | Q(terminal__site__name__contains=value)
        return queryset.filter(named | Q(incident__number__icontains=value))
