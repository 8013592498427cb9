"""Filters of the lists, the same for pages and API."""

from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from emergency_ops.lib.badges import look_of, vocabularies

from .access import sites_for, terminals_for
from .choices import PaymentMethod, TerminalStatus
from .models import Site, Terminal
from .queries import region_choices
from .regions import prefix_of


def _conditions() -> list[tuple[str, str]]:
    """The conditions that monitoring knows, in its own words."""
    return [(value, look_of("condition", value)[1]) for value in vocabularies().get("condition", [])]


def _terms(value: str) -> list[str]:
    return value.split()[:5]


def site_matches(term: str, path: str = "") -> Q:
    """Sites by name, code, address, or pinyin (whole or first letters)."""
    found = Q(**{f"{path}name__contains": term}) | Q(**{f"{path}code__contains": term})
    found |= Q(**{f"{path}address__contains": term})
    return found | Q(**{f"{path}pinyin__contains": term.lower()}) if term.isascii() and term.isalpha() else found


class SiteFilter(django_filters.FilterSet):  # type: ignore[misc]
    q = django_filters.CharFilter(label=_("名称、拼音、编号或地址"), method="by_text")
    region = django_filters.ChoiceFilter(label=_("区域"), method="by_region", empty_label=_("全部区域"))
    kind = django_filters.ChoiceFilter(label=_("类型"), empty_label=_("全部类型"))

    class Meta:
        model = Site
        fields = ["q", "region", "kind"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.request is not None:
            kinds = sites_for(self.request.user).exclude(kind="").order_by("kind").values_list("kind", flat=True)
            self.filters["region"].extra["choices"] = region_choices(self.request.user)
            self.filters["kind"].extra["choices"] = [(kind, kind) for kind in kinds.distinct()]

    def by_text(self, queryset: QuerySet[Site], name: str, value: str) -> QuerySet[Site]:
        for term in _terms(value):
            queryset = queryset.filter(site_matches(term))
        return queryset

    def by_region(self, queryset: QuerySet[Site], name: str, value: str) -> QuerySet[Site]:
        return queryset.filter(region__code__startswith=prefix_of(value))


class TerminalFilter(django_filters.FilterSet):  # type: ignore[misc]
    """Over terminals that carry `condition` (conditions.with_condition)."""

    q = django_filters.CharFilter(label=_("设备编号或网点"), method="by_text")
    region = django_filters.ChoiceFilter(label=_("区域"), method="by_region", empty_label=_("全部区域"))
    condition = django_filters.ChoiceFilter(label=_("设备状况"), empty_label=_("全部状况"))
    status = django_filters.ChoiceFilter(label=_("状态"), choices=TerminalStatus.choices, empty_label=_("全部状态"))
    model = django_filters.ChoiceFilter(label=_("型号"), empty_label=_("全部型号"))
    version = django_filters.ChoiceFilter(label=_("软件版本"), field_name="software_version", empty_label=_("全部版本"))
    method = django_filters.ChoiceFilter(
        label=_("支付方式"), method="by_method", choices=PaymentMethod.choices, empty_label=_("全部支付方式")
    )
    line = django_filters.CharFilter(label=_("通信线路"), lookup_expr="contains")
    site = django_filters.CharFilter(label=_("网点编号"), field_name="site__code")

    class Meta:
        model = Terminal
        fields = ["q", "region", "condition", "status", "model", "version", "method", "line", "site"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["condition"].extra["choices"] = _conditions()
        if self.request is not None:
            pairs = list(
                terminals_for(self.request.user).order_by().values_list("model", "software_version").distinct()
            )
            self.filters["region"].extra["choices"] = region_choices(self.request.user)
            self.filters["model"].extra["choices"] = _chosen(model for model, _version in pairs)
            self.filters["version"].extra["choices"] = _chosen(version for _model, version in pairs)

    def by_text(self, queryset: QuerySet[Terminal], name: str, value: str) -> QuerySet[Terminal]:
        for term in _terms(value):
            queryset = queryset.filter(Q(code__contains=term) | site_matches(term, "site__"))
        return queryset

    def by_region(self, queryset: QuerySet[Terminal], name: str, value: str) -> QuerySet[Terminal]:
        return queryset.filter(site__region__code__startswith=prefix_of(value))

    def by_method(self, queryset: QuerySet[Terminal], name: str, value: str) -> QuerySet[Terminal]:
        return queryset.filter(payment_methods__contains=[value])


def _chosen(values: Any) -> list[tuple[str, str]]:
    return [(value, value) for value in sorted({value for value in values if value})]
