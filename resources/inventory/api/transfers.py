"""REST: transfers, and the steps of their journey. The same access, filters and actions as the pages."""

from collections.abc import Callable, Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, serializers, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from emergency_ops.lib import clock
from emergency_ops.lib.errors import Invalid
from resources.inventory import access_moving as access
from resources.inventory.actions import transfers as actions
from resources.inventory.filters_moving import TransferFilter
from resources.inventory.models import Depot, Transfer, TransferLine
from resources.inventory.queries_moving import listed_transfers
from resources.inventory.queries_stock import listed_reservations
from resources.inventory.rules.stock import MAX_QUANTITY
from resources.inventory.rules.transfers import MAX_LINES, REMARK_LENGTH
from resources.inventory.subjects import Subject
from resources.network.models import Site

from .naming import KEY_HELP, depot_named, parts_named, read, site_named


class TransferLineSerializer(serializers.ModelSerializer[TransferLine]):
    part = serializers.CharField(source="part.code")
    name = serializers.CharField(source="part.name")

    class Meta:
        model = TransferLine
        fields = ("id", "part", "name", "quantity", "received", "reservation")
        read_only_fields = fields


class TransferSerializer(serializers.ModelSerializer[Transfer]):
    source = serializers.CharField(source="source.code")  # type: ignore[assignment]
    to_depot = serializers.CharField(source="to_depot.code", default=None)
    to_site = serializers.CharField(source="to_site.code", default=None)
    pieces = serializers.IntegerField()
    received_pieces = serializers.IntegerField(source="got", allow_null=True)
    created_by = serializers.StringRelatedField[Any]()
    sent_by = serializers.StringRelatedField[Any]()
    received_by = serializers.StringRelatedField[Any]()

    class Meta:
        model = Transfer
        fields: tuple[str, ...] = (
            "number", "state", "source", "to_depot", "to_site", "pieces", "received_pieces", "carrier", "note",
            "reference", "created_at", "created_by", "sent_at", "sent_by", "expected_at", "received_at", "received_by",
            "remark",
        )  # fmt: skip
        read_only_fields = fields


class TransferDetailSerializer(TransferSerializer):
    lines = TransferLineSerializer(many=True)

    class Meta(TransferSerializer.Meta):
        fields = (*TransferSerializer.Meta.fields, "lines")
        read_only_fields = fields


class TransferLineInSerializer(serializers.Serializer[Any]):
    part = serializers.CharField(max_length=40, help_text="code")
    quantity = serializers.IntegerField(min_value=1, max_value=MAX_QUANTITY, help_text="pieces")
    reservation = serializers.IntegerField(required=False, allow_null=True, default=None)


class TransferInSerializer(serializers.Serializer[Any]):
    """A draft: from a depot to a depot or to a site, by their codes."""

    source = serializers.CharField(max_length=32)  # type: ignore[assignment]
    to_depot = serializers.CharField(max_length=32, required=False, allow_blank=True, default="")
    to_site = serializers.CharField(max_length=32, required=False, allow_blank=True, default="")
    lines = TransferLineInSerializer(many=True, allow_empty=False, max_length=MAX_LINES)  # type: ignore[call-arg]
    carrier = serializers.CharField(max_length=80, required=False, allow_blank=True, default="")
    expected_at = serializers.DateTimeField(required=False, allow_null=True, default=None)
    note = serializers.CharField(max_length=200, required=False, allow_blank=True, default="")
    key = serializers.CharField(max_length=80, required=False, allow_null=True, default=None, help_text=KEY_HELP)


class TransferSendSerializer(serializers.Serializer[Any]):
    carrier = serializers.CharField(max_length=80, required=False, allow_null=True, default=None)
    expected_at = serializers.DateTimeField(required=False, allow_null=True, default=None)
    key = serializers.CharField(max_length=80, required=False, default="", help_text=KEY_HELP)


class TransferCountSerializer(serializers.Serializer[Any]):
    line = serializers.IntegerField(help_text="id of the transfer's line")
    received = serializers.IntegerField(min_value=0, max_value=MAX_QUANTITY)


class TransferReceiptSerializer(serializers.Serializer[Any]):
    """A number for every line; fewer than were sent need a remark."""

    lines = TransferCountSerializer(many=True, allow_empty=False, max_length=MAX_LINES)  # type: ignore[call-arg]
    remark = serializers.CharField(max_length=REMARK_LENGTH, required=False, allow_blank=True, default="")
    key = serializers.CharField(max_length=80, required=False, default="", help_text=KEY_HELP)


