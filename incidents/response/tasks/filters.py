"""The filters of the list, the same for page, export and API."""

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from emergency_ops.lib import clock
from incidents.response.plans.choices import Phase
from resources.staff.choices import Function

from .choices import UNFINISHED, TaskState
from .models import Task
from .queries import late


class TaskFilter(django_filters.FilterSet):  # type: ignore[misc]
    """Everything that the list can be narrowed by."""

    text = django_filters.CharFilter(label=_("任务或事件编号"), method="by_text")
    state = django_filters.ChoiceFilter(label=_("状态"), choices=TaskState.choices, empty_label=_("全部"))
    phase = django_filters.ChoiceFilter(label=_("阶段"), choices=Phase.choices, empty_label=_("全部"))
    function = django_filters.ChoiceFilter(label=_("岗位"), choices=Function.choices, empty_label=_("全部"))
    incident = django_filters.CharFilter(label=_("事件编号"), field_name="incident__number")
    assignee = django_filters.CharFilter(label=_("负责人"), method="by_assignee")
    unfinished = django_filters.BooleanFilter(label=_("未完成"), method="by_unfinished")
    late = django_filters.BooleanFilter(label=_("已超时"), method="by_late")
    mine = django_filters.BooleanFilter(label=_("我的"), method="by_mine")

    class Meta:
        model = Task
        fields: list[str] = []

    def by_text(self, queryset: QuerySet[Task], name: str, value: str) -> QuerySet[Task]:
        return queryset.filter(
            Q(title_zh__icontains=value) | Q(title_en__icontains=value) | Q(incident__number__icontains=value)
        )

    def by_assignee(self, queryset: QuerySet[Task], name: str, value: str) -> QuerySet[Task]:
        return queryset.filter(Q(assignee__name__icontains=value) | Q(assignee__username=value))

    def by_unfinished(self, queryset: QuerySet[Task], name: str, value: bool) -> QuerySet[Task]:
        wanted = Q(state__in=UNFINISHED)
        return queryset.filter(wanted if value else ~wanted)

    def by_late(self, queryset: QuerySet[Task], name: str, value: bool) -> QuerySet[Task]:
        wanted = late(clock.now())
        return queryset.filter(wanted if value else ~wanted)

    def by_mine(self, queryset: QuerySet[Task], name: str, value: bool) -> QuerySet[Task]:
        wanted = Q(assignee=self.request.user)
        return queryset.filter(wanted if value else ~wanted)
