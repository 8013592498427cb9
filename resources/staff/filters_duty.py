"""How shifts, rotas, swaps and calendar days are looked up, on pages and by programs."""

from datetime import date, timedelta
from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from emergency_ops.lib import clock
from resources.network.queries import region_choices
from resources.network.regions import prefix_of

from .access import posts_for
from .choices import DayKind, RotationUnit, ShiftProblem, ShiftSource, SwapState
from .models import CalendarDay, Person, Post, Rota, RotaShift, Shift, ShiftSwap
from .queries import post_choices
from .queries_duty import local_day
from .queries_shifts import fairness


class _Placed(django_filters.FilterSet):  # type: ignore[misc]
    """Rows that belong to a post; `post_path` leads to it."""

    post_path = "post"
    q = django_filters.CharFilter(method="search", label=_("岗位或人员"))
    region = django_filters.ChoiceFilter(method="by_region", label=_("区域"), empty_label=_("全部区域"))
    post = django_filters.ChoiceFilter(method="by_post", label=_("岗位"), empty_label=_("全部岗位"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.request is not None:
            self.filters["region"].extra["choices"] = region_choices(self.request.user)
            self.filters["post"].extra["choices"] = post_choices(posts_for(self.request.user))

    def search(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return queryset.filter(
            Q(**{f"{self.post_path}__name__icontains": value}) | Q(**{f"{self.person_path}__name__icontains": value})
        )

    def by_region(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return queryset.filter(**{f"{self.post_path}__region__code__startswith": prefix_of(value)})

    def by_post(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return queryset.filter(**{self.post_path: value})

    person_path = "person"


class ShiftFilter(_Placed):
    day = django_filters.DateFromToRangeFilter(label=_("日期"))
    source = django_filters.ChoiceFilter(label=_("安排方式"), choices=ShiftSource.choices, empty_label=_("全部"))
    person = django_filters.CharFilter(field_name="person__username", label=_("账号"))

    class Meta:
        model = Shift
        fields: list[str] = []


class GapFilter(_Placed):
    """Of `gaps`."""

    problem = django_filters.ChoiceFilter(
        field_name="found", label=_("问题"), choices=ShiftProblem.choices, empty_label=_("全部问题")
    )
    day = django_filters.DateFromToRangeFilter(label=_("日期"))

    class Meta:
        model = Shift
        fields: list[str] = []


class RotaFilter(_Placed):
    person_path = "members__person"
    unit = django_filters.ChoiceFilter(label=_("轮换"), choices=RotationUnit.choices, empty_label=_("全部"))
    running = django_filters.BooleanFilter(method="by_running", label=_("在用"))

    class Meta:
        model = Rota
        fields: list[str] = []

    def search(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return (super().search(queryset, name, value) | queryset.filter(name__icontains=value)).distinct()

    def by_running(self, queryset: QuerySet[Rota], name: str, value: bool) -> QuerySet[Rota]:
        over = Q(ends_on__lt=local_day(clock.now()))
        return queryset.exclude(over) if value else queryset.filter(over)


class UnplannedFilter(_Placed):
    post_path = "rota__post"
    person_path = "rota__members__person"

    class Meta:
        model = RotaShift
        fields: list[str] = []

    def search(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return super().search(queryset, name, value).distinct()


class SwapFilter(_Placed):
    post_path = "shift__post"
    state = django_filters.ChoiceFilter(label=_("状态"), choices=SwapState.choices, empty_label=_("全部状态"))

    class Meta:
        model = ShiftSwap
        fields: list[str] = []

    def search(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        people = Q(asker__name__icontains=value) | Q(taker__name__icontains=value)
        return queryset.filter(people | Q(shift__post__name__icontains=value))


class CalendarFilter(django_filters.FilterSet):  # type: ignore[misc]
    year = django_filters.NumberFilter(field_name="day", lookup_expr="year", label=_("年份"))
    kind = django_filters.MultipleChoiceFilter(
        label=_("日类型"), choices=DayKind.choices, widget=forms.CheckboxSelectMultiple
    )
    day = django_filters.DateFromToRangeFilter(label=_("日期"))

    class Meta:
        model = CalendarDay
        fields: list[str] = []


class FairnessFilter(_Placed):
    """People with what they serve in a period. Without a period: the last 60 days and the 30 to come."""

    q = django_filters.CharFilter(field_name="name", lookup_expr="icontains", label=_("人员"))
    since = django_filters.DateFilter(method="later", label=_("从"))
    until = django_filters.DateFilter(method="later", label=_("到"))

    class Meta:
        model = Person
        fields: list[str] = []

    def by_region(self, queryset: QuerySet[Person], name: str, value: str) -> QuerySet[Person]:
        return queryset

    def by_post(self, queryset: QuerySet[Person], name: str, value: str) -> QuerySet[Person]:
        return queryset

    def later(self, queryset: QuerySet[Person], name: str, value: date) -> QuerySet[Person]:
        return queryset

    def filter_queryset(self, queryset: QuerySet[Person]) -> QuerySet[Person]:
        people = super().filter_queryset(queryset)
        return fairness(people, self._posts(), *self.period())

    def period(self) -> tuple[date, date]:
        """The first and the last day that count; the filter must be valid."""
        today = local_day(clock.now())
        given = self.form.cleaned_data
        return given.get("since") or today - timedelta(days=60), given.get("until") or today + timedelta(days=30)

    def _posts(self) -> QuerySet[Post]:
        given = self.form.cleaned_data
        posts = posts_for(self.request.user)
        if given.get("post"):
            posts = posts.filter(pk=given["post"].pk)
        if given.get("region"):
            posts = posts.filter(region__code__startswith=prefix_of(given["region"]))
        return posts
