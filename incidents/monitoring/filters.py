"""Filters of the lists, the same for pages, downloads and API."""

from typing import Any

import django_filters
from django.db import models
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django_filters.widgets import RangeWidget

from emergency_ops.lib import clock
from resources.network.choices import PaymentMethod
from resources.network.conditions import closed_hours
from resources.network.filters import site_matches
from resources.network.models import Site, Terminal
from resources.network.queries import region_choices
from resources.network.regions import prefix_of

from .choices import Category, Condition, Opening, Scope, WarningSource
from .models import Warning


class Standing(models.TextChoices):
    OPEN = "open", _("未解除")
    CLEARED = "cleared", _("已解除")


class WarningFilter(django_filters.FilterSet):  # type: ignore[misc]
    state = django_filters.ChoiceFilter(
        label=_("状态"), choices=Standing.choices, method="by_state", empty_label=_("全部")
    )
    scope = django_filters.ChoiceFilter(label=_("影响范围"), choices=Scope.choices, empty_label=_("全部"))
    category = django_filters.ChoiceFilter(label=_("原因类别"), choices=Category.choices, empty_label=_("全部"))
    source = django_filters.ChoiceFilter(label=_("来源"), choices=WarningSource.choices, empty_label=_("全部"))
    method = django_filters.ChoiceFilter(
        label=_("支付方式"), field_name="payment_method", choices=PaymentMethod.choices, empty_label=_("全部")
    )
    region = django_filters.ChoiceFilter(label=_("区域"), method="by_region", empty_label=_("全部区域"))
    opened = django_filters.DateFromToRangeFilter(
        label=_("发出日期"), field_name="opened_at", widget=RangeWidget(attrs={"type": "date"})
    )

    class Meta:
        model = Warning
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.request is not None:
            self.filters["region"].extra["choices"] = region_choices(self.request.user)

    def by_state(self, queryset: QuerySet[Warning], name: str, value: str) -> QuerySet[Warning]:
        return queryset.filter(cleared_at__isnull=value == Standing.OPEN)

    def by_region(self, queryset: QuerySet[Warning], name: str, value: str) -> QuerySet[Warning]:
        """Warnings that lie in the region, and those that cover terminals of it from outside."""
        prefix = prefix_of(value)
        covered = Q(members__terminal__site__region__code__startswith=prefix)
        return queryset.filter(pk__in=Warning.objects.filter(Q(region__code__startswith=prefix) | covered).values("pk"))


class FleetFilter(django_filters.FilterSet):  # type: ignore[misc]
    """Over terminals that carry `shown` (queries.watched_terminals)."""

    region = django_filters.ChoiceFilter(label=_("区域"), method="by_region", empty_label=_("全部区域"))
    condition = django_filters.ChoiceFilter(
        label=_("设备状况"), field_name="shown", choices=Condition.choices, empty_label=_("全部状况")
    )
    opening = django_filters.ChoiceFilter(
        label=_("网点"), choices=Opening.choices, method="by_opening", empty_label=_("不论是否营业")
    )
    q = django_filters.CharFilter(label=_("设备编号或网点"), method="by_text")

    class Meta:
        model = Terminal
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.request is not None:
            self.filters["region"].extra["choices"] = region_choices(self.request.user)

    def by_region(self, queryset: QuerySet[Terminal], name: str, value: str) -> QuerySet[Terminal]:
        return queryset.filter(site__region__code__startswith=prefix_of(value))

    def by_opening(self, queryset: QuerySet[Terminal], name: str, value: str) -> QuerySet[Terminal]:
        closed = Q(site__opening_hours__in=closed_hours(Site.objects.all(), clock.now()))
        return queryset.filter(closed if value == Opening.CLOSED else ~closed)

    def by_text(self, queryset: QuerySet[Terminal], name: str, value: str) -> QuerySet[Terminal]:
        for term in value.split()[:5]:
            queryset = queryset.filter(Q(code__contains=term) | site_matches(term, "site__"))
        return queryset
