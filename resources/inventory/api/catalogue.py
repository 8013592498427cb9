"""REST: depots and part types. The same access and filters as the pages; read only."""

from typing import Any

from django.db.models import QuerySet
from rest_framework import mixins, serializers, viewsets

from resources.inventory.access import may_see_inventory
from resources.inventory.filters_stock import DepotFilter, PartFilter
from resources.inventory.models import Depot, PartType
from resources.inventory.queries_stock import listed_depots, listed_parts


class DepotSerializer(serializers.ModelSerializer[Depot]):
    keeper = serializers.CharField(source="keeper.username", default=None, allow_null=True)
    deputy = serializers.CharField(source="deputy.username", default=None, allow_null=True)
    kinds = serializers.IntegerField(help_text="part types in stock")
    low = serializers.IntegerField(help_text="part types below their minimum")

    class Meta:
        model = Depot
        fields = (
            "code",
            "name",
            "region",
            "address",
            "longitude",
            "latitude",
            "keeper",
            "deputy",
            "phone",
            "opening_hours",
            "is_active",
            "kinds",
            "low",
        )


class PartSerializer(serializers.ModelSerializer[PartType]):
    on_hand = serializers.IntegerField(help_text="pieces in the depots that the caller sees")
    available = serializers.IntegerField(source="free", help_text="of these, not reserved")
    in_transit = serializers.IntegerField(help_text="on their way to these depots")

    class Meta:
        model = PartType
        fields = (
            "code",
            "name",
            "component",
            "terminal_models",
            "unit",
            "price",
            "supplier",
            "supplier_contact",
            "lead_days",
            "is_active",
            "on_hand",
            "available",
            "in_transit",
        )


class _ReadOnly(mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet[Any]):
    lookup_field = "code"
    lookup_value_regex = "[^/]+"


class DepotViewSet(_ReadOnly):
    """/api/v1/depots/ and /api/v1/depots/SH-01/."""

    queryset = Depot.objects.none()
    serializer_class = DepotSerializer
    filterset_class = DepotFilter

    def get_queryset(self) -> QuerySet[Depot]:
        return listed_depots(self.request.user).order_by("code")


class PartViewSet(_ReadOnly):
    """/api/v1/parts/ and /api/v1/parts/SCAN-01/. price: in fen."""

    queryset = PartType.objects.none()
    serializer_class = PartSerializer
    filterset_class = PartFilter

    def get_queryset(self) -> QuerySet[PartType]:
        person = self.request.user
        return listed_parts(person).order_by("code") if may_see_inventory(person) else PartType.objects.none()
