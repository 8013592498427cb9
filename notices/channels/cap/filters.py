"""How messages are looked up."""

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .choices import MessageStatus, MessageType
from .models import CapMessage


class CapMessageFilter(django_filters.FilterSet):  # type: ignore[misc]
    q = django_filters.CharFilter(method="search", label=_("消息标识或标题"))
    msg_type = django_filters.ChoiceFilter(choices=MessageType.choices, label=_("消息类型"))
    status = django_filters.ChoiceFilter(choices=MessageStatus.choices, label=pgettext_lazy("CAP", "性质"))

    class Meta:
        model = CapMessage
        fields: list[str] = []

    def search(self, queryset: QuerySet[CapMessage], name: str, value: str) -> QuerySet[CapMessage]:
        return queryset.filter(Q(identifier__icontains=value) | Q(headline__icontains=value))
