"""Filters of the board, the same for page, export and API."""

from typing import Any

import django_filters
from django.db import models
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from emergency_ops.lib import clock
from resources.network.queries import region_choices
from resources.network.regions import prefix_of

from . import queries
from .choices import BOUND, LIVE, DispatchState, Purpose
from .models import Dispatch


class Stage(models.TextChoices):
    LIVE = "live", _("进行中")
    WAITING = "waiting", _("待应答")
    BOUND = "bound", _("已接受")
    LATE = "late", _("到场超时")
    UNSTAFFED = "unstaffed", _("无人接手")
    ENDED = "ended", _("已结束")


class DispatchFilter(django_filters.FilterSet):  # type: ignore[misc]
    text = django_filters.CharFilter(label=_("人员、网点或事件"), method="by_text")
    stage = django_filters.ChoiceFilter(
        label=_("进展"), choices=Stage.choices, method="by_stage", empty_label=_("全部")
    )
    state = django_filters.ChoiceFilter(label=_("状态"), choices=DispatchState.choices, empty_label=_("全部状态"))
    purpose = django_filters.ChoiceFilter(label=_("任务"), choices=Purpose.choices, empty_label=_("全部任务"))
    region = django_filters.ChoiceFilter(label=_("区域"), method="by_region", empty_label=_("全部区域"))
    drill = django_filters.BooleanFilter(label=_("演练"), field_name="incident__is_drill")

    class Meta:
        model = Dispatch
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.request is not None:
            self.filters["region"].extra["choices"] = region_choices(self.request.user)

    def by_text(self, queryset: QuerySet[Dispatch], name: str, value: str) -> QuerySet[Dispatch]:
        site = Q(site__name__contains=value) | Q(site__code__iexact=value)
        return queryset.filter(Q(person__name__contains=value) | site | Q(incident__number__icontains=value))

    def by_stage(self, queryset: QuerySet[Dispatch], name: str, value: str) -> QuerySet[Dispatch]:
        if value == Stage.UNSTAFFED:
            return queries.unstaffed(queryset)
        return queryset.filter(
            {
                Stage.LIVE: Q(state__in=LIVE),
                Stage.WAITING: Q(state=DispatchState.OFFERED),
                Stage.BOUND: Q(state__in=BOUND),
                Stage.LATE: queries.late(clock.now()),
                Stage.ENDED: ~Q(state__in=LIVE),
            }[Stage(value)]
        )

    def by_region(self, queryset: QuerySet[Dispatch], name: str, value: str) -> QuerySet[Dispatch]:
        return queryset.filter(site__region__code__startswith=prefix_of(value))
