"""REST: dispatches, who could be sent, and how they go. The same access, filters and actions as the pages."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import mixins, serializers, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from emergency_ops.lib import clock
from incidents.response.access import incident_or_404, require
from incidents.response.rules.transitions import Verb
from resources.network.access import site_or_404
from resources.staff.choices import Function
from resources.staff.models import Person, Training

from . import actions, queries, words
from .actions.offering import REASON_LENGTH
from .actions.stepping import LONGEST_WAY
from .candidates import Asked, Pool
from .choices import Purpose
from .filters import DispatchFilter
from .forms import affected_sites
from .models import Dispatch


class DispatchSerializer(serializers.ModelSerializer[Dispatch]):
    incident = serializers.SlugRelatedField[Any](slug_field="number", read_only=True)
    site = serializers.SlugRelatedField[Any](slug_field="code", read_only=True)
    person = serializers.CharField(source="person.username")
    person_name = serializers.CharField(source="person.name")
    equipment = serializers.SlugRelatedField[Any](slug_field="code", read_only=True, many=True)
    follows = serializers.PrimaryKeyRelatedField[Any](read_only=True, help_text="whom this one was asked after")

    class Meta:
        model = Dispatch
        fields = (
            "id",
            "incident",
            "site",
            "person",
            "person_name",
            "purpose",
            "function",
            "state",
            "instructions",
            "equipment",
            "needed_by",
            "offered_at",
            "answer_by",
            "answered_at",
            "started_at",
            "expected_at",
            "on_site_at",
            "confirmed_by",
            "ended_at",
            "reason",
            "override_reason",
            "follows",
        )
        read_only_fields = fields


class DispatchOrderShape(serializers.Serializer[Any]):
    """Somebody is asked to go."""

    incident = serializers.CharField(max_length=20, help_text="number")
    site = serializers.CharField(max_length=32, help_text="code")
    person = serializers.CharField(max_length=150, help_text="username")
    purpose = serializers.ChoiceField(choices=Purpose.choices)
    function = serializers.ChoiceField(choices=Function.choices, required=False, default="", allow_blank=True)
    training = serializers.SlugRelatedField(
        slug_field="code", queryset=Training.objects.filter(is_active=True), required=False, allow_null=True
    )
    needed_by = serializers.DateTimeField(required=False, allow_null=True, default=None)
    instructions = serializers.CharField(max_length=1000, required=False, default="", allow_blank=True)
    override_reason = serializers.CharField(max_length=REASON_LENGTH, required=False, default="", allow_blank=True)


class DispatchReasonShape(serializers.Serializer[Any]):
    reason = serializers.CharField(max_length=REASON_LENGTH)


class DispatchRemarkShape(serializers.Serializer[Any]):
    text = serializers.CharField(max_length=REASON_LENGTH, required=False, default="", allow_blank=True)


class DispatchStartShape(serializers.Serializer[Any]):
    minutes = serializers.IntegerField(
        min_value=1, max_value=LONGEST_WAY, required=False, help_text="until the arrival; estimated where left out"
    )


class DispatchNoShape(serializers.Serializer[Any]):
    """No body."""


class SuggestionSerializer(serializers.Serializer[Any]):
    person = serializers.CharField(source="person.username")
    person_name = serializers.CharField(source="person.name")
    can_go = serializers.BooleanField(source="ranked.can_go")
    bars = serializers.SerializerMethodField(help_text="why they cannot, in sentences")
    reasons = serializers.SerializerMethodField(help_text="duty, training, way and load, in sentences")
    minutes = serializers.IntegerField(source="ranked.candidate.minutes", help_text="on the road, as estimated")
    kilometres = serializers.FloatField(source="ranked.candidate.kilometres", allow_null=True)
    load = serializers.IntegerField(source="ranked.candidate.load.total")

    def get_bars(self, one: Any) -> list[str]:
        return words.bars_of(one)

    def get_reasons(self, one: Any) -> list[str]:
        return words.reasons_of(one)


class DispatchViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet[Dispatch]):
    """/api/v1/dispatches/: those to the sites that the caller sees, and the caller's own."""

    queryset = Dispatch.objects.none()
    serializer_class = DispatchSerializer
    filterset_class = DispatchFilter
    lookup_value_regex = r"\d{1,18}"

    def get_queryset(self) -> QuerySet[Dispatch]:
        if not isinstance(self.request.user, Person):
            return Dispatch.objects.none()
        return queries.listed(self.request.user).prefetch_related("equipment").order_by("-offered_at", "-pk")

    @extend_schema(request=DispatchOrderShape, responses={201: DispatchSerializer})
    def create(self, request: Request) -> Response:
        person: Person = request.user  # type: ignore[assignment]
        given = DispatchOrderShape(data=request.data)
        given.is_valid(raise_exception=True)
        data = dict(given.validated_data)
        incident = incident_or_404(person, data.pop("incident"))
        site = site_or_404(person, data.pop("site"))
        sent = get_object_or_404(Person.objects.filter(is_active=True), username=data.pop("person"))
        made = actions.offer(incident, actions.Order(site, sent, **data), actor=person, now=clock.now())
        return Response(DispatchSerializer(made).data, status=201)

    @extend_schema(
        parameters=[
            OpenApiParameter("incident", str, required=True, description="number"),
            OpenApiParameter("site", str, required=True, description="code"),
            OpenApiParameter("function", str, description="a function that it takes; empty for any"),
        ],
        responses=SuggestionSerializer(many=True),
        filters=False,
    )
    @action(detail=False, pagination_class=None, filterset_class=None)
    def suggestions(self, request: Request) -> Response:
        """Who could be sent to a site of an incident, the best first; those who cannot go last, with the reason."""
        person: Person = request.user  # type: ignore[assignment]
        incident = incident_or_404(person, request.query_params.get("incident", ""))
        require(person, Verb.DISPATCH)
        site = get_object_or_404(affected_sites(person, incident), code=request.query_params.get("site", ""))
        pool = Pool([site], Asked(request.query_params.get("function", "")), clock.now())
        return Response(SuggestionSerializer(pool.ranked(site), many=True).data)

    @extend_schema(request=DispatchNoShape, responses=DispatchSerializer)
    @action(detail=True, methods=["post"])
    def accept(self, request: Request, pk: str) -> Response:
        return self._step(request, DispatchNoShape, actions.accept)

    @extend_schema(request=DispatchReasonShape, responses=DispatchSerializer)
    @action(detail=True, methods=["post"])
    def decline(self, request: Request, pk: str) -> Response:
        return self._step(request, DispatchReasonShape, actions.decline)

    @extend_schema(request=DispatchStartShape, responses=DispatchSerializer)
    @action(detail=True, methods=["post"])
    def start(self, request: Request, pk: str) -> Response:
        return self._step(request, DispatchStartShape, actions.start)

    @extend_schema(request=DispatchNoShape, responses=DispatchSerializer)
    @action(detail=True, methods=["post"])
    def arrive(self, request: Request, pk: str) -> Response:
        return self._step(request, DispatchNoShape, actions.arrive)

    @extend_schema(request=DispatchRemarkShape, responses=DispatchSerializer)
    @action(detail=True, methods=["post"])
    def release(self, request: Request, pk: str) -> Response:
        return self._step(request, DispatchRemarkShape, actions.release)

    @extend_schema(request=DispatchReasonShape, responses=DispatchSerializer)
    @action(detail=True, methods=["post"])
    def withdraw(self, request: Request, pk: str) -> Response:
        return self._step(request, DispatchReasonShape, actions.withdraw)

    def _step(self, request: Request, shape: type[serializers.Serializer[Any]], act: Callable[..., object]) -> Response:
        given = shape(data=request.data)
        given.is_valid(raise_exception=True)
        act(self.get_object(), actor=request.user, now=clock.now(), **given.validated_data)
        return Response(DispatchSerializer(self.get_object()).data)
