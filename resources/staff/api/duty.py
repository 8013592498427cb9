"""Duty for programs: shifts, rotas, swaps and the official calendar, with the filters and the access of the pages."""

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from emergency_ops.lib import clock
from resources.staff.access import person_of
from resources.staff.access_duty import rotas_for, shift_or_404, shifts_for, swap_or_404, swaps_for
from resources.staff.actions.shifts import move_shift
from resources.staff.actions.swaps import agree, ask_swap, decline, withdraw
from resources.staff.fields import choosable
from resources.staff.filters_duty import CalendarFilter, RotaFilter, ShiftFilter, SwapFilter
from resources.staff.models import CalendarDay, Person, Rota, RotaMember, RotaShift, Shift, ShiftSwap
from resources.staff.queries_shifts import swap_partners, with_problem

from .common import ReadOnly


class ShiftSerializer(serializers.ModelSerializer[Shift]):
    post_name = serializers.CharField(source="post.name")
    begins = serializers.DateTimeField(source="period.lower")
    ends = serializers.DateTimeField(source="period.upper")
    person = serializers.CharField(source="person.username", default=None, allow_null=True)
    person_name = serializers.CharField(source="person.name", default=None, allow_null=True)
    problem = serializers.CharField(help_text="unfilled, closed, absent, untrained, or empty")

    class Meta:
        model = Shift
        fields = (
            "id",
            "post",
            "post_name",
            "rota",
            "day",
            "label",
            "begins",
            "ends",
            "person",
            "person_name",
            "source",
            "problem",
            "updated_at",
        )
        read_only_fields = fields


class RotaShiftSerializer(serializers.ModelSerializer[RotaShift]):
    class Meta:
        model = RotaShift
        fields = ("label", "begins", "minutes", "days", "weekdays", "offset")


class RotaMemberSerializer(serializers.ModelSerializer[RotaMember]):
    person = serializers.CharField(source="person.username")
    person_name = serializers.CharField(source="person.name")

    class Meta:
        model = RotaMember
        fields = ("person", "person_name", "position", "weekdays")


class RotaSerializer(serializers.ModelSerializer[Rota]):
    post_name = serializers.CharField(source="post.name")
    shifts = RotaShiftSerializer(many=True)
    members = RotaMemberSerializer(many=True)

    class Meta:
        model = Rota
        fields = (
            "id",
            "post",
            "post_name",
            "name",
            "unit",
            "every",
            "starts_on",
            "ends_on",
            "planned_until",
            "shifts",
            "members",
        )
        read_only_fields = fields


class SwapSerializer(serializers.ModelSerializer[ShiftSwap]):
    asker = serializers.CharField(source="asker.username")
    taker = serializers.CharField(source="taker.username")

    class Meta:
        model = ShiftSwap
        fields = (
            "id",
            "shift",
            "counter_shift",
            "asker",
            "taker",
            "state",
            "reason",
            "answer",
            "created_at",
            "answered_at",
        )
        read_only_fields = fields


class CalendarDaySerializer(serializers.ModelSerializer[CalendarDay]):
    class Meta:
        model = CalendarDay
        fields = ("day", "kind", "name", "by_hand")
        read_only_fields = fields


class MoveSerializer(serializers.Serializer[Any]):
    person = serializers.SlugRelatedField[Person](
        slug_field="username",
        queryset=Person.objects.none(),
        allow_null=True,
        help_text="null: leave the shift open",
    )
    reason = serializers.CharField(max_length=200)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "request" in self.context:
            self.fields["person"].queryset = choosable(person_of(self.context["request"]))  # type: ignore[attr-defined]


class AskSerializer(serializers.Serializer[Any]):
    shift = serializers.IntegerField()
    taker = serializers.CharField(help_text="the account of somebody who serves at the same post")
    counter_shift = serializers.IntegerField(required=False, allow_null=True)
    reason = serializers.CharField(max_length=200, required=False, allow_blank=True, default="")


class AnswerSerializer(serializers.Serializer[Any]):
    answer = serializers.CharField(max_length=200, required=False, allow_blank=True, default="")


