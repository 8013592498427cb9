"""The filters of alerts, the same for page and export."""

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django_filters.widgets import RangeWidget

from .choices import AlertState, Mapping
from .models import AlertSource, ExternalAlert


class AlertFilter(django_filters.FilterSet):  # type: ignore[misc]
    text = django_filters.CharFilter(label=_("标题、终端或网点"), method="by_text")
    mapping = django_filters.ChoiceFilter(label=_("对应"), choices=Mapping.choices, empty_label=_("全部"))
    state = django_filters.ChoiceFilter(label=_("状态"), choices=AlertState.choices, empty_label=_("全部"))
    source = django_filters.ModelChoiceFilter(
        label=_("来源"), queryset=AlertSource.objects.all(), empty_label=_("全部")
    )
    received = django_filters.DateFromToRangeFilter(
        label=_("最近收到"), field_name="last_at", widget=RangeWidget(attrs={"type": "date"})
    )

    class Meta:
        model = ExternalAlert
        fields: list[str] = []

    def by_text(self, queryset: QuerySet[ExternalAlert], name: str, value: str) -> QuerySet[ExternalAlert]:
        named = Q(terminal__code__icontains=value) | Q(site__code__icontains=value) | Q(site__name__contains=value)
        return queryset.filter(named | Q(title__icontains=value))
