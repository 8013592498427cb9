"""How people are looked up."""

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from emergency_ops.lib import clock

from .choices import ROLE_LABELS, Function
from .models import Person, PostAssignment


class PersonFilter(django_filters.FilterSet):  # type: ignore[misc]
    q = django_filters.CharFilter(method="search", label=_("姓名、账号或部门"))
    role = django_filters.ChoiceFilter(field_name="groups__name", choices=list(ROLE_LABELS.items()), label=_("角色"))
    region = django_filters.CharFilter(
        field_name="regions__name", lookup_expr="contains", distinct=True, label=_("负责区域")
    )
    department = django_filters.CharFilter(lookup_expr="icontains", label=_("部门"))
    function = django_filters.ChoiceFilter(
        method="by_function", choices=Function.choices, label=_("现任职能"), empty_label=_("全部职能")
    )
    active = django_filters.BooleanFilter(field_name="is_active", label=_("在用"))

    class Meta:
        model = Person
        fields: list[str] = []

    def search(self, queryset: QuerySet[Person], name: str, value: str) -> QuerySet[Person]:
        return queryset.filter(Q(name__icontains=value) | Q(username__icontains=value) | Q(department__icontains=value))

    def by_function(self, queryset: QuerySet[Person], name: str, value: str) -> QuerySet[Person]:
        """Those who are A or B of a post of the function now."""
        held = PostAssignment.objects.filter(post__function=value, validity__contains=clock.now())
        return queryset.filter(pk__in=held.values("person"))