class TransferCancelSerializer(serializers.Serializer[Any]):
    reason = serializers.CharField(max_length=200, required=False, allow_blank=True, default="")


class TransferViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet[Transfer]):
    """/api/v1/transfers/ and /api/v1/transfers/DB-…/, with send, receive, recall and cancel below it."""

    queryset = Transfer.objects.none()
    lookup_field = "number"
    filterset_class = TransferFilter

    def get_queryset(self) -> QuerySet[Transfer]:
        rows = listed_transfers(self.request.user).order_by("-created_at", "-pk")
        return rows if self.action == "list" else rows.prefetch_related("lines__part")

    def get_serializer_class(self) -> type[serializers.BaseSerializer[Transfer]]:
        return TransferSerializer if self.action == "list" else TransferDetailSerializer

    @extend_schema(request=TransferInSerializer, responses={201: TransferDetailSerializer})
    def create(self, request: Request) -> Response:
        data = read(request, TransferInSerializer)
        source, destination = _ends(request.user, data)
        lines = _lines(request.user, data.pop("lines"))
        access.require_drafter(request.user, source, destination)
        made = actions.create(
            source, destination, lines, subject=_subject_of(lines), actor=request.user, now=clock.now(), **data
        )
        return Response(self._shown(made), status=201)

    @extend_schema(request=TransferSendSerializer, responses=TransferDetailSerializer)
    @action(detail=True, methods=["post"])
    def send(self, request: Request, number: str) -> Response:
        data = read(request, TransferSendSerializer)
        return self._answer(actions.send(self.get_object(), actor=request.user, now=clock.now(), **data))

    @extend_schema(request=TransferReceiptSerializer, responses=TransferDetailSerializer)
    @action(detail=True, methods=["post"])
    def receive(self, request: Request, number: str) -> Response:
        return self._close(request, actions.receive)

    @extend_schema(request=TransferReceiptSerializer, responses=TransferDetailSerializer)
    @action(detail=True, methods=["post"])
    def recall(self, request: Request, number: str) -> Response:
        return self._close(request, actions.recall)

    @extend_schema(request=TransferCancelSerializer, responses=TransferDetailSerializer)
    @action(detail=True, methods=["post"])
    def cancel(self, request: Request, number: str) -> Response:
        data = read(request, TransferCancelSerializer)
        return self._answer(actions.cancel(self.get_object(), actor=request.user, now=clock.now(), **data))

    def _close(self, request: Request, act: Callable[..., Transfer]) -> Response:
        data = read(request, TransferReceiptSerializer)
        counts = {row["line"]: row["received"] for row in data.pop("lines")}
        return self._answer(act(self.get_object(), counts, actor=request.user, now=clock.now(), **data))

    def _answer(self, transfer: Transfer) -> Response:
        return Response(self._shown(transfer))

    def _shown(self, transfer: Transfer) -> Any:
        return TransferDetailSerializer(self.get_queryset().get(pk=transfer.pk)).data


def _ends(person: Any, data: dict[str, Any]) -> tuple[Depot, Depot | Site]:
    """Taken out of the data. Places that the person does not see are unknown."""
    source, depot, site = data.pop("source"), data.pop("to_depot"), data.pop("to_site")
    if bool(depot) == bool(site):
        raise Invalid("transfer_one_destination", _("请填写一个目的地：一个备件库，或者一个网点。"))
    if site:
        return depot_named(person, source), site_named(person, site)
    return depot_named(person, source), depot_named(person, depot)


def _subject_of(lines: Sequence[actions.Wanted]) -> Subject | None:
    """What the reservations in the lines are for; that of the first where they differ, which the draft refuses."""
    held = next((line.reservation for line in lines if line.reservation), None)
    return Subject(held.subject_kind, held.subject_id, held.reference) if held else None


def _lines(person: Any, rows: list[dict[str, Any]]) -> list[actions.Wanted]:
    """The lines with their parts and reservations, in two queries. Reservations that the person does not see are unknown."""
    parts = parts_named(row["part"] for row in rows)
    ids = [row["reservation"] for row in rows if row["reservation"] is not None]
    held = listed_reservations(person).in_bulk(ids)
    if len(held) < len(set(ids)):
        raise Invalid("reservation_unknown", _("没有这笔预留，请核对编号。"))
    return [actions.Wanted(parts[row["part"]], row["quantity"], held.get(row["reservation"])) for row in rows]
