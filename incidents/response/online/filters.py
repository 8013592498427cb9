"""The filters of channels and codes, the same for pages, exports and API."""

from datetime import datetime

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from emergency_ops.lib import clock

from .choices import ChannelKind, CodeState
from .models import EmergencyCode, OnlineChannel
from .queries import valid_at


class ChannelFilter(django_filters.FilterSet):  # type: ignore[misc]
    text = django_filters.CharFilter(label=_("名称"), method="by_text")
    kind = django_filters.ChoiceFilter(label=_("类型"), choices=ChannelKind.choices, empty_label=_("全部"))
    is_active = django_filters.BooleanFilter(label=_("启用"))

    class Meta:
        model = OnlineChannel
        fields: list[str] = []

    def by_text(self, queryset: QuerySet[OnlineChannel], name: str, value: str) -> QuerySet[OnlineChannel]:
        return queryset.filter(Q(name__icontains=value) | Q(name_en__icontains=value) | Q(finding__icontains=value))


class CodeFilter(django_filters.FilterSet):  # type: ignore[misc]
    text = django_filters.CharFilter(label=_("网点或二维码"), method="by_text")
    state = django_filters.ChoiceFilter(
        label=_("状态"), choices=CodeState.choices, method="by_state", empty_label=_("全部")
    )

    class Meta:
        model = EmergencyCode
        fields: list[str] = []

    def by_text(self, queryset: QuerySet[EmergencyCode], name: str, value: str) -> QuerySet[EmergencyCode]:
        return queryset.filter(Q(code__iexact=value) | Q(site__name__contains=value) | Q(site__code__icontains=value))

    def by_state(self, queryset: QuerySet[EmergencyCode], name: str, value: str) -> QuerySet[EmergencyCode]:
        return queryset.filter(in_state(CodeState(value), clock.now()))


class CodeApiFilter(CodeFilter):
    """Programs ask over all incidents; pages are within one substitute."""

    incident = django_filters.CharFilter(label=_("事件编号"), field_name="substitute__incident__number")


def in_state(state: CodeState, now: datetime) -> Q:
    if state == CodeState.REVOKED:
        return Q(revoked_at__isnull=False)
    return valid_at(now) if state == CodeState.VALID else Q(revoked_at=None, expires_at__lte=now)
