"""Filters of depots, parts, stock and the ledger, the same for pages and API."""

from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from emergency_ops.lib import clock
from resources.network.choices import ComponentKind
from resources.network.queries import region_choices
from resources.network.regions import prefix_of

from .choices import DeliveryState, MovementKind, ReservationState
from .models import Depot, ExpectedDelivery, PartType, Reservation, StockLevel, StockMovement
from .queries_stock import LOW, terminal_models

STOCK_STATES = [
    ("low", _("低于安全库存")),
    ("none", _("没有可用")),
    ("reserved", _("有预留")),
    ("in_transit", _("有在途")),
]


def named(value: str, path: str = "") -> Q:
    """Depots or parts (or a path to them) that have this code, or this in their name; every word counts."""
    found = Q()
    for term in value.split()[:5]:
        found &= Q(**{f"{path}code__iexact": term}) | Q(**{f"{path}name__contains": term})
    return found


class _OfDepots(django_filters.FilterSet):  # type: ignore[misc]
    """Over rows with a depot and a part."""

    depot = django_filters.CharFilter(label=_("备件库编号或名称"), method="by_depot")
    region = django_filters.ChoiceFilter(label=_("区域"), method="by_region", empty_label=_("全部区域"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.request is not None:
            self.filters["region"].extra["choices"] = region_choices(self.request.user)

    def by_part(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return queryset.filter(part__in=PartType.objects.filter(named(value)))

    def by_depot(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return queryset.filter(depot__in=Depot.objects.filter(named(value)))

    def by_region(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return queryset.filter(depot__region__code__startswith=prefix_of(value))


class LevelFilter(_OfDepots):
    part = django_filters.CharFilter(label=_("备件编号或名称"), method="by_part")
    component = django_filters.ChoiceFilter(
        label=_("部件"), field_name="part__component", choices=ComponentKind.choices, empty_label=_("全部部件")
    )
    model = django_filters.ChoiceFilter(label=_("适用机型"), method="by_model", empty_label=_("全部机型"))
    state = django_filters.ChoiceFilter(
        label=_("库存状态"), method="by_state", choices=STOCK_STATES, empty_label=_("全部状态")
    )

    class Meta:
        model = StockLevel
        fields = ["part", "depot", "region", "component", "model", "state"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["model"].extra["choices"] = [(model, model) for model in terminal_models()]

    def by_model(self, queryset: QuerySet[StockLevel], name: str, value: str) -> QuerySet[StockLevel]:
        return queryset.filter(Q(part__terminal_models__contains=[value]) | Q(part__terminal_models=[]))

    def by_state(self, queryset: QuerySet[StockLevel], name: str, value: str) -> QuerySet[StockLevel]:
        wanted = {"low": LOW, "none": Q(free=0), "reserved": Q(reserved__gt=0), "in_transit": Q(in_transit__gt=0)}
        return queryset.filter(wanted[value])


class ShortageFilter(_OfDepots):
    part = django_filters.CharFilter(label=_("备件编号或名称"), method="by_part")
    component = django_filters.ChoiceFilter(
        label=_("部件"), field_name="part__component", choices=ComponentKind.choices, empty_label=_("全部部件")
    )
    supplier = django_filters.CharFilter(label=_("供应商"), field_name="part__supplier", lookup_expr="contains")

    class Meta:
        model = StockLevel
        fields = ["part", "depot", "region", "component", "supplier"]


class MovementFilter(_OfDepots):
    part = django_filters.CharFilter(label=_("备件编号或名称"), method="by_part")
    kind = django_filters.ChoiceFilter(label=_("类型"), choices=MovementKind.choices, empty_label=_("全部类型"))
    reference = django_filters.CharFilter(label=_("关联单号"), lookup_expr="icontains")
    actor = django_filters.CharFilter(label=_("经办人"), method="by_actor")
    at = django_filters.DateFromToRangeFilter(label=_("日期"))

    class Meta:
        model = StockMovement
        fields = ["part", "depot", "region", "kind", "reference", "actor", "at"]

    def by_actor(self, queryset: QuerySet[StockMovement], name: str, value: str) -> QuerySet[StockMovement]:
        return queryset.filter(Q(actor__name__contains=value) | Q(actor__username__iexact=value))


class ReservationFilter(_OfDepots):
    reference = django_filters.CharFilter(label=_("用于"), lookup_expr="icontains")
    part = django_filters.CharFilter(label=_("备件编号或名称"), method="by_part")
    state = django_filters.ChoiceFilter(label=_("状态"), choices=ReservationState.choices, empty_label=_("全部状态"))

    class Meta:
        model = Reservation
        fields = ["reference", "part", "depot", "region", "state"]


class DeliveryFilter(_OfDepots):
    part = django_filters.CharFilter(label=_("备件编号或名称"), method="by_part")
    state = django_filters.ChoiceFilter(label=_("状态"), choices=DeliveryState.choices, empty_label=_("全部状态"))
    overdue = django_filters.BooleanFilter(label=_("已逾期"), method="by_overdue")
    order_number = django_filters.CharFilter(label=_("订单号"), lookup_expr="icontains")

    class Meta:
        model = ExpectedDelivery
        fields = ["part", "depot", "region", "state", "overdue", "order_number"]

    def by_overdue(self, queryset: QuerySet[ExpectedDelivery], name: str, value: bool) -> QuerySet[ExpectedDelivery]:
        today = clock.now().astimezone(clock.SHANGHAI).date()
        late = Q(state=DeliveryState.EXPECTED, expected_on__lt=today)
        return queryset.filter(late if value else ~late)


class DepotFilter(django_filters.FilterSet):  # type: ignore[misc]
    q = django_filters.CharFilter(label=_("名称、编号、地址或库管员"), method="by_text")
    region = django_filters.ChoiceFilter(label=_("区域"), method="by_region", empty_label=_("全部区域"))
    is_active = django_filters.BooleanFilter(label=_("在用"))

    class Meta:
        model = Depot
        fields = ["q", "region", "is_active"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.request is not None:
            self.filters["region"].extra["choices"] = region_choices(self.request.user)

    def by_text(self, queryset: QuerySet[Depot], name: str, value: str) -> QuerySet[Depot]:
        for term in value.split()[:5]:
            found = Q(name__contains=term) | Q(code__icontains=term) | Q(address__contains=term)
            queryset = queryset.filter(found | Q(keeper__name__contains=term) | Q(deputy__name__contains=term))
        return queryset

    def by_region(self, queryset: QuerySet[Depot], name: str, value: str) -> QuerySet[Depot]:
        return queryset.filter(region__code__startswith=prefix_of(value))


class PartFilter(django_filters.FilterSet):  # type: ignore[misc]
    q = django_filters.CharFilter(label=_("编号、名称或供应商"), method="by_text")
    component = django_filters.ChoiceFilter(label=_("部件"), choices=ComponentKind.choices, empty_label=_("全部部件"))
    model = django_filters.ChoiceFilter(label=_("适用机型"), method="by_model", empty_label=_("全部机型"))
    is_active = django_filters.BooleanFilter(label=_("在用"))

    class Meta:
        model = PartType
        fields = ["q", "component", "model", "is_active"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["model"].extra["choices"] = [(model, model) for model in terminal_models()]

    def by_text(self, queryset: QuerySet[PartType], name: str, value: str) -> QuerySet[PartType]:
        for term in value.split()[:5]:
            queryset = queryset.filter(Q(name__contains=term) | Q(code__icontains=term) | Q(supplier__contains=term))
        return queryset

    def by_model(self, queryset: QuerySet[PartType], name: str, value: str) -> QuerySet[PartType]:
        return queryset.filter(Q(terminal_models__contains=[value]) | Q(terminal_models=[]))