class ShiftViewSet(ReadOnly[Shift]):
    """/api/v1/shifts/, and /api/v1/shifts/1/move/ for whoever plans the post."""

    queryset = Shift.objects.none()
    serializer_class = ShiftSerializer
    filterset_class = ShiftFilter
    lookup_value_regex = r"\d+"

    def get_queryset(self) -> QuerySet[Shift]:
        return with_problem(shifts_for(self.person)).select_related("post", "person").order_by("-day", "pk")

    @extend_schema(request=MoveSerializer, responses=ShiftSerializer)
    @action(detail=True, methods=["post"])
    def move(self, request: Request, pk: int) -> Response:
        found = shift_or_404(self.person, pk)
        data = MoveSerializer(data=request.data, context=self.get_serializer_context())
        data.is_valid(raise_exception=True)
        given = data.validated_data
        move_shift(found, given["person"], reason=given["reason"], actor=self.person, now=clock.now())
        return Response(ShiftSerializer(self.get_queryset().get(pk=found.pk)).data)


class RotaViewSet(ReadOnly[Rota]):
    queryset = Rota.objects.none()
    serializer_class = RotaSerializer
    filterset_class = RotaFilter
    lookup_value_regex = r"\d+"

    def get_queryset(self) -> QuerySet[Rota]:
        rows = rotas_for(self.person).select_related("post")
        return rows.prefetch_related("shifts", "members__person").order_by("pk")


class SwapViewSet(ReadOnly[ShiftSwap]):
    """/api/v1/swaps/: ask by POST, answer by …/agree/, …/decline/, …/withdraw/."""

    queryset = ShiftSwap.objects.none()
    serializer_class = SwapSerializer
    filterset_class = SwapFilter
    lookup_value_regex = r"\d+"

    def get_queryset(self) -> QuerySet[ShiftSwap]:
        return swaps_for(self.person).select_related("asker", "taker").order_by("-pk")

    @extend_schema(request=AskSerializer, responses=SwapSerializer)
    def create(self, request: Request) -> Response:
        data = AskSerializer(data=request.data)
        data.is_valid(raise_exception=True)
        given = data.validated_data
        shift = shift_or_404(self.person, given["shift"])
        counter = given.get("counter_shift")
        swap = ask_swap(
            shift,
            get_object_or_404(swap_partners(shift), username=given["taker"]),
            counter_shift=shift_or_404(self.person, counter) if counter else None,
            reason=given["reason"],
            actor=self.person,
            now=clock.now(),
        )
        return Response(SwapSerializer(swap).data, status=201)

    @extend_schema(request=None, responses=SwapSerializer)
    @action(detail=True, methods=["post"])
    def agree(self, request: Request, pk: int) -> Response:
        return self._answered(agree(swap_or_404(self.person, pk), actor=self.person, now=clock.now()))

    @extend_schema(request=AnswerSerializer, responses=SwapSerializer)
    @action(detail=True, methods=["post"])
    def decline(self, request: Request, pk: int) -> Response:
        data = AnswerSerializer(data=request.data)
        data.is_valid(raise_exception=True)
        swap = swap_or_404(self.person, pk)
        return self._answered(decline(swap, answer=data.validated_data["answer"], actor=self.person, now=clock.now()))

    @extend_schema(request=None, responses=SwapSerializer)
    @action(detail=True, methods=["post"])
    def withdraw(self, request: Request, pk: int) -> Response:
        return self._answered(withdraw(swap_or_404(self.person, pk), actor=self.person, now=clock.now()))

    def _answered(self, swap: ShiftSwap) -> Response:
        return Response(SwapSerializer(swap).data)


class CalendarDayViewSet(ReadOnly[CalendarDay]):
    """/api/v1/calendar/: what kind of day it is; a day that is missing is not known."""

    queryset = CalendarDay.objects.order_by("day")
    serializer_class = CalendarDaySerializer
    filterset_class = CalendarFilter
    lookup_value_regex = r"\d{4}-\d{2}-\d{2}"
