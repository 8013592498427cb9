"""Filters of equipment, its custody and its lists, the same for pages and API."""

from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from emergency_ops.lib import clock
from resources.network.queries import region_choices
from resources.network.regions import prefix_of

from .access import depots_for
from .choices import CustodyKind, EquipmentCondition, EquipmentKind, EquipmentState
from .models import CustodyEntry, Equipment, EquipmentListVersion
from .queries_equipment import anything_due, battery_due, maintenance_due, overdue_back

DUE = [
    ("any", _("任何一项")),
    ("back", _("超期未还")),
    ("maintenance", _("30天内需要维护")),
    ("maintenance_over", _("维护已过期")),
    ("battery", _("电量低或久未检查")),
]


class EquipmentFilter(django_filters.FilterSet):  # type: ignore[misc]
    q = django_filters.CharFilter(label=_("编号、序列号、型号或备件库"), method="by_text")
    kind = django_filters.ChoiceFilter(label=_("类型"), choices=EquipmentKind.choices, empty_label=_("全部类型"))
    state = django_filters.ChoiceFilter(label=_("状态"), choices=EquipmentState.choices, empty_label=_("全部状态"))
    condition = django_filters.ChoiceFilter(
        label=_("状况"), choices=EquipmentCondition.choices, empty_label=_("全部状况")
    )
    due = django_filters.ChoiceFilter(label=_("待处理"), choices=DUE, method="by_due", empty_label=_("不限"))
    depot = django_filters.ChoiceFilter(label=_("备件库"), field_name="depot__code", empty_label=_("全部备件库"))
    region = django_filters.ChoiceFilter(label=_("区域"), method="by_region", empty_label=_("全部区域"))
    holder = django_filters.CharFilter(label=_("领用人"), method="by_holder")
    reference = django_filters.CharFilter(label=_("用于"), lookup_expr="icontains")

    class Meta:
        model = Equipment
        fields = ["q", "kind", "state", "condition", "due", "depot", "region", "holder", "reference"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.request is not None:
            depots = depots_for(self.request.user).order_by("code").values_list("code", "name")
            self.filters["depot"].extra["choices"] = list(depots)
            self.filters["region"].extra["choices"] = region_choices(self.request.user)

    def by_text(self, queryset: QuerySet[Equipment], name: str, value: str) -> QuerySet[Equipment]:
        for term in value.split()[:5]:
            found = Q(code__icontains=term) | Q(serial_number__icontains=term) | Q(model__icontains=term)
            queryset = queryset.filter(found | Q(depot__code__iexact=term) | Q(depot__name__contains=term))
        return queryset

    def by_due(self, queryset: QuerySet[Equipment], name: str, value: str) -> QuerySet[Equipment]:
        now = clock.now()
        wanted = {
            "any": anything_due(now),
            "back": overdue_back(now),
            "maintenance": maintenance_due(now),
            "maintenance_over": maintenance_due(now, ahead=False),
            "battery": battery_due(now),
        }
        return queryset.filter(wanted[value])

    def by_region(self, queryset: QuerySet[Equipment], name: str, value: str) -> QuerySet[Equipment]:
        return queryset.filter(depot__region__code__startswith=prefix_of(value))

    def by_holder(self, queryset: QuerySet[Equipment], name: str, value: str) -> QuerySet[Equipment]:
        return queryset.filter(Q(holder__name__contains=value) | Q(holder__username__iexact=value))


class CustodyFilter(django_filters.FilterSet):  # type: ignore[misc]
    equipment = django_filters.CharFilter(label=_("资产编号"), field_name="equipment__code")
    kind = django_filters.MultipleChoiceFilter(label=_("事项"), choices=CustodyKind.choices)
    at = django_filters.DateFromToRangeFilter(label=_("日期"))
    reference = django_filters.CharFilter(label=_("用于"), lookup_expr="icontains")

    class Meta:
        model = CustodyEntry
        fields = ["equipment", "kind", "at", "reference"]


class VersionFilter(django_filters.FilterSet):  # type: ignore[misc]
    note = django_filters.CharFilter(label=_("说明"), lookup_expr="contains")
    created_at = django_filters.DateFromToRangeFilter(label=_("发布日期"))

    class Meta:
        model = EquipmentListVersion
        fields = ["note", "created_at"]
