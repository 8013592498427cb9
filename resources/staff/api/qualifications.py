"""Trainings, records and badges for programs: read only. A badge's token never leaves the system this way."""

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from emergency_ops.lib import clock
from emergency_ops.lib.clock import SHANGHAI
from resources.staff.access import badges_for, records_for
from resources.staff.choices import BadgeState, RecordState
from resources.staff.filters_qualifications import BadgeFilter, RecordFilter, TrainingFilter
from resources.staff.models import Badge, Training, TrainingRecord
from resources.staff.queries_badges import state_of
from resources.staff.queries_training import record_state

from .common import ReadOnly


class TrainingSerializer(serializers.ModelSerializer[Training]):
    class Meta:
        model = Training
        fields = ("code", "name", "kind", "valid_months", "description", "is_active")
        read_only_fields = fields


class RecordSerializer(serializers.ModelSerializer[TrainingRecord]):
    person = serializers.CharField(source="person.username")
    name = serializers.CharField(source="person.name")
    training = serializers.CharField(source="training.code")
    state = serializers.SerializerMethodField(help_text="today")

    class Meta:
        model = TrainingRecord
        fields = (
            "id",
            "person",
            "name",
            "training",
            "taken_on",
            "expires_on",
            "result",
            "certificate",
            "state",
            "revoked_at",
            "revoked_reason",
        )
        read_only_fields = fields

    @extend_schema_field(serializers.ChoiceField(choices=RecordState.choices))
    def get_state(self, record: TrainingRecord) -> str:
        return record_state(record, clock.now().astimezone(SHANGHAI).date())


class BadgeSerializer(serializers.ModelSerializer[Badge]):
    person = serializers.CharField(source="person.username")
    name = serializers.CharField(source="person.name")
    state = serializers.SerializerMethodField(help_text="today")

    class Meta:
        model = Badge
        fields = (
            "number",
            "person",
            "name",
            "post",
            "valid_from",
            "valid_until",
            "state",
            "revoked_at",
            "revoked_reason",
        )
        read_only_fields = fields

    @extend_schema_field(serializers.ChoiceField(choices=BadgeState.choices))
    def get_state(self, badge: Badge) -> str:
        return state_of(badge, clock.now().astimezone(SHANGHAI).date())


class TrainingViewSet(ReadOnly[Training]):
    """/api/v1/trainings/: courses and drills, the same for everybody."""

    queryset = Training.objects.none()
    serializer_class = TrainingSerializer
    filterset_class = TrainingFilter
    lookup_field = "code"
    lookup_value_regex = "[^/]+"

    def get_queryset(self) -> QuerySet[Training]:
        return Training.objects.order_by("code") if self.person.is_active else Training.objects.none()


class RecordViewSet(ReadOnly[TrainingRecord]):
    """/api/v1/training-records/"""

    queryset = TrainingRecord.objects.none()
    serializer_class = RecordSerializer
    filterset_class = RecordFilter

    def get_queryset(self) -> QuerySet[TrainingRecord]:
        return records_for(self.person).select_related("person", "training").order_by("pk")


class BadgeViewSet(ReadOnly[Badge]):
    """/api/v1/badges/"""

    queryset = Badge.objects.none()
    serializer_class = BadgeSerializer
    filterset_class = BadgeFilter
    lookup_field = "number"
    lookup_value_regex = "[^/]+"

    def get_queryset(self) -> QuerySet[Badge]:
        return badges_for(self.person).select_related("person").order_by("number")
