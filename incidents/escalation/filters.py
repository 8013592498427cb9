"""Filters of deliveries."""

from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from .channels.models import ChannelAccount
from .choices import Channel, MessageState
from .models import OutboxMessage


class DeliveryFilter(django_filters.FilterSet):  # type: ignore[misc]
    """Messages by state, channel, account, what they are about (words of the title), to whom, and when."""

    q = django_filters.CharFilter(label=_("标题或事件编号"), method="by_text")
    recipient = django_filters.CharFilter(label=_("收件人"), method="by_recipient")
    channel = django_filters.ChoiceFilter(label=_("渠道"), choices=Channel.choices, empty_label=_("全部渠道"))
    state = django_filters.ChoiceFilter(label=_("状态"), choices=MessageState.choices, empty_label=_("全部状态"))
    account = django_filters.ModelChoiceFilter(
        label=_("账号"), queryset=ChannelAccount.objects.order_by("channel", "name"), empty_label=_("全部账号")
    )
    created = django_filters.DateTimeFromToRangeFilter(field_name="created_at", label=_("时间"))

    class Meta:
        model = OutboxMessage
        fields: list[str] = []

    def by_text(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        found = Q()
        for term in value.split()[:5]:
            found &= Q(title__icontains=term)
        return queryset.filter(found)

    def by_recipient(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        term = value.strip()
        return queryset.filter(Q(recipient__name__contains=term) | Q(recipient__username__iexact=term))
