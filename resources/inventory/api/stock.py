"""REST: stock levels, and the ledger. The same access, filters and actions as the pages."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, serializers, status, viewsets
from rest_framework.request import Request
from rest_framework.response import Response

from emergency_ops.lib import clock
from resources.inventory.actions.by_hand import BY_HAND
from resources.inventory.choices import MovementKind
from resources.inventory.filters_stock import LevelFilter, MovementFilter
from resources.inventory.models import StockLevel, StockMovement
from resources.inventory.queries_stock import listed_levels, listed_movements
from resources.inventory.rules import pieces
from resources.inventory.rules.stock import REASON_LENGTH
from resources.inventory.subjects import Subject

from .naming import KEY_HELP, depot_named, parts_named, read
from .pieces import PiecesField


class LevelSerializer(serializers.ModelSerializer[StockLevel]):
    depot = serializers.CharField(source="depot.code")
    part = serializers.CharField(source="part.code")
    available = serializers.IntegerField(help_text="on hand and not reserved")
    target = serializers.IntegerField(source="limits.target", default=None, allow_null=True)

    class Meta:
        model = StockLevel
        fields = ("depot", "part", "on_hand", "reserved", "available", "in_transit", "minimum", "target")
        read_only_fields = fields


class LevelViewSet(mixins.ListModelMixin, viewsets.GenericViewSet[StockLevel]):
    """/api/v1/stock-levels/?depot=SH-01&state=low."""

    queryset = StockLevel.objects.none()
    serializer_class = LevelSerializer
    filterset_class = LevelFilter

    def get_queryset(self) -> QuerySet[StockLevel]:
        return listed_levels(self.request.user).order_by("id")


class MovementSerializer(serializers.ModelSerializer[StockMovement]):
    depot = serializers.CharField(source="depot.code")
    part = serializers.CharField(source="part.code")
    actor = serializers.CharField(source="actor.username", default=None, allow_null=True)

    class Meta:
        model = StockMovement
        fields = ("id", "at", "kind", "depot", "part", "quantity", "balance", "reference", "actor", "reason")
        read_only_fields = fields


class MovementInSerializer(serializers.Serializer[Any]):
    """A row that is written by hand. quantity: pieces, positive; an adjustment brings its own sign."""

    kind = serializers.ChoiceField(choices=[(kind, MovementKind(kind).label) for kind in BY_HAND])
    depot = serializers.CharField(max_length=32, help_text="code")
    part = serializers.CharField(max_length=40, help_text="code")
    quantity = PiecesField(read=pieces.read_change)
    reason = serializers.CharField(max_length=REASON_LENGTH, required=False, allow_blank=True, default="")
    reference = serializers.CharField(max_length=60, required=False, allow_blank=True, default="")
    key = serializers.CharField(max_length=80, required=False, allow_null=True, default=None, help_text=KEY_HELP)


class MovementViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet[StockMovement]):
    """/api/v1/stock-movements/: the ledger; a POST writes a receipt, issue, return, adjustment or scrap."""

    queryset = StockMovement.objects.none()
    serializer_class = MovementSerializer
    filterset_class = MovementFilter

    def get_queryset(self) -> QuerySet[StockMovement]:
        return listed_movements(self.request.user).order_by("-id")

    @extend_schema(request=MovementInSerializer, responses={201: MovementSerializer})
    def create(self, request: Request) -> Response:
        data = read(request, MovementInSerializer)
        depot, part = depot_named(request.user, data["depot"]), parts_named([data["part"]])[data["part"]]
        subject = Subject("paper", 0, data["reference"]) if data["reference"] else None
        row = BY_HAND[data["kind"]](
            depot,
            part,
            data["quantity"],
            actor=request.user,
            now=clock.now(),
            reason=data["reason"],
            subject=subject,
            key=data["key"],
        )
        return Response(MovementSerializer(row).data, status=status.HTTP_201_CREATED)
