"""REST: the operator's channels, and an incident's emergency codes with their scans; a code may be revoked."""

from typing import Any

from django.db.models import Q, QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, serializers, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from emergency_ops.lib import clock
from incidents.response.access import incidents_for
from resources.network.access import sites_for
from resources.staff.models import Person

from . import actions
from .addresses import address_of
from .choices import CodeState
from .filters import ChannelFilter, CodeApiFilter
from .models import EmergencyCode, OnlineChannel
from .queries import counted
from .rules import state_of


class OnlineChannelSerializer(serializers.ModelSerializer[OnlineChannel]):
    class Meta:
        model = OnlineChannel
        exclude = ("merchant_code",)


class EmergencyCodeSerializer(serializers.ModelSerializer[EmergencyCode]):
    incident = serializers.CharField(source="substitute.incident.number")
    site = serializers.CharField(source="site.code", default=None)
    terminal = serializers.CharField(source="terminal.code", default=None)
    url = serializers.SerializerMethodField()
    state = serializers.SerializerMethodField()
    opened = serializers.IntegerField(help_text="scans that led on")
    misled = serializers.IntegerField(help_text="scans after it was revoked or had expired")

    class Meta:
        model = EmergencyCode
        fields = (
            "code",
            "url",
            "incident",
            "substitute",
            "site",
            "terminal",
            "service",
            "state",
            "created_at",
            "expires_at",
            "revoked_at",
            "revoked_for",
            "opened",
            "misled",
        )

    def get_url(self, code: EmergencyCode) -> str:
        return address_of(code.code)

    def get_state(self, code: EmergencyCode) -> CodeState:
        return state_of(code.expires_at, code.revoked_at, clock.now())


class RevokeShape(serializers.Serializer[Any]):
    reason = serializers.CharField(max_length=200)


class OnlineChannelViewSet(viewsets.ReadOnlyModelViewSet[OnlineChannel]):
    """The catalogue of channels."""

    queryset = OnlineChannel.objects.all()
    serializer_class = OnlineChannelSerializer
    filterset_class = ChannelFilter


class EmergencyCodeViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet[EmergencyCode]):
    """Codes at sites that the caller sees; POST /revoke/ ends one."""

    queryset = EmergencyCode.objects.none()
    serializer_class = EmergencyCodeSerializer
    filterset_class = CodeApiFilter
    lookup_field = "code"

    def get_queryset(self) -> QuerySet[EmergencyCode]:
        person = self.request.user
        if not isinstance(person, Person):
            return EmergencyCode.objects.none()
        seen = EmergencyCode.objects.filter(
            Q(site=None) | Q(site__in=sites_for(person)), substitute__incident__in=incidents_for(person)
        )
        return (
            counted(seen).select_related("site", "terminal", "substitute__incident", "substitute__site").order_by("-pk")
        )

    @extend_schema(request=RevokeShape, responses=EmergencyCodeSerializer)
    @action(detail=True, methods=["post"])
    def revoke(self, request: Request, code: str) -> Response:
        person: Person = request.user  # type: ignore[assignment]
        found = self.get_object()
        shape = RevokeShape(data=request.data)
        shape.is_valid(raise_exception=True)
        actions.revoke(found, shape.validated_data["reason"], actor=person, now=clock.now())
        return Response(self.get_serializer(self.get_object()).data)
