"""Filters of the supply chain list, the same for page, print and API."""

from typing import Any

import django_filters
from django.db import models
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from emergency_ops.lib import clock
from resources.network.queries import region_choices
from resources.network.regions import prefix_of

from .choices import SUPPLY_LIVE, EquipmentKind, SupplyState
from .filters_stock import named
from .models import PartType, SupplyRequest


class Stage(models.TextChoices):
    LIVE = "live", _("未到货")
    UNDATED = "undated", _("没有到货日期")
    LATE = "late", _("已逾期")
    MINE = "mine", _("我经办的")
    ENDED = "ended", _("已结束")


class SupplyFilter(django_filters.FilterSet):  # type: ignore[misc]
    stage = django_filters.ChoiceFilter(
        label=_("进展"), choices=Stage.choices, method="by_stage", empty_label=_("全部")
    )
    state = django_filters.ChoiceFilter(label=_("状态"), choices=SupplyState.choices, empty_label=_("全部状态"))
    text = django_filters.CharFilter(label=_("编号、事件或供应商"), method="by_text")
    part = django_filters.CharFilter(label=_("备件编号或名称"), method="by_part")
    equipment_kind = django_filters.ChoiceFilter(
        label=_("移动设备"), choices=EquipmentKind.choices, empty_label=_("全部类型")
    )
    region = django_filters.ChoiceFilter(label=_("区域"), method="by_region", empty_label=_("全部区域"))

    class Meta:
        model = SupplyRequest
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.request is not None:
            self.filters["region"].extra["choices"] = region_choices(self.request.user)

    def by_stage(self, queryset: QuerySet[SupplyRequest], name: str, value: str) -> QuerySet[SupplyRequest]:
        live = Q(state__in=SUPPLY_LIVE)
        wanted = {
            Stage.LIVE: live,
            Stage.UNDATED: live & Q(expected_on=None),
            Stage.LATE: live & Q(expected_on__lt=clock.today()),
            Stage.MINE: live & Q(owner=self.request.user.pk if self.request else None),
            Stage.ENDED: ~live,
        }
        return queryset.filter(wanted[Stage(value)])

    def by_text(self, queryset: QuerySet[SupplyRequest], name: str, value: str) -> QuerySet[SupplyRequest]:
        return queryset.filter(Q(number__icontains=value) | Q(reference__icontains=value) | Q(supplier__contains=value))

    def by_part(self, queryset: QuerySet[SupplyRequest], name: str, value: str) -> QuerySet[SupplyRequest]:
        return queryset.filter(part__in=PartType.objects.filter(named(value)))

    def by_region(self, queryset: QuerySet[SupplyRequest], name: str, value: str) -> QuerySet[SupplyRequest]:
        prefix = prefix_of(value)
        at_site = Q(site__region__code__startswith=prefix)
        return queryset.filter(at_site | Q(site=None, depot__region__code__startswith=prefix))
