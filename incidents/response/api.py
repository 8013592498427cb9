"""REST: incidents as JSON, and the moves that other systems may make. The same access, filters and actions as the pages."""

from collections.abc import Callable, Mapping
from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import mixins, serializers, viewsets
from rest_framework.decorators import action
from rest_framework.parsers import JSONParser, MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from emergency_ops.lib import clock
from resources.attachments.api import AttachmentSerializer
from resources.attachments.models import Attachment
from resources.staff.models import Person

from . import actions, queries
from .access import substitutes_of
from .api_operations import OperationsMixin
from .api_resources import ResourcesMixin
from .api_timeline import TimelineMixin
from .attaching import IDS, files_of
from .choices import ResponseLevel
from .filters import IncidentFilter
from .models import Incident, Substitute, TimelineEntry
from .reading import clock_of, evidence_of
from .timeline import entries, sentence

ENTRIES = 200


class ClockSerializer(serializers.Serializer[Any]):
    state = serializers.CharField(help_text="running, warned, overdue, met, met_late, ended, ended_late or void")
    started = serializers.DateTimeField()
    due = serializers.DateTimeField()
    ended = serializers.DateTimeField(allow_null=True)
    nothing_serves = serializers.BooleanField(
        source="bare", help_text="stopped once, but every substitute is withdrawn"
    )


class IncidentSerializer(serializers.ModelSerializer[Incident]):
    clock = serializers.SerializerMethodField()

    class Meta:
        model = Incident
        fields: tuple[str, ...] = (
            "number",
            "title",
            "status",
            "scope",
            "category",
            "payment_method",
            "grade",
            "response_level",
            "region",
            "is_drill",
            "began_at",
            "opened_at",
            "confirmed_at",
            "activated_at",
            "restored_at",
            "closed_at",
            "expected_until",
            "affected_terminals",
            "affected_sites",
            "affected_users",
            "coverage_km2",
            "clock",
        )
        read_only_fields = fields

    @extend_schema_field(ClockSerializer)
    def get_clock(self, incident: Incident) -> dict[str, Any]:
        return ClockSerializer(clock_of(incident, self.context["now"])).data


class SubstituteSerializer(serializers.ModelSerializer[Substitute]):
    site = serializers.SlugRelatedField[Any](slug_field="code", read_only=True)

    class Meta:
        model = Substitute
        fields = (
            "id", "site", "kind", "status", "place", "hours", "capacity", "evidence", "serving_since", "withdrawn_at",
        )  # fmt: skip
        read_only_fields = fields


class EntrySerializer(serializers.ModelSerializer[TimelineEntry]):
    sentence = serializers.SerializerMethodField()
    actor = serializers.StringRelatedField[Any]()
    acting_for = serializers.StringRelatedField[Any]()
    attachments = serializers.SerializerMethodField()

    class Meta:
        model = TimelineEntry
        fields = ("at", "kind", "code", "sentence", "text", "actor", "acting_for", "attachments")
        read_only_fields = fields

    def get_sentence(self, entry: TimelineEntry) -> str:
        return sentence(entry)

    @extend_schema_field(AttachmentSerializer(many=True))
    def get_attachments(self, entry: TimelineEntry) -> Any:
        files: Mapping[int, Attachment] = self.context["files"]
        found = [files[key] for key in entry.params.get(IDS, ()) if key in files]
        return AttachmentSerializer(found, many=True).data


class IncidentDetailSerializer(IncidentSerializer):
    """One incident with its evidence, substitutes and history."""

    evidence = serializers.SerializerMethodField()
    substitutes = serializers.SerializerMethodField()
    users_terms = serializers.SerializerMethodField()
    timeline = serializers.SerializerMethodField()

    class Meta(IncidentSerializer.Meta):
        fields = (*IncidentSerializer.Meta.fields, "users_terms", "evidence", "substitutes", "timeline")
        read_only_fields = fields

    def get_evidence(self, incident: Incident) -> str:
        return evidence_of(incident)

    @extend_schema_field(SubstituteSerializer(many=True))
    def get_substitutes(self, incident: Incident) -> Any:
        seen = substitutes_of(self.context["request"].user, incident)
        return SubstituteSerializer(seen.select_related("site"), many=True).data

    def get_users_terms(self, incident: Incident) -> dict[str, Any]:
        return queries.users_terms(self.context["request"].user, incident)

    @extend_schema_field(EntrySerializer(many=True))
    def get_timeline(self, incident: Incident) -> Any:
        rows = list(entries(incident)[:ENTRIES])
        return EntrySerializer(rows, many=True, context={"files": files_of(rows)}).data


class RemarkSerializer(serializers.Serializer[Any]):
    text = serializers.CharField(required=False, allow_blank=True, default="", max_length=2000)


class NoteSerializer(serializers.Serializer[Any]):
    """As JSON, or as multipart/form-data with files."""

    text = serializers.CharField(required=False, allow_blank=True, default="", max_length=2000)
    uploads = serializers.ListField(child=serializers.FileField(), required=False, default=list)


class ActivateSerializer(RemarkSerializer):
    level = serializers.ChoiceField(choices=ResponseLevel.choices)


class NothingSerializer(serializers.Serializer[Any]):
    """No body."""


class IncidentViewSet(
    OperationsMixin,
    ResourcesMixin,
    TimelineMixin,
    mixins.ListModelMixin,
    mixins.RetrieveModelMixin,
    viewsets.GenericViewSet[Incident],
):
    """/api/v1/incidents/ and /api/v1/incidents/YJ-…/, with timeline, confirm, acknowledge, activate, note and resources below it."""

    queryset = Incident.objects.none()
    lookup_field = "number"
    filterset_class = IncidentFilter
    entry_serializer = EntrySerializer

    def get_queryset(self) -> QuerySet[Incident]:
        if not isinstance(self.request.user, Person):
            return Incident.objects.none()
        return queries.listed(self.request.user)

    def get_serializer_class(self) -> type[serializers.BaseSerializer[Incident]]:
        return IncidentSerializer if self.action == "list" else IncidentDetailSerializer

    def get_serializer_context(self) -> dict[str, Any]:
        return {**super().get_serializer_context(), "now": clock.now()}

    @extend_schema(request=RemarkSerializer, responses=IncidentDetailSerializer)
    @action(detail=True, methods=["post"])
    def confirm(self, request: Request, number: str) -> Response:
        return self._move(request, RemarkSerializer, actions.confirm)

    @extend_schema(request=NothingSerializer, responses=IncidentDetailSerializer)
    @action(detail=True, methods=["post"])
    def acknowledge(self, request: Request, number: str) -> Response:
        return self._move(request, NothingSerializer, actions.acknowledge)

    @extend_schema(request=ActivateSerializer, responses=IncidentDetailSerializer)
    @action(detail=True, methods=["post"])
    def activate(self, request: Request, number: str) -> Response:
        return self._move(request, ActivateSerializer, actions.activate)

    @extend_schema(request=NoteSerializer, responses=IncidentDetailSerializer)
    @action(detail=True, methods=["post"], parser_classes=[JSONParser, MultiPartParser])
    def note(self, request: Request, number: str) -> Response:
        return self._move(request, NoteSerializer, actions.note)

    def _move(self, request: Request, shape: type[serializers.Serializer[Any]], act: Callable[..., object]) -> Response:
        """Check the shape, act, answer with the incident as it is then."""
        person = request.user
        incident = self.get_object()
        data = shape(data=request.data)
        data.is_valid(raise_exception=True)
        act(incident, actor=person, now=clock.now(), **data.validated_data)
        return Response(self.get_serializer(self.get_object()).data)
