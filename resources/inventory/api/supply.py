"""REST: the supply chain list, and what becomes of its requests. The same access, filters and actions as the pages."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, serializers, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from emergency_ops.lib import clock
from resources.inventory.access_supply import supplies_for
from resources.inventory.actions import supply as actions
from resources.inventory.filters_supply import SupplyFilter
from resources.inventory.models import Depot, SupplyRequest


class SupplySerializer(serializers.ModelSerializer[SupplyRequest]):
    site = serializers.SlugRelatedField[Any](slug_field="code", read_only=True)
    depot = serializers.SlugRelatedField[Any](slug_field="code", read_only=True)
    part = serializers.SlugRelatedField[Any](slug_field="code", read_only=True)
    owner = serializers.SlugRelatedField[Any](slug_field="username", read_only=True)

    class Meta:
        model = SupplyRequest
        fields = (
            "number",
            "reference",
            "is_drill",
            "site",
            "depot",
            "part",
            "equipment_kind",
            "quantity",
            "state",
            "supplier",
            "supplier_contact",
            "order_number",
            "expected_on",
            "owner",
            "asked_at",
            "ordered_at",
            "ended_at",
            "note",
        )
        read_only_fields = fields


class SupplyOrderShape(serializers.Serializer[Any]):
    supplier = serializers.CharField(max_length=80)
    contact = serializers.CharField(max_length=80, required=False, default="", allow_blank=True)
    order_number = serializers.CharField(max_length=60, required=False, default="", allow_blank=True)


class SupplyPromiseShape(serializers.Serializer[Any]):
    expected_on = serializers.DateField()
    depot = serializers.SlugRelatedField(
        slug_field="code",
        queryset=Depot.objects.filter(is_active=True),
        required=False,
        help_text="where a part is delivered; needed the first time",
    )
    reason = serializers.CharField(max_length=actions.TEXT_LENGTH, required=False, default="", allow_blank=True)


class SupplyViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet[SupplyRequest]):
    """/api/v1/supply-requests/: what no depot has, who gets it from whom, and by when."""

    queryset = SupplyRequest.objects.none()
    serializer_class = SupplySerializer
    filterset_class = SupplyFilter
    lookup_field = "number"

    def get_queryset(self) -> QuerySet[SupplyRequest]:
        rows = supplies_for(self.request.user).select_related("part", "site", "depot", "owner", "delivery")
        return rows.order_by("-asked_at", "-pk")

    @extend_schema(request=SupplyOrderShape, responses=SupplySerializer)
    @action(detail=True, methods=["post"])
    def order(self, request: Request, number: str) -> Response:
        return self._step(request, SupplyOrderShape, actions.order)

    @extend_schema(request=SupplyPromiseShape, responses=SupplySerializer)
    @action(detail=True, methods=["post"])
    def promise(self, request: Request, number: str) -> Response:
        """The supplier promises a day; of a part that makes, or moves, the expected delivery of a depot."""
        return self._step(request, SupplyPromiseShape, actions.promise)

    def _step(self, request: Request, shape: type[serializers.Serializer[Any]], act: Callable[..., object]) -> Response:
        given = shape(data=request.data)
        given.is_valid(raise_exception=True)
        act(self.get_object(), actor=request.user, now=clock.now(), **given.validated_data)
        return Response(SupplySerializer(self.get_object()).data)
