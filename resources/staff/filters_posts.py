"""How posts and assignments are looked up, on pages and by programs."""

from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from emergency_ops.lib import clock
from resources.network.queries import region_choices
from resources.network.regions import prefix_of

from .choices import ActingState, AssignmentRole, Function
from .models import Post, PostAssignment
from .queries_acting import acting_of_many
from .queries_board import state_of


class PostFilter(django_filters.FilterSet):  # type: ignore[misc]
    q = django_filters.CharFilter(method="search", label=_("岗位、人员或区域"))
    region = django_filters.ChoiceFilter(method="by_region", label=_("区域"), empty_label=_("全部区域"))
    function = django_filters.ChoiceFilter(label=_("职能"), choices=Function.choices, empty_label=_("全部职能"))
    state = django_filters.ChoiceFilter(
        method="by_state", label=_("在岗情况"), choices=ActingState.choices, empty_label=_("全部")
    )
    key = django_filters.BooleanFilter(field_name="is_key", label=_("关键岗位"))

    class Meta:
        model = Post
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.request is not None:
            self.filters["region"].extra["choices"] = region_choices(self.request.user)

    def search(self, queryset: QuerySet[Post], name: str, value: str) -> QuerySet[Post]:
        held = PostAssignment.objects.filter(person__name__icontains=value, validity__contains=clock.now())
        return queryset.filter(
            Q(name__icontains=value) | Q(region__name__icontains=value) | Q(pk__in=held.values("post"))
        )

    def by_region(self, queryset: QuerySet[Post], name: str, value: str) -> QuerySet[Post]:
        return queryset.filter(region__code__startswith=prefix_of(value))

    def by_state(self, queryset: QuerySet[Post], name: str, value: str) -> QuerySet[Post]:
        found = acting_of_many(queryset, clock.now())
        return queryset.filter(pk__in=[pk for pk, one in found.items() if state_of(one) == value])


class TeamFilter(PostFilter):
    """The team by its posts."""

    state = None
    key = None
    q = django_filters.CharFilter(method="search", label=_("岗位或区域"))

    def search(self, queryset: QuerySet[Post], name: str, value: str) -> QuerySet[Post]:
        return queryset.filter(Q(name__icontains=value) | Q(region__name__icontains=value))


class AssignmentFilter(django_filters.FilterSet):  # type: ignore[misc]
    q = django_filters.CharFilter(method="search", label=_("岗位或人员"))
    post = django_filters.NumberFilter(field_name="post_id", label=_("岗位"))
    person = django_filters.CharFilter(field_name="person__username", label=_("账号"))
    role = django_filters.ChoiceFilter(label=_("角色"), choices=AssignmentRole.choices)
    current = django_filters.BooleanFilter(method="by_current", label=_("现在有效"))
    untrained = django_filters.BooleanFilter(method="by_untrained", label=_("未培训上岗"))

    class Meta:
        model = PostAssignment
        fields: list[str] = []

    def search(self, queryset: QuerySet[PostAssignment], name: str, value: str) -> QuerySet[PostAssignment]:
        return queryset.filter(Q(post__name__icontains=value) | Q(person__name__icontains=value))

    def by_current(self, queryset: QuerySet[PostAssignment], name: str, value: bool) -> QuerySet[PostAssignment]:
        current = Q(validity__contains=clock.now())
        return queryset.filter(current if value else ~current)

    def by_untrained(self, queryset: QuerySet[PostAssignment], name: str, value: bool) -> QuerySet[PostAssignment]:
        return queryset.exclude(untrained_reason="") if value else queryset.filter(untrained_reason="")
