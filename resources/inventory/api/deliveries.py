"""REST: expected deliveries, and what becomes of them. The same access, filters and actions as the pages."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, serializers, status, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from emergency_ops.lib import clock
from resources.inventory.actions import deliveries as actions
from resources.inventory.filters_stock import DeliveryFilter
from resources.inventory.models import ExpectedDelivery
from resources.inventory.queries_stock import listed_deliveries
from resources.inventory.rules.stock import REASON_LENGTH

from .naming import KEY_HELP, depot_named, parts_named, read
from .pieces import PiecesField


class DeliverySerializer(serializers.ModelSerializer[ExpectedDelivery]):
    depot = serializers.CharField(source="depot.code")
    part = serializers.CharField(source="part.code")
    created_by = serializers.CharField(source="created_by.username")

    class Meta:
        model = ExpectedDelivery
        fields = (
            "id",
            "depot",
            "part",
            "quantity",
            "received",
            "expected_on",
            "supplier",
            "order_number",
            "state",
            "created_at",
            "created_by",
        )
        read_only_fields = fields


class DeliveryInSerializer(serializers.Serializer[Any]):
    depot = serializers.CharField(max_length=32, help_text="code")
    part = serializers.CharField(max_length=40, help_text="code")
    quantity = PiecesField()
    expected_on = serializers.DateField()
    supplier = serializers.CharField(max_length=80, required=False, allow_blank=True, default="")
    order_number = serializers.CharField(max_length=60, required=False, allow_blank=True, default="")
    key = serializers.CharField(max_length=80, required=False, allow_null=True, default=None, help_text=KEY_HELP)


class ArrivalSerializer(serializers.Serializer[Any]):
    quantity = PiecesField()
    key = serializers.CharField(max_length=80, required=False, allow_null=True, default=None, help_text=KEY_HELP)


class PostponementSerializer(serializers.Serializer[Any]):
    expected_on = serializers.DateField()
    reason = serializers.CharField(max_length=REASON_LENGTH, required=False, allow_blank=True, default="")


class CancellationSerializer(serializers.Serializer[Any]):
    reason = serializers.CharField(max_length=REASON_LENGTH)


class DeliveryViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet[ExpectedDelivery]):
    """/api/v1/deliveries/, and arrive, postpone and cancel below each."""

    queryset = ExpectedDelivery.objects.none()
    serializer_class = DeliverySerializer
    filterset_class = DeliveryFilter

    def get_queryset(self) -> QuerySet[ExpectedDelivery]:
        return listed_deliveries(self.request.user).order_by("expected_on", "id")

    @extend_schema(request=DeliveryInSerializer, responses={201: DeliverySerializer})
    def create(self, request: Request) -> Response:
        data = read(request, DeliveryInSerializer)
        code = data.pop("part")
        depot, part = depot_named(request.user, data.pop("depot")), parts_named([code])[code]
        row = actions.expect(depot, part, data.pop("quantity"), actor=request.user, now=clock.now(), **data)
        return Response(DeliverySerializer(row).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=ArrivalSerializer, responses=DeliverySerializer)
    @action(detail=True, methods=["post"])
    def arrive(self, request: Request, pk: str) -> Response:
        held, data = self.get_object(), read(request, ArrivalSerializer)
        row = actions.arrive(held, data["quantity"], actor=request.user, now=clock.now(), key=data["key"])
        return Response(DeliverySerializer(row).data)

    @extend_schema(request=PostponementSerializer, responses=DeliverySerializer)
    @action(detail=True, methods=["post"])
    def postpone(self, request: Request, pk: str) -> Response:
        held, data = self.get_object(), read(request, PostponementSerializer)
        row = actions.postpone(held, actor=request.user, now=clock.now(), **data)
        return Response(DeliverySerializer(row).data)

    @extend_schema(request=CancellationSerializer, responses=DeliverySerializer)
    @action(detail=True, methods=["post"])
    def cancel(self, request: Request, pk: str) -> Response:
        held, data = self.get_object(), read(request, CancellationSerializer)
        row = actions.cancel(held, actor=request.user, now=clock.now(), reason=data["reason"])
        return Response(DeliverySerializer(row).data)
