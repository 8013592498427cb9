"""The filters of calls and texts, the same for pages and exports."""

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django_filters.widgets import RangeWidget

from incidents.monitoring.choices import Category
from incidents.response.counters.choices import PriorityCategory

from .choices import CallOutcome, Question
from .models import Call, Script


class CallFilter(django_filters.FilterSet):  # type: ignore[misc]
    text = django_filters.CharFilter(label=_("答复、网点或终端"), method="by_text")
    outcome = django_filters.ChoiceFilter(label=_("结果"), choices=CallOutcome.choices, empty_label=_("全部"))
    question = django_filters.ChoiceFilter(label=_("问题类别"), choices=Question.choices, empty_label=_("全部"))
    priority = django_filters.ChoiceFilter(
        label=_("优先服务对象"), choices=PriorityCategory.choices, empty_label=_("全部")
    )
    at = django_filters.DateFromToRangeFilter(label=_("来电日期"), widget=RangeWidget(attrs={"type": "date"}))

    class Meta:
        model = Call
        fields: list[str] = []

    def by_text(self, queryset: QuerySet[Call], name: str, value: str) -> QuerySet[Call]:
        return queryset.filter(
            Q(told__icontains=value) | Q(site__name__contains=value) | Q(terminal__code__icontains=value)
        )


class ScriptFilter(django_filters.FilterSet):  # type: ignore[misc]
    text = django_filters.CharFilter(label=_("内容"), method="by_text")
    category = django_filters.ChoiceFilter(label=_("原因类别"), choices=Category.choices, empty_label=_("全部"))

    class Meta:
        model = Script
        fields: list[str] = []

    def by_text(self, queryset: QuerySet[Script], name: str, value: str) -> QuerySet[Script]:
        return queryset.filter(Q(title__icontains=value) | Q(text__icontains=value))
