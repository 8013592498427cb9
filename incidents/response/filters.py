"""The filters of the list, the same for page, export and API."""

import django_filters
from django.db import models
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django_filters.widgets import RangeWidget

from incidents.monitoring.choices import Category, Scope
from resources.network.choices import PaymentMethod

from .choices import OPEN_STATUSES, RUNNING_STATUSES, Grade, Status
from .models import Incident, IncidentTerminal


class Group(models.TextChoices):
    OPEN = "open", _("未结束")
    RUNNING = "running", _("进行中")
    ENDED = "ended", _("已结束")


STATUSES_OF = {
    Group.OPEN: frozenset(OPEN_STATUSES),
    Group.RUNNING: frozenset(RUNNING_STATUSES),
    Group.ENDED: frozenset(Status) - frozenset(OPEN_STATUSES),
}


class IncidentFilter(django_filters.FilterSet):  # type: ignore[misc]
    """Everything that the list can be narrowed by."""

    text = django_filters.CharFilter(label=_("编号或标题"), method="by_text")
    group = django_filters.ChoiceFilter(
        label=_("进展"), choices=Group.choices, method="by_group", empty_label=_("全部")
    )
    status = django_filters.ChoiceFilter(label=_("状态"), choices=Status.choices, empty_label=_("全部"))
    scope = django_filters.ChoiceFilter(label=_("影响范围"), choices=Scope.choices, empty_label=_("全部"))
    category = django_filters.ChoiceFilter(label=_("原因类别"), choices=Category.choices, empty_label=_("全部"))
    grade = django_filters.ChoiceFilter(label=_("事件等级"), choices=Grade.choices, empty_label=_("全部"))
    payment_method = django_filters.ChoiceFilter(
        label=_("支付方式"), choices=PaymentMethod.choices, empty_label=_("全部")
    )
    region = django_filters.CharFilter(label=_("区域"), method="by_region")
    opened = django_filters.DateFromToRangeFilter(
        label=_("登记日期"), field_name="opened_at", widget=RangeWidget(attrs={"type": "date"})
    )

    class Meta:
        model = Incident
        fields: list[str] = []

    def by_text(self, queryset: QuerySet[Incident], name: str, value: str) -> QuerySet[Incident]:
        return queryset.filter(Q(number__icontains=value) | Q(title__icontains=value))

    def by_group(self, queryset: QuerySet[Incident], name: str, value: str) -> QuerySet[Incident]:
        return queryset.filter(status__in=STATUSES_OF[Group(value)])

    def by_region(self, queryset: QuerySet[Incident], name: str, value: str) -> QuerySet[Incident]:
        """A region's code (everything inside it) or part of its name."""
        if value.isdigit():
            return queryset.filter(region__code__startswith=value.rstrip("0") if len(value) == 6 else value)
        return queryset.filter(region__name__contains=value)


class IncidentTerminalFilter(django_filters.FilterSet):  # type: ignore[misc]
    """The terminals of one incident."""

    text = django_filters.CharFilter(label=_("终端或网点"), method="by_text")
    still = django_filters.BooleanFilter(label=_("未恢复"), field_name="until", lookup_expr="isnull")

    class Meta:
        model = IncidentTerminal
        fields: list[str] = []

    def by_text(self, queryset: QuerySet[IncidentTerminal], name: str, value: str) -> QuerySet[IncidentTerminal]:
        return queryset.filter(Q(terminal__code__icontains=value) | Q(terminal__site__name__contains=value))
