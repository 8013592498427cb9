"""Filters of the lists, the same for pages, downloads and API."""

from typing import Any

import django_filters
from django.db import models
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django_filters.widgets import RangeWidget

from resources.network.filters import site_matches
from resources.network.queries import region_choices
from resources.network.regions import prefix_of

from .choices import NO_PATROL, RoundState
from .models import PatrolFinding, PatrolRound, PatrolSetting


class _ByPlace(django_filters.FilterSet):  # type: ignore[misc]
    """A region and words for the site, at `place` (a path to the site)."""

    place = "site__"
    q = django_filters.CharFilter(label=_("网点"), method="by_site")
    region = django_filters.ChoiceFilter(label=_("区域"), method="by_region", empty_label=_("全部区域"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.request is not None:
            self.filters["region"].extra["choices"] = region_choices(self.request.user)

    def by_region(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return queryset.filter(**{f"{self.place}region__code__startswith": prefix_of(value)})

    def by_site(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        for term in value.split()[:5]:
            queryset = queryset.filter(site_matches(term, self.place))
        return queryset


class RoundFilter(_ByPlace):
    state = django_filters.ChoiceFilter(label=_("状态"), choices=RoundState.choices, empty_label=_("全部"))
    person = django_filters.CharFilter(label=_("巡检人"), method="by_person")
    starts = django_filters.DateFromToRangeFilter(
        label=_("计划日期"), field_name="starts_at", widget=RangeWidget(attrs={"type": "date"})
    )

    class Meta:
        model = PatrolRound
        fields: list[str] = []

    def by_person(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return queryset.filter(Q(assignee__name__contains=value.strip()) | Q(assignee__username=value.strip()))


class Standing(models.TextChoices):
    OPEN = "open", _("未消除")
    RESOLVED = "resolved", _("已消除")


class FindingFilter(_ByPlace):
    place = "terminal__site__"
    state = django_filters.ChoiceFilter(
        label=_("状态"), choices=Standing.choices, method="by_state", empty_label=_("全部")
    )
    opened = django_filters.DateFromToRangeFilter(
        label=_("发现日期"), field_name="opened_at", widget=RangeWidget(attrs={"type": "date"})
    )

    class Meta:
        model = PatrolFinding
        fields: list[str] = []

    def by_state(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return queryset.filter(resolved_at__isnull=value == Standing.OPEN)


class Kept(models.TextChoices):
    ON = "on", _("巡检")
    OFF = "off", _("不巡检")


class SettingFilter(_ByPlace):
    kept = django_filters.ChoiceFilter(
        label=_("是否巡检"), choices=Kept.choices, method="by_kept", empty_label=_("全部")
    )

    class Meta:
        model = PatrolSetting
        fields: list[str] = []

    def by_kept(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        off = Q(interval_minutes=NO_PATROL)
        return queryset.filter(off if value == Kept.OFF else ~off)
