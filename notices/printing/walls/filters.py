"""The filters of the list, the same for page, export and API."""

from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from emergency_ops.lib import clock
from resources.network.filters import site_matches
from resources.network.queries import region_choices
from resources.network.regions import prefix_of

from .choices import TO_DO, PostingState
from .models import Posting


class PostingFilter(django_filters.FilterSet):  # type: ignore[misc]
    q = django_filters.CharFilter(label=_("网点"), method="by_site")
    state = django_filters.ChoiceFilter(label=_("状态"), choices=PostingState.choices, empty_label=_("全部"))
    todo = django_filters.BooleanFilter(label=_("待办"), method="by_todo")
    late = django_filters.BooleanFilter(label=_("已超时"), method="by_late")
    region = django_filters.ChoiceFilter(label=_("区域"), method="by_region", empty_label=_("全部区域"))
    incident = django_filters.CharFilter(label=_("事件编号"), field_name="incident__number", lookup_expr="icontains")
    notice = django_filters.CharFilter(label=_("公告编号"), field_name="notice__number", lookup_expr="icontains")

    class Meta:
        model = Posting
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.request is not None:
            self.filters["region"].extra["choices"] = region_choices(self.request.user)

    def by_site(self, queryset: QuerySet[Posting], name: str, value: str) -> QuerySet[Posting]:
        for term in value.split()[:5]:
            queryset = queryset.filter(site_matches(term, "site__"))
        return queryset

    def by_region(self, queryset: QuerySet[Posting], name: str, value: str) -> QuerySet[Posting]:
        return queryset.filter(site__region__code__startswith=prefix_of(value))

    def by_todo(self, queryset: QuerySet[Posting], name: str, value: bool) -> QuerySet[Posting]:
        wanted = Q(state__in=TO_DO)
        return queryset.filter(wanted if value else ~wanted)

    def by_late(self, queryset: QuerySet[Posting], name: str, value: bool) -> QuerySet[Posting]:
        wanted = Q(due_at__isnull=False, due_at__lt=clock.now())
        return queryset.filter(wanted if value else ~wanted)
