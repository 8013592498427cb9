"""One filter for the page, the export and the API."""

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from .choices import NoticeKind, NoticeStatus
from .models import Notice


class NoticeFilter(django_filters.FilterSet):  # type: ignore[misc]
    q = django_filters.CharFilter(method="search", label=_("编号、标题或网点"))
    status = django_filters.ChoiceFilter(choices=NoticeStatus.choices, label=_("状态"))
    kind = django_filters.ChoiceFilter(choices=NoticeKind.choices, label=_("类型"))
    incident = django_filters.CharFilter(field_name="incident__number", label=_("事件编号"))
    is_drill = django_filters.BooleanFilter(label=_("演练"))
    created = django_filters.DateFromToRangeFilter(field_name="created_at", label=_("起草日期"))

    class Meta:
        model = Notice
        fields: list[str] = []

    def search(self, queryset: QuerySet[Notice], name: str, value: str) -> QuerySet[Notice]:
        sites = Q(sites__site__name__icontains=value) | Q(sites__site__code__iexact=value)
        found = Notice.objects.filter(Q(number__icontains=value) | Q(title__icontains=value) | sites)
        return queryset.filter(pk__in=found.values("pk"))
