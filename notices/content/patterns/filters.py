"""The filters of templates and jargon."""

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from incidents.monitoring.choices import Scope
from notices.content.choices import Language, NoticeKind

from .choices import CAUSES, Case
from .models import JargonWord, NoticeTemplate


class TemplateFilter(django_filters.FilterSet):  # type: ignore[misc]
    title = django_filters.CharFilter(label=_("标题"), lookup_expr="icontains")
    kind = django_filters.ChoiceFilter(label=_("类型"), choices=NoticeKind.choices, empty_label=_("全部"))
    language = django_filters.ChoiceFilter(label=_("语言"), choices=Language.choices, empty_label=_("全部"))
    cause = django_filters.ChoiceFilter(label=pgettext_lazy("incident", "原因"), choices=CAUSES, empty_label=_("全部"))
    scope = django_filters.ChoiceFilter(label=_("影响范围"), choices=Scope.choices, empty_label=_("全部"))
    case = django_filters.ChoiceFilter(label=_("情形"), choices=Case.choices, empty_label=_("全部"))
    is_active = django_filters.BooleanFilter(label=_("启用"))

    class Meta:
        model = NoticeTemplate
        fields: list[str] = []


class JargonFilter(django_filters.FilterSet):  # type: ignore[misc]
    text = django_filters.CharFilter(label=_("词语"), method="by_text")
    language = django_filters.ChoiceFilter(label=_("语言"), choices=Language.choices, empty_label=_("全部"))
    stops = django_filters.BooleanFilter(label=_("必须修改"))

    class Meta:
        model = JargonWord
        fields: list[str] = []

    def by_text(self, queryset: QuerySet[JargonWord], name: str, value: str) -> QuerySet[JargonWord]:
        return queryset.filter(Q(word__icontains=value) | Q(instead__icontains=value))
