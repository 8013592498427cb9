"""Filters of needs, the same for the page and the API."""

from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from resources.network.models import Site
from resources.network.queries import region_choices
from resources.network.regions import prefix_of

from .choices import EquipmentKind, NeedState
from .filters_stock import named
from .models import Need, PartType


class NeedFilter(django_filters.FilterSet):  # type: ignore[misc]
    reference = django_filters.CharFilter(label=_("关联事件"), lookup_expr="icontains")
    part = django_filters.CharFilter(label=_("备件编号或名称"), method="by_part")
    equipment_kind = django_filters.ChoiceFilter(
        label=_("移动设备"), choices=EquipmentKind.choices, empty_label=_("全部类型")
    )
    state = django_filters.ChoiceFilter(label=_("状态"), choices=NeedState.choices, empty_label=_("全部状态"))
    region = django_filters.ChoiceFilter(label=_("区域"), method="by_region", empty_label=_("全部区域"))
    site = django_filters.CharFilter(label=_("网点编号或名称"), method="by_site")

    class Meta:
        model = Need
        fields = ["reference", "part", "equipment_kind", "state", "region", "site"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.request is not None:
            self.filters["region"].extra["choices"] = region_choices(self.request.user)

    def by_part(self, queryset: QuerySet[Need], name: str, value: str) -> QuerySet[Need]:
        return queryset.filter(part__in=PartType.objects.filter(named(value)))

    def by_region(self, queryset: QuerySet[Need], name: str, value: str) -> QuerySet[Need]:
        return queryset.filter(site__region__code__startswith=prefix_of(value))

    def by_site(self, queryset: QuerySet[Need], name: str, value: str) -> QuerySet[Need]:
        return queryset.filter(site__in=Site.objects.filter(Q(code__iexact=value) | Q(name__contains=value)))
