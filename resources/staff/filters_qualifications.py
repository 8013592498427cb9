"""How trainings, records and badges are looked up, on pages and by programs."""

import django_filters
from django.db import models
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from emergency_ops.lib import clock
from emergency_ops.lib.clock import SHANGHAI

from .choices import BadgeState, TrainingKind, TrainingResult
from .models import Badge, Training, TrainingRecord
from .queries_training import expiring, latest, valid_on


class Validity(models.TextChoices):
    """How a training record stands today."""

    VALID = "valid", _("有效")
    SOON = "soon", _("60天内到期")
    EXPIRED = "expired", _("已过期，未更新")
    FAILED = "failed", _("不合格")
    REVOKED = "revoked", _("已作废")


class TrainingFilter(django_filters.FilterSet):  # type: ignore[misc]
    q = django_filters.CharFilter(method="search", label=_("名称或编号"))
    kind = django_filters.ChoiceFilter(label=_("类型"), choices=TrainingKind.choices, empty_label=_("全部类型"))
    active = django_filters.BooleanFilter(field_name="is_active", label=_("在用"))

    class Meta:
        model = Training
        fields: list[str] = []

    def search(self, queryset: QuerySet[Training], name: str, value: str) -> QuerySet[Training]:
        return queryset.filter(Q(name__icontains=value) | Q(code__icontains=value))


class RecordFilter(django_filters.FilterSet):  # type: ignore[misc]
    q = django_filters.CharFilter(method="search", label=_("姓名、账号或部门"))
    training = django_filters.ModelChoiceFilter(
        queryset=Training.objects.all(), label=_("培训"), empty_label=_("全部培训"), to_field_name="code"
    )
    kind = django_filters.ChoiceFilter(
        field_name="training__kind", label=_("类型"), choices=TrainingKind.choices, empty_label=_("全部类型")
    )
    validity = django_filters.ChoiceFilter(
        method="by_validity", label=_("有效性"), choices=Validity.choices, empty_label=_("全部")
    )
    taken = django_filters.DateFromToRangeFilter(field_name="taken_on", label=_("完成日期"))

    class Meta:
        model = TrainingRecord
        fields: list[str] = []

    def search(self, queryset: QuerySet[TrainingRecord], name: str, value: str) -> QuerySet[TrainingRecord]:
        return queryset.filter(
            Q(person__name__icontains=value)
            | Q(person__username__icontains=value)
            | Q(person__department__icontains=value)
        )

    def by_validity(self, queryset: QuerySet[TrainingRecord], name: str, value: str) -> QuerySet[TrainingRecord]:
        today = clock.now().astimezone(SHANGHAI).date()
        if value == Validity.SOON:
            return expiring(queryset, today)
        if value == Validity.EXPIRED:
            return latest(queryset).filter(expires_on__lt=today)
        if value == Validity.REVOKED:
            return queryset.exclude(revoked_at=None)
        if value == Validity.FAILED:
            return queryset.filter(revoked_at=None, result=TrainingResult.FAILED)
        return queryset.filter(pk__in=valid_on(today).values("pk"))


class BadgeFilter(django_filters.FilterSet):  # type: ignore[misc]
    q = django_filters.CharFilter(method="search", label=_("编号、姓名或部门"))
    state = django_filters.ChoiceFilter(
        method="by_state", label=_("状态"), choices=BadgeState.choices, empty_label=_("全部")
    )
    until = django_filters.DateFromToRangeFilter(field_name="valid_until", label=_("有效期至"))

    class Meta:
        model = Badge
        fields: list[str] = []

    def search(self, queryset: QuerySet[Badge], name: str, value: str) -> QuerySet[Badge]:
        return queryset.filter(
            Q(number__icontains=value) | Q(person__name__icontains=value) | Q(person__department__icontains=value)
        )

    def by_state(self, queryset: QuerySet[Badge], name: str, value: str) -> QuerySet[Badge]:
        today = clock.now().astimezone(SHANGHAI).date()
        struck = Q(revoked_at__isnull=False) | Q(person__is_active=False)
        if value == BadgeState.REVOKED:
            return queryset.filter(struck)
        standing = queryset.exclude(struck)
        if value == BadgeState.FUTURE:
            return standing.filter(valid_from__gt=today)
        if value == BadgeState.EXPIRED:
            return standing.filter(valid_until__lt=today)
        return standing.filter(valid_from__lte=today, valid_until__gte=today)
