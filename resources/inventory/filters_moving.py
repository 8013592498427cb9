"""Filters of transfers and stocktakes, the same for pages and API."""

from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from emergency_ops.lib import clock
from resources.network.queries import region_choices
from resources.network.regions import prefix_of

from .choices import StocktakeState, TransferState
from .filters_stock import named
from .models import Stocktake, Transfer
from .queries_moving import overdue_at


class TransferFilter(django_filters.FilterSet):  # type: ignore[misc]
    q = django_filters.CharFilter(label=_("调拨单号、说明或备件"), method="by_text")
    state = django_filters.ChoiceFilter(label=_("状态"), choices=TransferState.choices, empty_label=_("全部状态"))
    depot = django_filters.CharFilter(label=_("备件库编号或名称"), method="by_depot")
    site = django_filters.CharFilter(label=_("网点编号或名称"), method="by_site")
    region = django_filters.ChoiceFilter(label=_("区域"), method="by_region", empty_label=_("全部区域"))
    reference = django_filters.CharFilter(label=_("关联事件"), lookup_expr="icontains")
    overdue = django_filters.BooleanFilter(label=_("已逾期"), method="by_overdue")
    created = django_filters.DateFromToRangeFilter(label=_("开单日期"), field_name="created_at")

    class Meta:
        model = Transfer
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.request is not None:
            self.filters["region"].extra["choices"] = region_choices(self.request.user)

    def by_text(self, queryset: QuerySet[Transfer], name: str, value: str) -> QuerySet[Transfer]:
        for term in value.split()[:5]:
            part = Q(lines__part__code__iexact=term) | Q(lines__part__name__contains=term)
            carried = Transfer.objects.filter(part).order_by().values("pk")
            queryset = queryset.filter(Q(number__icontains=term) | Q(note__contains=term) | Q(pk__in=carried))
        return queryset

    def by_depot(self, queryset: QuerySet[Transfer], name: str, value: str) -> QuerySet[Transfer]:
        """At either end."""
        return queryset.filter(named(value, "source__") | named(value, "to_depot__"))

    def by_site(self, queryset: QuerySet[Transfer], name: str, value: str) -> QuerySet[Transfer]:
        return queryset.filter(named(value, "to_site__"))

    def by_region(self, queryset: QuerySet[Transfer], name: str, value: str) -> QuerySet[Transfer]:
        """Either end lies in the region."""
        places = ("source", "to_depot", "to_site")
        found = Q()
        for place in places:
            found |= Q(**{f"{place}__region__code__startswith": prefix_of(value)})
        return queryset.filter(found)

    def by_overdue(self, queryset: QuerySet[Transfer], name: str, value: bool) -> QuerySet[Transfer]:
        late = overdue_at(clock.now())
        return queryset.filter(late) if value else queryset.exclude(late)


class StocktakeFilter(django_filters.FilterSet):  # type: ignore[misc]
    number = django_filters.CharFilter(label=_("盘点单号"), lookup_expr="icontains")
    depot = django_filters.CharFilter(label=_("备件库编号或名称"), method="by_depot")
    region = django_filters.ChoiceFilter(label=_("区域"), method="by_region", empty_label=_("全部区域"))
    state = django_filters.ChoiceFilter(label=_("状态"), choices=StocktakeState.choices, empty_label=_("全部状态"))
    started = django_filters.DateFromToRangeFilter(label=_("开始日期"), field_name="started_at")

    class Meta:
        model = Stocktake
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.request is not None:
            self.filters["region"].extra["choices"] = region_choices(self.request.user)

    def by_depot(self, queryset: QuerySet[Stocktake], name: str, value: str) -> QuerySet[Stocktake]:
        return queryset.filter(named(value, "depot__"))

    def by_region(self, queryset: QuerySet[Stocktake], name: str, value: str) -> QuerySet[Stocktake]:
        return queryset.filter(depot__region__code__startswith=prefix_of(value))
