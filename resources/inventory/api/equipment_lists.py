"""REST: the versions of the list of technical equipment, as far as each reader sees them."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, serializers, viewsets
from rest_framework.request import Request
from rest_framework.response import Response

from emergency_ops.lib import clock
from resources.inventory.actions.equipment_lists import issue_version
from resources.inventory.equipment_list import scoped
from resources.inventory.filters_equipment import VersionFilter
from resources.inventory.models import EquipmentListVersion
from resources.inventory.queries_lists import versions_for
from resources.network.access import visible_regions

from . import equipment_shapes as shapes
from .equipment import person_of


class VersionSerializer(serializers.ModelSerializer[EquipmentListVersion]):
    created_by = serializers.CharField(source="created_by.username", default=None, allow_null=True)

    class Meta:
        model = EquipmentListVersion
        fields: tuple[str, ...] = ("number", "note", "digest", "created_at", "created_by")


class WholeVersionSerializer(VersionSerializer):
    content = serializers.SerializerMethodField(help_text="as far as it lies in the regions that the caller sees")

    class Meta(VersionSerializer.Meta):
        fields = (*VersionSerializer.Meta.fields, "content")

    def get_content(self, version: EquipmentListVersion) -> dict[str, Any]:
        return scoped(version.content, visible_regions(self.context["request"].user))


class VersionViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet[EquipmentListVersion]):
    """The list of technical equipment: its versions, one of them with what it says."""

    queryset = EquipmentListVersion.objects.none()
    serializer_class = VersionSerializer
    filterset_class = VersionFilter
    lookup_field = "number"
    lookup_value_regex = r"\d{1,9}"

    def get_queryset(self) -> QuerySet[EquipmentListVersion]:
        rows = versions_for(self.request.user).order_by("-number")
        return rows.defer(None) if self.action == "retrieve" else rows

    def get_serializer_class(self) -> type[VersionSerializer]:
        return WholeVersionSerializer if self.action == "retrieve" else VersionSerializer

    @extend_schema(request=shapes.EquipmentListIssue, responses={201: VersionSerializer})
    def create(self, request: Request) -> Response:
        """Issues a version; 409 where nothing has changed."""
        given = shapes.EquipmentListIssue(data=request.data)
        given.is_valid(raise_exception=True)
        version = issue_version(given.validated_data["note"], actor=person_of(request), now=clock.now())
        return Response(VersionSerializer(version).data, status=201)
