"""The filters of the FAQ's list, for the page and its downloads."""

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from incidents.monitoring.choices import Category
from incidents.response.hotline.choices import Question

from .choices import Audience, FaqState
from .models import FaqItem


class FaqFilter(django_filters.FilterSet):  # type: ignore[misc]
    text = django_filters.CharFilter(label=_("内容"), method="by_text")
    state = django_filters.ChoiceFilter(label=_("状态"), choices=FaqState.choices, empty_label=_("全部"))
    audience = django_filters.ChoiceFilter(
        label=_("公开范围"), field_name="in_force__audience", choices=Audience.choices, empty_label=_("全部")
    )
    topic = django_filters.ChoiceFilter(
        label=_("问题类别"), field_name="current__topic", choices=Question.choices, empty_label=_("全部")
    )
    category = django_filters.ChoiceFilter(
        label=_("原因类别"), field_name="current__category", choices=Category.choices, empty_label=_("全部")
    )

    class Meta:
        model = FaqItem
        fields: list[str] = []

    def by_text(self, queryset: QuerySet[FaqItem], name: str, value: str) -> QuerySet[FaqItem]:
        found = Q(slug__icontains=value)
        for field in ("question", "answer", "keywords", "question_en", "answer_en", "note"):
            found |= Q(**{f"current__{field}__icontains": value})
        if value.isascii() and value.isalpha():
            found |= Q(current__pinyin__contains=value.lower())
        return queryset.filter(found)
