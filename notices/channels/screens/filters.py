"""How texts on screens are looked up; page, export and API share it."""

from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from incidents.response.diagnosis.models import TerminalScreen

from .choices import TextState
from .models import ScreenText
from .queries import ONLINE, SILENT

_REACH = ((ONLINE, _("在线")), (SILENT, _("离线")))


class _PlaceFilter(django_filters.FilterSet):  # type: ignore[misc]
    q = django_filters.CharFilter(method="search", label=_("终端或网点"))
    region = django_filters.CharFilter(
        field_name="terminal__site__region__code", lookup_expr="startswith", label=_("区划代码")
    )
    site = django_filters.CharFilter(field_name="terminal__site__code", label=_("网点编号"))
    reach = django_filters.ChoiceFilter(choices=_REACH, label=_("通信"), empty_label=_("全部"))

    def search(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return queryset.filter(Q(terminal__code__icontains=value) | Q(terminal__site__name__icontains=value))


class ScreenTextFilter(_PlaceFilter):
    state = django_filters.ChoiceFilter(choices=TextState.choices, label=_("状态"), empty_label=_("全部"))

    class Meta:
        model = ScreenText
        fields: list[str] = []


class EveryScreenTextFilter(ScreenTextFilter):
    """Of all notices: which one, by its number."""

    notice = django_filters.CharFilter(field_name="notice__number", label=_("公告编号"))


class ScreenFilter(_PlaceFilter):
    notice = django_filters.CharFilter(lookup_expr="icontains", label=_("公告编号"))
    text = django_filters.CharFilter(lookup_expr="icontains", label=_("屏幕文字"))

    class Meta:
        model = TerminalScreen
        fields: list[str] = []
