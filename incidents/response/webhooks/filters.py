"""The filters of calls, the same for page and export."""

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django_filters.widgets import RangeWidget

from .choices import CallState
from .models import WebhookCall, WebhookEndpoint


class CallFilter(django_filters.FilterSet):  # type: ignore[misc]
    text = django_filters.CharFilter(label=_("事件编号"), method="by_text")
    endpoint = django_filters.ModelChoiceFilter(
        label=_("接口"), queryset=WebhookEndpoint.objects.all(), empty_label=_("全部")
    )
    state = django_filters.ChoiceFilter(label=_("状态"), choices=CallState.choices, empty_label=_("全部"))
    created = django_filters.DateFromToRangeFilter(
        label=_("日期"), field_name="created_at", widget=RangeWidget(attrs={"type": "date"})
    )

    class Meta:
        model = WebhookCall
        fields: list[str] = []

    def by_text(self, queryset: QuerySet[WebhookCall], name: str, value: str) -> QuerySet[WebhookCall]:
        return queryset.filter(Q(entry__incident__number__icontains=value))
