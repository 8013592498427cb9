"""REST: needs, and where they are met from. The same access and filters as the pages."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, serializers, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from emergency_ops.lib import clock
from resources.inventory.access_needs import needs_for
from resources.inventory.actions.planning import Take
from resources.inventory.choices import EquipmentKind
from resources.inventory.filters_needs import NeedFilter
from resources.inventory.models import Depot, Need, PartType, Reservation
from resources.inventory.sourcing import Sourcing, source, standing
from resources.inventory.sourcing_words import thing_of


class NeedSerializer(serializers.ModelSerializer[Need]):
    site = serializers.SlugRelatedField[Any](slug_field="code", read_only=True)
    terminal = serializers.SlugRelatedField[Any](slug_field="code", read_only=True)
    part = serializers.SlugRelatedField[Any](slug_field="code", read_only=True)
    thing = serializers.SerializerMethodField(help_text="the part's name or the kind of equipment, for people")

    class Meta:
        model = Need
        fields = (
            "id",
            "reference",
            "site",
            "terminal",
            "part",
            "equipment_kind",
            "thing",
            "quantity",
            "state",
            "note",
            "created_at",
        )
        read_only_fields = fields

    def get_thing(self, need: Need) -> str:
        return thing_of(need)


class NeedShape(serializers.Serializer[Any]):
    """A new need: of a part or of a kind of equipment."""

    site = serializers.CharField(max_length=32, help_text="code")
    part = serializers.SlugRelatedField(
        slug_field="code", queryset=PartType.objects.filter(is_active=True), required=False, allow_null=True
    )
    equipment_kind = serializers.ChoiceField(choices=EquipmentKind.choices, required=False, default="")
    terminal = serializers.CharField(max_length=40, required=False, default="", help_text="code")
    quantity = serializers.IntegerField(min_value=1)
    note = serializers.CharField(max_length=200, required=False, default="", allow_blank=True)


class PieceSerializer(serializers.Serializer[Any]):
    depot = serializers.CharField(source="depot.code")
    depot_name = serializers.CharField(source="depot.name")
    quantity = serializers.IntegerField()
    free = serializers.IntegerField(help_text="pieces there that nobody is promised")
    minutes = serializers.IntegerField(help_text="until they are at the site")
    arrives_at = serializers.DateTimeField(source="at")
    kilometres = serializers.IntegerField(allow_null=True)
    ready = serializers.CharField(source="source.ready.why", help_text="on_duty, open, called, opens or unknown")


class SourcedSerializer(serializers.Serializer[Any]):
    need = NeedSerializer()
    missing = serializers.IntegerField(help_text="pieces for which nothing is reserved")
    pieces = PieceSerializer(many=True)
    unmet = serializers.IntegerField(help_text="pieces that no depot has")
    why = serializers.ListField(child=serializers.CharField(), help_text="sentences")


class SourcingSerializer(serializers.Serializer[Any]):
    """A plan. `token` names it: sent as the key of a reservation, a repeat reserves nothing more."""

    token = serializers.CharField()
    made_at = serializers.DateTimeField()
    method = serializers.CharField(help_text="optimal, bounded (within `gap` of the best) or greedy")
    gap = serializers.FloatField(allow_null=True)
    shipments = serializers.IntegerField()
    needs = SourcedSerializer(many=True, source="rows")


class TakeShape(serializers.Serializer[Any]):
    need = serializers.IntegerField(min_value=1)
    depot = serializers.SlugRelatedField(slug_field="code", queryset=Depot.objects.filter(is_active=True))
    quantity = serializers.IntegerField(min_value=1)


class ReserveShape(serializers.Serializer[Any]):
    """Lines of a plan; all of them are reserved, or none."""

    key = serializers.CharField(max_length=40, help_text="a repeat with the same key reserves nothing more")
    takes = TakeShape(many=True, allow_empty=False)

    def given(self) -> list[Take]:
        lines: Sequence[dict[str, Any]] = self.validated_data["takes"]
        return [Take(line["need"], line["depot"].pk, line["quantity"]) for line in lines]


class PromiseSerializer(serializers.ModelSerializer[Reservation]):
    depot = serializers.SlugRelatedField[Any](slug_field="code", read_only=True)
    part = serializers.SlugRelatedField[Any](slug_field="code", read_only=True)

    class Meta:
        model = Reservation
        fields = ("id", "need", "depot", "part", "quantity", "issued", "state", "reference", "created_at")
        read_only_fields = fields


class NeedViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet[Need]):
    """/api/v1/needs/: what is needed at the sites that the caller sees. Needs are written where their subject is."""

    queryset = Need.objects.none()
    serializer_class = NeedSerializer
    filterset_class = NeedFilter
    lookup_value_regex = r"\d{1,18}"

    def get_queryset(self) -> QuerySet[Need]:
        rows = needs_for(self.request.user).select_related("site__region", "part", "terminal")
        return rows.order_by("-created_at", "-pk")

    @extend_schema(responses=SourcingSerializer)
    @action(detail=False, pagination_class=None)
    def sources(self, request: Request) -> Response:
        """One plan for all needs that are not met yet and that the filters let through."""
        wanted = self.filter_queryset(standing(needs_for(request.user)))
        return Response(plan_data(source(list(wanted), clock.now())))


def plan_data(plan: Sourcing) -> dict[str, Any]:
    return SourcingSerializer(plan).data
