"""REST: stocktakes. What the books say is not shown before the count is finished."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, serializers, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from emergency_ops.lib import clock
from resources.inventory.actions import stocktakes as actions
from resources.inventory.choices import StocktakeState
from resources.inventory.filters_moving import StocktakeFilter
from resources.inventory.models import PartType, Stocktake, StocktakeLine
from resources.inventory.queries_moving import lines_of_stocktake, listed_stocktakes
from resources.inventory.rules.stock import MAX_ON_HAND, REASON_LENGTH

from .naming import KEY_HELP, depot_named, parts_named, read

MOST = 1000


class StocktakeLineSerializer(serializers.ModelSerializer[StocktakeLine]):
    """expected and variance: null while the count goes on."""

    part = serializers.CharField(source="part.code")
    name = serializers.CharField(source="part.name")
    counted_by = serializers.StringRelatedField[Any]()
    expected = serializers.SerializerMethodField()
    variance = serializers.SerializerMethodField()

    class Meta:
        model = StocktakeLine
        fields = ("id", "part", "name", "counted", "counted_at", "counted_by", "expected", "variance", "reason")
        read_only_fields = fields

    def get_expected(self, line: StocktakeLine) -> int | None:
        return None if self.context["blind"] else line.expected

    def get_variance(self, line: StocktakeLine) -> int | None:
        return None if self.context["blind"] else line.variance


class StocktakeSerializer(serializers.ModelSerializer[Stocktake]):
    depot = serializers.CharField(source="depot.code")
    total = serializers.IntegerField(help_text="parts to count")
    done = serializers.IntegerField(help_text="parts counted")
    started_by = serializers.StringRelatedField[Any]()
    counted_by = serializers.StringRelatedField[Any]()
    posted_by = serializers.StringRelatedField[Any]()

    class Meta:
        model = Stocktake
        fields: tuple[str, ...] = (
            "number", "depot", "state", "total", "done", "started_at", "started_by", "counted_at", "counted_by",
            "posted_at", "posted_by", "remark",
        )  # fmt: skip
        read_only_fields = fields


class StocktakeDetailSerializer(StocktakeSerializer):
    lines = serializers.SerializerMethodField()

    class Meta(StocktakeSerializer.Meta):
        fields = (*StocktakeSerializer.Meta.fields, "lines")
        read_only_fields = fields

    @extend_schema(responses=StocktakeLineSerializer(many=True))
    def get_lines(self, stocktake: Stocktake) -> list[dict[str, Any]]:
        context = {"blind": stocktake.state == StocktakeState.COUNTING}
        return list(StocktakeLineSerializer(lines_of_stocktake(stocktake), many=True, context=context).data)


class StocktakeStartSerializer(serializers.Serializer[Any]):
    depot = serializers.CharField(max_length=32)
    parts = serializers.ListField(
        child=serializers.CharField(max_length=40),
        required=False,
        max_length=MOST,
        help_text="codes; all where left out",
    )
    remark = serializers.CharField(max_length=200, required=False, allow_blank=True, default="")
    key = serializers.CharField(max_length=80, required=False, allow_null=True, default=None, help_text=KEY_HELP)


class StocktakeCountSerializer(serializers.Serializer[Any]):
    part = serializers.CharField(max_length=40, help_text="code; one that is not on the list is added")
    counted = serializers.IntegerField(min_value=0, max_value=MAX_ON_HAND)
    at = serializers.DateTimeField(required=False, allow_null=True, default=None, help_text="when it was counted; now")


class StocktakeCountsSerializer(serializers.Serializer[Any]):
    """All of them, or none."""

    counts = StocktakeCountSerializer(many=True, allow_empty=False, max_length=MOST)  # type: ignore[call-arg]
    key = serializers.CharField(max_length=80, required=False, default="", help_text=KEY_HELP)


class StocktakeFinishSerializer(serializers.Serializer[Any]):
    leave_uncounted = serializers.BooleanField(default=False, help_text="parts without a count stay as they are")


class StocktakeReasonSerializer(serializers.Serializer[Any]):
    part = serializers.CharField(max_length=40, help_text="code")
    reason = serializers.CharField(max_length=REASON_LENGTH)


class StocktakePostSerializer(serializers.Serializer[Any]):
    """A reason for every variance; `reason` for those without one of their own."""

    reasons = StocktakeReasonSerializer(many=True, required=False, default=list)
    reason = serializers.CharField(max_length=REASON_LENGTH, required=False, allow_blank=True, default="")
    remark = serializers.CharField(max_length=200, required=False, allow_blank=True, default="")


class StocktakeRecountSerializer(serializers.Serializer[Any]):
    parts = serializers.ListField(child=serializers.CharField(max_length=40), allow_empty=False, max_length=MOST)


class StocktakeCancelSerializer(serializers.Serializer[Any]):
    reason = serializers.CharField(max_length=200, required=False, allow_blank=True, default="")


class StocktakeViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet[Stocktake]):
    """/api/v1/stocktakes/ and /api/v1/stocktakes/PD-…/, with count, finish, post, recount and cancel below it."""

    queryset = Stocktake.objects.none()
    lookup_field = "number"
    filterset_class = StocktakeFilter

    def get_queryset(self) -> QuerySet[Stocktake]:
        return listed_stocktakes(self.request.user).order_by("-started_at", "-pk")

    def get_serializer_class(self) -> type[serializers.BaseSerializer[Stocktake]]:
        return StocktakeSerializer if self.action == "list" else StocktakeDetailSerializer

    @extend_schema(request=StocktakeStartSerializer, responses={201: StocktakeDetailSerializer})
    def create(self, request: Request) -> Response:
        data = read(request, StocktakeStartSerializer)
        depot = depot_named(request.user, data["depot"])
        parts = list(parts_named(data["parts"]).values()) if "parts" in data else None
        made = actions.start(
            depot, parts=parts, actor=request.user, now=clock.now(), remark=data["remark"], key=data["key"]
        )
        return Response(self._shown(made), status=201)

    @extend_schema(request=StocktakeCountsSerializer, responses=StocktakeDetailSerializer)
    @action(detail=True, methods=["post"])
    def count(self, request: Request, number: str) -> Response:
        found, data = self.get_object(), read(request, StocktakeCountsSerializer)
        parts = parts_named([row["part"] for row in data["counts"]])
        with transaction.atomic():
            for row in data["counts"]:
                _count(found, parts[row["part"]], row, request.user, clock.now(), data["key"])
        return Response(self._shown(found))

    @extend_schema(request=StocktakeFinishSerializer, responses=StocktakeDetailSerializer)
    @action(detail=True, methods=["post"])
    def finish(self, request: Request, number: str) -> Response:
        data = read(request, StocktakeFinishSerializer)
        return Response(self._shown(actions.finish(self.get_object(), actor=request.user, now=clock.now(), **data)))

    @extend_schema(request=StocktakePostSerializer, responses=StocktakeDetailSerializer)
    @action(detail=True, methods=["post"], url_path="post")
    def post_variances(self, request: Request, number: str) -> Response:
        found, data = self.get_object(), read(request, StocktakePostSerializer)
        own = {row["part"]: row["reason"] for row in data["reasons"]}
        codes = found.lines.values_list("pk", "part__code")
        reasons = {pk: own.get(code, data["reason"]) for pk, code in codes}
        actions.post(found, reasons, actor=request.user, now=clock.now(), remark=data["remark"])
        return Response(self._shown(found))

    @extend_schema(request=StocktakeRecountSerializer, responses=StocktakeDetailSerializer)
    @action(detail=True, methods=["post"])
    def recount(self, request: Request, number: str) -> Response:
        found, data = self.get_object(), read(request, StocktakeRecountSerializer)
        lines = list(found.lines.filter(part__in=parts_named(data["parts"]).values()).values_list("pk", flat=True))
        return Response(self._shown(actions.recount(found, lines, actor=request.user, now=clock.now())))

    @extend_schema(request=StocktakeCancelSerializer, responses=StocktakeDetailSerializer)
    @action(detail=True, methods=["post"])
    def cancel(self, request: Request, number: str) -> Response:
        data = read(request, StocktakeCancelSerializer)
        return Response(self._shown(actions.cancel(self.get_object(), actor=request.user, now=clock.now(), **data)))

    def _shown(self, stocktake: Stocktake) -> Any:
        return StocktakeDetailSerializer(self.get_queryset().get(pk=stocktake.pk)).data


def _count(found: Stocktake, part: PartType, row: dict[str, Any], actor: Any, now: datetime, key: str) -> None:
    line = actions.add_line(found, part, actor=actor, now=now)
    actions.count(found, line.pk, row["counted"], actor=actor, now=now, at=row["at"], key=key)
