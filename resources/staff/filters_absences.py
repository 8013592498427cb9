"""How absences, handovers and covers are looked up, on pages and by programs."""

from typing import Any

import django_filters
from django.db import models
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from emergency_ops.lib import clock
from resources.network.queries import region_choices
from resources.network.regions import prefix_of

from .choices import AbsenceKind, HandoverState
from .models import Absence, Cover, Handover, Person


class When(models.TextChoices):
    """Where a stretch of time lies."""

    NOW = "now", _("正在进行")
    PLANNED = "planned", _("尚未开始")
    PAST = "past", _("已经结束")


class ByRegion(django_filters.FilterSet):  # type: ignore[misc]
    """Lists that can be narrowed to a region that the caller sees."""

    region = django_filters.ChoiceFilter(method="by_region", label=_("区域"), empty_label=_("全部区域"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.request is not None:
            self.filters["region"].extra["choices"] = region_choices(self.request.user)


def in_period(queryset: QuerySet[Any], value: str, cancelled: Q) -> QuerySet[Any]:
    """The rows whose period is now, to come, or over; what was cancelled is over."""
    now = clock.now()
    if value == When.PAST:
        return queryset.filter(Q(period__endswith__lte=now) | cancelled)
    period = Q(period__contains=now) if value == When.NOW else Q(period__startswith__gt=now)
    return queryset.filter(period & ~cancelled)


class AbsenceFilter(ByRegion):
    q = django_filters.CharFilter(method="search", label=_("姓名、账号或部门"))
    kind = django_filters.ChoiceFilter(label=_("类型"), choices=AbsenceKind.choices, empty_label=_("全部类型"))
    when = django_filters.ChoiceFilter(method="by_time", label=_("时间"), choices=When.choices, empty_label=_("全部"))
    person = django_filters.NumberFilter(field_name="person_id", label=_("人员编号"))

    class Meta:
        model = Absence
        fields = ["q", "when", "kind", "region"]

    def search(self, queryset: QuerySet[Absence], name: str, value: str) -> QuerySet[Absence]:
        found = Q(person__name__icontains=value) | Q(person__username__icontains=value)
        return queryset.filter(found | Q(person__department__icontains=value))

    def by_time(self, queryset: QuerySet[Absence], name: str, value: str) -> QuerySet[Absence]:
        return in_period(queryset, value, Q(cancelled_at__isnull=False))

    def by_region(self, queryset: QuerySet[Absence], name: str, value: str) -> QuerySet[Absence]:
        within = Person.regions.through.objects.filter(
            person_id=OuterRef("person"), region__code__startswith=prefix_of(value)
        )
        return queryset.filter(Exists(within))


class HandoverFilter(ByRegion):
    q = django_filters.CharFilter(method="search", label=_("姓名或岗位"))
    state = django_filters.ChoiceFilter(label=_("状态"), choices=HandoverState.choices, empty_label=_("全部状态"))
    mine = django_filters.BooleanFilter(method="by_me", label=_("由我接手"))
    late = django_filters.BooleanFilter(label=_("临时交接"))

    class Meta:
        model = Handover
        fields = ["q", "state", "mine", "late", "region"]

    def search(self, queryset: QuerySet[Handover], name: str, value: str) -> QuerySet[Handover]:
        people = Q(giver__name__icontains=value) | Q(taker__name__icontains=value)
        return queryset.filter(people | Q(post__name__icontains=value))

    def by_me(self, queryset: QuerySet[Handover], name: str, value: bool) -> QuerySet[Handover]:
        mine = Q(taker=self.request.user.pk)
        return queryset.filter(mine if value else ~mine)

    def by_region(self, queryset: QuerySet[Handover], name: str, value: str) -> QuerySet[Handover]:
        return queryset.filter(post__region__code__startswith=prefix_of(value))


class CoverFilter(ByRegion):
    q = django_filters.CharFilter(method="search", label=_("姓名或岗位"))
    when = django_filters.ChoiceFilter(method="by_time", label=_("时间"), choices=When.choices, empty_label=_("全部"))

    class Meta:
        model = Cover
        fields = ["q", "when", "region"]

    def search(self, queryset: QuerySet[Cover], name: str, value: str) -> QuerySet[Cover]:
        return queryset.filter(Q(person__name__icontains=value) | Q(post__name__icontains=value))

    def by_time(self, queryset: QuerySet[Cover], name: str, value: str) -> QuerySet[Cover]:
        return in_period(queryset, value, Q(cancelled_at__isnull=False))

    def by_region(self, queryset: QuerySet[Cover], name: str, value: str) -> QuerySet[Cover]:
        return queryset.filter(post__region__code__startswith=prefix_of(value))
