"""How notices are looked up; the page and the API share it."""

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from .choices import Form, JobState
from .models import PrintedNotice


class NoticeFilter(django_filters.FilterSet):  # type: ignore[misc]
    q = django_filters.CharFilter(method="search", label=_("网点公告编号或网点"))
    incident = django_filters.CharFilter(field_name="incident__number", lookup_expr="icontains", label=_("事件编号"))
    notice = django_filters.CharFilter(field_name="notice__number", lookup_expr="icontains", label=_("公告编号"))
    state = django_filters.ChoiceFilter(
        field_name="jobs__state", choices=JobState.choices, distinct=True, label=_("状态")
    )
    form = django_filters.ChoiceFilter(field_name="jobs__form", choices=Form.choices, distinct=True, label=_("版式"))
    created = django_filters.DateFromToRangeFilter(field_name="created_at", label=_("生成日期"))

    class Meta:
        model = PrintedNotice
        fields: list[str] = []

    def search(self, queryset: QuerySet[PrintedNotice], name: str, value: str) -> QuerySet[PrintedNotice]:
        return queryset.filter(
            Q(number__icontains=value) | Q(site__name__icontains=value) | Q(site__code__icontains=value)
        )
