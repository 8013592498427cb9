"""REST: promised pieces. The same access, filters and actions as the pages."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, serializers, status, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from emergency_ops.lib import clock
from resources.inventory.actions.planning import release
from resources.inventory.actions.reservations import reserve
from resources.inventory.filters_stock import ReservationFilter
from resources.inventory.models import Reservation
from resources.inventory.queries_stock import listed_reservations
from resources.inventory.rules.stock import REASON_LENGTH
from resources.inventory.subjects import Subject

from .naming import KEY_HELP, depot_named, parts_named, read
from .pieces import PiecesField


class ReservationSerializer(serializers.ModelSerializer[Reservation]):
    depot = serializers.CharField(source="depot.code")
    part = serializers.CharField(source="part.code")
    created_by = serializers.CharField(source="created_by.username", default=None, allow_null=True)

    class Meta:
        model = Reservation
        fields = (
            "id",
            "reference",
            "depot",
            "part",
            "quantity",
            "issued",
            "state",
            "created_at",
            "created_by",
            "ended_at",
            "ended_reason",
        )
        read_only_fields = fields


class ReservationInSerializer(serializers.Serializer[Any]):
    depot = serializers.CharField(max_length=32, help_text="code")
    part = serializers.CharField(max_length=40, help_text="code")
    quantity = PiecesField()
    reference = serializers.CharField(max_length=60, help_text="what the pieces are for")
    key = serializers.CharField(max_length=80, required=False, allow_null=True, default=None, help_text=KEY_HELP)


class ReleaseSerializer(serializers.Serializer[Any]):
    reason = serializers.CharField(max_length=REASON_LENGTH)


class ReservationViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet[Reservation]):
    """/api/v1/reservations/, and …/7/release/."""

    queryset = Reservation.objects.none()
    serializer_class = ReservationSerializer
    filterset_class = ReservationFilter

    def get_queryset(self) -> QuerySet[Reservation]:
        return listed_reservations(self.request.user).order_by("-created_at", "-id")

    @extend_schema(request=ReservationInSerializer, responses={201: ReservationSerializer})
    def create(self, request: Request) -> Response:
        data = read(request, ReservationInSerializer)
        depot, part = depot_named(request.user, data["depot"]), parts_named([data["part"]])[data["part"]]
        subject = Subject("external", 0, data["reference"])
        facts: dict[str, Any] = {"subject": subject, "actor": request.user, "now": clock.now(), "key": data["key"]}
        row = reserve(depot, part, data["quantity"], **facts)
        return Response(ReservationSerializer(row).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=ReleaseSerializer, responses=ReservationSerializer)
    @action(detail=True, methods=["post"])
    def release(self, request: Request, pk: str) -> Response:
        held = self.get_object()
        reason = read(request, ReleaseSerializer)["reason"]
        row = release(held, reason=reason, actor=request.user, now=clock.now())
        return Response(ReservationSerializer(row).data)
