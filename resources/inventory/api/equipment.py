"""REST: equipment and the steps of its custody. The same access, filters and actions as the pages."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import mixins, serializers, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from emergency_ops.lib import clock
from resources.inventory.access_equipment import equipment_for, equipment_or_404
from resources.inventory.actions import custody
from resources.inventory.actions.chain import By
from resources.inventory.actions.custody import Found, Receiver
from resources.inventory.actions.swapping import Swap, swap
from resources.inventory.filters_equipment import CustodyFilter, EquipmentFilter
from resources.inventory.models import CustodyEntry, Equipment
from resources.inventory.sentences_custody import sentence
from resources.staff.models import Person

from . import equipment_shapes as shapes

_KEY = OpenApiParameter(
    "Idempotency-Key",
    str,
    OpenApiParameter.HEADER,
    description="repeats of a key change nothing; at most 80 characters",
)


class EquipmentSerializer(serializers.ModelSerializer[Equipment]):
    depot = serializers.CharField(source="depot.code")
    region = serializers.CharField(source="depot.region_id")
    holder = serializers.CharField(source="holder.username", default=None, allow_null=True)
    site = serializers.CharField(source="site.code", default=None, allow_null=True)
    terminal = serializers.CharField(source="terminal.code", default=None, allow_null=True)

    class Meta:
        model = Equipment
        fields = (
            "code",
            "kind",
            "model",
            "serial_number",
            "depot",
            "region",
            "state",
            "condition",
            "holder",
            "site",
            "terminal",
            "reference",
            "due_back",
            "maintenance_months",
            "maintenance_due",
            "battery_percent",
            "battery_checked_at",
            "note",
        )


class CustodySerializer(serializers.ModelSerializer[CustodyEntry]):
    equipment = serializers.CharField(source="equipment.code")
    actor = serializers.CharField(source="actor.username", default=None, allow_null=True)
    holder = serializers.CharField(source="holder.username", default=None, allow_null=True)
    depot = serializers.CharField(source="depot.code", default=None, allow_null=True)
    site = serializers.CharField(source="site.code", default=None, allow_null=True)
    sentence = serializers.SerializerMethodField()

    class Meta:
        model = CustodyEntry
        fields = (
            "id",
            "equipment",
            "kind",
            "at",
            "actor",
            "holder",
            "depot",
            "site",
            "condition",
            "battery_percent",
            "reference",
            "text",
            "sentence",
        )

    def get_sentence(self, entry: CustodyEntry) -> str:
        return sentence(entry)


class EquipmentViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet[Equipment]):
    """Equipment by its code; each POST takes one step of its custody."""

    queryset = Equipment.objects.none()
    serializer_class = EquipmentSerializer
    filterset_class = EquipmentFilter
    lookup_field = "code"
    lookup_value_regex = "[^/]+"

    def get_queryset(self) -> QuerySet[Equipment]:
        return equipment_for(self.request.user).select_related("depot", "holder", "site", "terminal").order_by("code")

    def _step(
        self, request: Request, code: str, shape: type[shapes.EquipmentStep], act: Callable[..., Equipment]
    ) -> Response:
        item = equipment_or_404(request.user, code)
        given = shape(data=request.data, context={"request": request, "item": item})
        given.is_valid(raise_exception=True)
        data = given.validated_data
        reference = data.get("reference", "")
        act(item, data, By(person_of(request), clock.now(), data["text"], key_of(request), reference=reference))
        return Response(EquipmentSerializer(self.get_queryset().get(pk=item.pk)).data)

    @extend_schema(request=shapes.EquipmentHandOut, responses=EquipmentSerializer, parameters=[_KEY])
    @action(detail=True, methods=["post"], url_path="hand-out")
    def hand_out(self, request: Request, code: str) -> Response:
        """领用 to a person, to a site, or both."""

        def act(item: Equipment, data: dict[str, Any], by: By) -> Equipment:
            return custody.hand_out(item, Receiver(data.get("holder"), data.get("site"), data.get("due_back")), by)

        return self._step(request, code, shapes.EquipmentHandOut, act)

    @extend_schema(request=shapes.EquipmentBack, responses=EquipmentSerializer, parameters=[_KEY])
    @action(detail=True, methods=["post"], url_path="take-back")
    def take_back(self, request: Request, code: str) -> Response:
        """归还, to its depot or another one."""

        def act(item: Equipment, data: dict[str, Any], by: By) -> Equipment:
            found = Found(data["condition"], data.get("battery_percent"))
            return custody.take_back(item, data.get("depot") or item.depot, found, by)

        return self._step(request, code, shapes.EquipmentBack, act)

    @extend_schema(request=shapes.EquipmentMove, responses=EquipmentSerializer, parameters=[_KEY])
    @action(detail=True, methods=["post"])
    def move(self, request: Request, code: str) -> Response:
        """移库."""
        return self._step(
            request, code, shapes.EquipmentMove, lambda item, data, by: custody.move(item, data["depot"], by)
        )

    @extend_schema(request=shapes.EquipmentStep, responses=EquipmentSerializer, parameters=[_KEY])
    @action(detail=True, methods=["post"])
    def maintenance(self, request: Request, code: str) -> Response:
        """送修; `text` says why."""
        return self._step(
            request, code, shapes.EquipmentStep, lambda item, data, by: custody.send_to_maintenance(item, by)
        )

    @extend_schema(request=shapes.EquipmentChange, responses=EquipmentSerializer, parameters=[_KEY])
    @action(detail=True, methods=["post"], url_path="maintenance-done")
    def maintenance_done(self, request: Request, code: str) -> Response:
        """维护完成."""

        def act(item: Equipment, data: dict[str, Any], by: By) -> Equipment:
            return custody.maintenance_done(item, data["condition"], by)

        return self._step(request, code, shapes.EquipmentChange, act)

    @extend_schema(request=shapes.EquipmentBattery, responses=EquipmentSerializer, parameters=[_KEY])
    @action(detail=True, methods=["post"])
    def battery(self, request: Request, code: str) -> Response:
        """电量检查."""

        def act(item: Equipment, data: dict[str, Any], by: By) -> Equipment:
            return custody.check_battery(item, data["percent"], by)

        return self._step(request, code, shapes.EquipmentBattery, act)

    @extend_schema(request=shapes.EquipmentChange, responses=EquipmentSerializer, parameters=[_KEY])
    @action(detail=True, methods=["post"])
    def condition(self, request: Request, code: str) -> Response:
        """状况变更; a fault needs `text`."""

        def act(item: Equipment, data: dict[str, Any], by: By) -> Equipment:
            return custody.change_condition(item, data["condition"], by)

        return self._step(request, code, shapes.EquipmentChange, act)

    @extend_schema(request=shapes.EquipmentStep, responses=EquipmentSerializer, parameters=[_KEY])
    @action(detail=True, methods=["post"])
    def lost(self, request: Request, code: str) -> Response:
        """登记遗失; `text` says how."""
        return self._step(request, code, shapes.EquipmentStep, lambda item, data, by: custody.report_lost(item, by))

    @extend_schema(request=shapes.EquipmentBack, responses=EquipmentSerializer, parameters=[_KEY])
    @action(detail=True, methods=["post"])
    def found(self, request: Request, code: str) -> Response:
        """找回."""

        def act(item: Equipment, data: dict[str, Any], by: By) -> Equipment:
            found = Found(data["condition"], data.get("battery_percent"))
            return custody.found(item, data.get("depot") or item.depot, found, by)

        return self._step(request, code, shapes.EquipmentBack, act)

    @extend_schema(request=shapes.EquipmentStep, responses=EquipmentSerializer, parameters=[_KEY])
    @action(detail=True, methods=["post"])
    def scrap(self, request: Request, code: str) -> Response:
        """报废; `text` says why."""
        return self._step(request, code, shapes.EquipmentStep, lambda item, data, by: custody.scrap(item, by))

    @extend_schema(request=shapes.EquipmentSwap, responses=EquipmentSerializer, parameters=[_KEY])
    @action(detail=True, methods=["post"])
    def swap(self, request: Request, code: str) -> Response:
        """换机: this standby terminal takes a failed one's place; what it finds doubtful must be `accepted`."""

        def act(item: Equipment, data: dict[str, Any], by: By) -> Equipment:
            put = data.get("depot") or item.depot
            order = Swap(data["terminal"], item, put, data["condition"], data["serial_number"], data["accepted"])
            return swap(order, by)[0]

        return self._step(request, code, shapes.EquipmentSwap, act)


class CustodyViewSet(mixins.ListModelMixin, viewsets.GenericViewSet[CustodyEntry]):
    """The chain of custody of all equipment that the caller sees, the newest first."""

    queryset = CustodyEntry.objects.none()
    serializer_class = CustodySerializer
    filterset_class = CustodyFilter

    def get_queryset(self) -> QuerySet[CustodyEntry]:
        seen = equipment_for(self.request.user).order_by().values("pk")
        entries = CustodyEntry.objects.filter(equipment__in=seen)
        return entries.select_related("equipment", "actor", "holder", "depot", "site").order_by("-at", "-id")


def person_of(request: Request) -> Person:
    assert isinstance(request.user, Person)  # noqa: S101 - the permission classes let nobody else in
    return request.user


def key_of(request: Request) -> str | None:
    return request.headers.get("Idempotency-Key", "")[:80] or None
