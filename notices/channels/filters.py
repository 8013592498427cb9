"""Filters of deliveries."""

from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .choices import FOR_PEOPLE, SETTLED, DeliveryState, Operation, PublicChannel
from .models import Delivery, PublicAccount

NEEDS = [("hand", _("待人工处理")), ("open", _("未完成")), ("standing", _("公众现在可见"))]


class DeliveryFilter(django_filters.FilterSet):  # type: ignore[misc]
    """By notice (number or title), what is still to be done, channel, operation, state, account, and when."""

    q = django_filters.CharFilter(label=_("公告编号、标题或事件编号"), method="by_text")
    need = django_filters.ChoiceFilter(label=_("待办"), choices=NEEDS, method="by_need", empty_label=_("全部"))
    channel = django_filters.ChoiceFilter(label=_("渠道"), choices=PublicChannel.choices, empty_label=_("全部渠道"))
    operation = django_filters.ChoiceFilter(
        label=pgettext_lazy("delivery", "操作"), choices=Operation.choices, empty_label=_("全部")
    )
    state = django_filters.ChoiceFilter(label=_("状态"), choices=DeliveryState.choices, empty_label=_("全部状态"))
    account = django_filters.ModelChoiceFilter(
        label=_("账号"), queryset=PublicAccount.objects.order_by("channel", "name"), empty_label=_("全部账号")
    )
    created = django_filters.DateFromToRangeFilter(field_name="created_at", label=_("日期"))

    class Meta:
        model = Delivery
        fields: list[str] = []

    def by_text(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        found = Q()
        for term in value.split()[:5]:
            found &= (
                Q(notice__number__icontains=term)
                | Q(notice__title__icontains=term)
                | Q(notice__incident__number__icontains=term)
            )
        return queryset.filter(found)

    def by_need(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        if value == "hand":
            return queryset.filter(state__in=FOR_PEOPLE)
        if value == "open":
            return queryset.exclude(state__in=SETTLED)
        return queryset.filter(operation=Operation.PUBLISH, state=DeliveryState.PUBLISHED)
