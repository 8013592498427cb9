"""REST for people and programs that are signed in: send commands, read what came back."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, serializers, viewsets
from rest_framework.request import Request
from rest_framework.response import Response

from emergency_ops.lib import clock
from incidents.response.access import incident_or_404
from resources.staff.models import Person

from . import actions, queries
from .choices import CommandKind
from .filters import CommandFilter
from .models import TerminalCommand


class TerminalCommandSerializer(serializers.ModelSerializer[TerminalCommand]):
    terminal = serializers.CharField(source="terminal.code")
    incident = serializers.CharField(source="incident.number", default=None)
    requested_by = serializers.StringRelatedField[Any]()

    class Meta:
        model = TerminalCommand
        fields = (
            "uuid",
            "batch",
            "terminal",
            "incident",
            "kind",
            "params",
            "state",
            "reason",
            "requested_by",
            "queued_at",
            "due_at",
            "fetched_at",
            "ended_at",
            "output",
            "data",
        )
        read_only_fields = fields


class SendShape(serializers.Serializer[Any]):
    kind = serializers.ChoiceField(choices=CommandKind.choices)
    terminals = serializers.ListField(child=serializers.CharField(max_length=40), max_length=actions.MOST)
    incident = serializers.CharField(required=False, default="", help_text="number, without it no incident tells of it")
    params = serializers.DictField(
        required=False,
        default=dict,
        help_text="show_text {text, until: ISO time} or {clear: true}, fetch_log {lines}",
    )
    reason = serializers.CharField(required=False, allow_blank=True, default="", max_length=200)


class TerminalCommandViewSet(
    mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet[TerminalCommand]
):
    """Remote commands to terminals that the caller sees, the newest first; POST sends one to several terminals."""

    queryset = TerminalCommand.objects.none()
    serializer_class = TerminalCommandSerializer
    filterset_class = CommandFilter
    lookup_field = "uuid"

    def get_queryset(self) -> QuerySet[TerminalCommand]:
        if not isinstance(self.request.user, Person):
            return TerminalCommand.objects.none()
        return queries.listed_commands(self.request.user)

    @extend_schema(request=SendShape, responses={201: TerminalCommandSerializer(many=True)}, filters=False)
    def create(self, request: Request) -> Response:
        person: Person = request.user  # type: ignore[assignment]
        shape = SendShape(data=request.data)
        shape.is_valid(raise_exception=True)
        data = shape.validated_data
        number = data.pop("incident")
        incident = incident_or_404(person, number) if number else None
        sent = actions.send(actor=person, now=clock.now(), incident=incident, **data)
        return Response(TerminalCommandSerializer(sent, many=True).data, status=201)
