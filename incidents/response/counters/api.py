"""REST: counters with their windows and waits, their tickets, taking and calling numbers. The same access and actions as the pages."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import mixins, serializers, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from emergency_ops.lib import clock
from resources.staff.models import Person

from . import queries
from .access import counters_for, window_or_404
from .actions import calling, issuing
from .actions.issuing import KEY_LENGTH, Wish
from .choices import Need, PriorityCategory, TicketSource
from .filters import TicketFilter
from .models import Counter, Ticket, Window
from .queries import Both, Figures


class WindowSerializer(serializers.ModelSerializer[Window]):
    class Meta:
        model = Window
        fields = ("number", "is_priority", "is_open")
        read_only_fields = fields


class FiguresSerializer(serializers.Serializer[Any]):
    """One group today. Medians in seconds; null where there is nothing to take one of."""

    waiting = serializers.IntegerField()
    served = serializers.IntegerField()
    missed = serializers.IntegerField()
    left = serializers.IntegerField()
    median_waiting_s = serializers.IntegerField(allow_null=True, help_text="how long those who wait have waited so far")
    median_waited_s = serializers.IntegerField(allow_null=True, help_text="how long those called today had to wait")


class WaitsSerializer(serializers.Serializer[Any]):
    priority = FiguresSerializer()
    ordinary = FiguresSerializer()


def waits(both: Both) -> dict[str, dict[str, int | None]]:
    """What WaitsSerializer describes."""
    return {"priority": _figures(both.priority), "ordinary": _figures(both.ordinary)}


def _figures(group: Figures) -> dict[str, int | None]:
    counts: dict[str, int | None] = {name: getattr(group, name) for name in ("waiting", "served", "missed", "left")}
    return {**counts, "median_waiting_s": _seconds(group.now), "median_waited_s": _seconds(group.day)}


def _seconds(span: timedelta | None) -> int | None:
    return None if span is None else round(span.total_seconds())


class CounterSerializer(serializers.ModelSerializer[Counter]):
    """A staffed counter, its windows, and its queue today."""

    id = serializers.IntegerField(source="pk", read_only=True)
    incident = serializers.CharField(source="substitute.incident.number", read_only=True)
    site = serializers.CharField(source="substitute.site.code", default=None, read_only=True)
    place = serializers.CharField(source="substitute.place", read_only=True)
    status = serializers.CharField(source="substitute.status", read_only=True)
    capacity = serializers.IntegerField(source="substitute.capacity", read_only=True, help_text="people an hour")
    windows = WindowSerializer(many=True, read_only=True)
    queue = serializers.SerializerMethodField()

    class Meta:
        model = Counter
        fields = (
            "id", "incident", "site", "place", "status", "capacity", "rate", "priority_mode", "ratio", "windows", "queue",
        )  # fmt: skip
        read_only_fields = fields

    @extend_schema_field(WaitsSerializer)
    def get_queue(self, counter: Counter) -> dict[str, Any]:
        found: Mapping[int, Both] = self.context["figures"]
        return waits(found.get(counter.pk, Both()))


class TicketSerializer(serializers.ModelSerializer[Ticket]):
    """A number. Nothing about the person but the priority they declared and the help they want."""

    code = serializers.CharField(read_only=True)
    day = serializers.DateField(source="queue.day", read_only=True)
    window = serializers.IntegerField(source="window.number", default=None, read_only=True)

    class Meta:
        model = Ticket
        fields = (
            "id", "code", "day", "category", "needs", "source", "state", "issued_at", "called_first_at", "ended_at",
            "window",
        )  # fmt: skip
        read_only_fields = fields


class IssueShape(serializers.Serializer[Any]):
    """key: names the request; sent again it is answered with the same number."""

    category = serializers.ChoiceField(choices=PriorityCategory.choices, required=False, allow_blank=True, default="")
    needs = serializers.MultipleChoiceField(choices=Need.choices, required=False, default=set)
    key = serializers.CharField(required=False, allow_blank=True, default="", max_length=KEY_LENGTH)


class NextShape(serializers.Serializer[Any]):
    """key: names the press; sent again it is answered with the same ticket."""

    window = serializers.IntegerField(min_value=1)
    key = serializers.CharField(max_length=KEY_LENGTH)


class CounterViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet[Counter]):
    """/api/v1/counters/?incident=YJ-… and /api/v1/counters/7/, with tickets, issue and next below it."""

    queryset = Counter.objects.none()
    serializer_class = CounterSerializer
    filterset_fields = {"substitute__incident__number": ["exact"], "substitute__status": ["exact"]}

    def get_queryset(self) -> QuerySet[Counter]:
        if not isinstance(self.request.user, Person):
            return Counter.objects.none()
        rows = counters_for(self.request.user).prefetch_related("windows")
        return rows.order_by("-created_at", "-pk")

    def get_serializer_context(self) -> dict[str, Any]:
        return {**super().get_serializer_context(), "figures": getattr(self, "_found", {})}

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        page = self.paginate_queryset(self.filter_queryset(self.get_queryset())) or []
        self._found = queries.figures_of([counter.pk for counter in page], clock.now())
        return self.get_paginated_response(self.get_serializer(page, many=True).data)

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        counter = self.get_object()
        self._found = queries.figures_of([counter.pk], clock.now())
        return Response(self.get_serializer(counter).data)

    @extend_schema(responses=TicketSerializer(many=True), filters=False)
    @action(detail=True, methods=["get"])
    def tickets(self, request: Request, pk: str) -> Response:
        """Filtered like the page: day, state, is_priority, category."""
        rows = queries.tickets_of(self.get_object()).order_by("-issued_at", "-pk")
        found = TicketFilter(request.query_params, queryset=rows)
        chosen: Any = found.qs if found.is_valid() else rows.none()
        page: Any = self.paginate_queryset(chosen) or []
        return self.get_paginated_response(TicketSerializer(page, many=True).data)

    @extend_schema(request=IssueShape, responses=TicketSerializer)
    @action(detail=True, methods=["post"])
    def issue(self, request: Request, pk: str) -> Response:
        given, now = self._given(request, IssueShape)
        wish = Wish(given["category"], sorted(given["needs"]), given["key"])
        ticket = issuing.issue(self.get_object(), wish, source=TicketSource.SLIP, actor=self._person(request), now=now)
        return Response(TicketSerializer(ticket).data)

    @extend_schema(request=NextShape, responses={200: TicketSerializer, 204: None})
    @action(detail=True, methods=["post"])
    def next(self, request: Request, pk: str) -> Response:
        """204: nobody waits whom this window may take."""
        given, now = self._given(request, NextShape)
        window = window_or_404(self.get_object(), given["window"])
        ticket = calling.call_next(window, given["key"], actor=self._person(request), now=now)
        return Response(status=204) if ticket is None else Response(TicketSerializer(ticket).data)

    def _given(self, request: Request, shape: type[serializers.Serializer[Any]]) -> tuple[dict[str, Any], datetime]:
        data = shape(data=request.data)
        data.is_valid(raise_exception=True)
        return data.validated_data, clock.now()

    def _person(self, request: Request) -> Person:
        if not isinstance(request.user, Person):
            raise LookupError("the API lets nobody in who is not known")
        return request.user
