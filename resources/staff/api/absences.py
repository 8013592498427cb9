"""Absences, handovers, covers, and who acts, for programs: the filters, the access and the actions of the pages."""

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from emergency_ops.lib import clock
from emergency_ops.lib.errors import Invalid
from emergency_ops.lib.roles import roles_of
from resources.network.access import sites_for, visible_regions
from resources.network.models import Region
from resources.network.regions import WHOLE_COUNTRY, prefix_of
from resources.staff.access import person_of, post_or_404
from resources.staff.access_absences import covers_for, handovers_for, managed_by
from resources.staff.actions import absences as actions
from resources.staff.actions import covering, handing
from resources.staff.choices import AbsenceKind, Function
from resources.staff.filters_absences import AbsenceFilter, CoverFilter, HandoverFilter
from resources.staff.forms_absences import colleagues
from resources.staff.models import Absence, Cover, Handover, Person
from resources.staff.queries import Incumbent, Where, acting
from resources.staff.queries_absences import listed_absences, listed_covers, listed_handovers
from resources.staff.rules.absences import Window

from .common import ReadOnly


class PeriodSerializer(serializers.Serializer[Any]):
    """[starts, ends)."""

    starts = serializers.DateTimeField(source="period.lower")
    ends = serializers.DateTimeField(source="period.upper")


class AbsenceSerializer(serializers.ModelSerializer[Absence], PeriodSerializer):
    person = serializers.CharField(source="person.username")
    person_name = serializers.CharField(source="person.name")
    reason = serializers.SerializerMethodField(help_text="for oneself and those who decide, else empty")
    handovers = serializers.PrimaryKeyRelatedField[Handover](many=True, read_only=True)

    class Meta:
        model = Absence
        fields = (
            "id",
            "person",
            "person_name",
            "kind",
            "starts",
            "ends",
            "reason",
            "reported_at",
            "cancelled_at",
            "handovers",
        )
        read_only_fields = fields

    def get_reason(self, absence: Absence) -> str:
        return absence.reason if getattr(absence, "decides", False) else ""


class HandoverSerializer(serializers.ModelSerializer[Handover]):
    post_name = serializers.CharField(source="post.name")
    giver = serializers.CharField(source="giver.username")
    taker = serializers.CharField(source="taker.username", default=None, allow_null=True)

    class Meta:
        model = Handover
        fields = (
            "id",
            "absence",
            "post",
            "post_name",
            "giver",
            "taker",
            "state",
            "late",
            "materials",
            "note",
            "answer",
            "due_at",
            "answered_at",
            "returned_at",
            "return_note",
        )
        read_only_fields = fields


class CoverSerializer(serializers.ModelSerializer[Cover], PeriodSerializer):
    post_name = serializers.CharField(source="post.name")
    person = serializers.CharField(source="person.username")
    person_name = serializers.CharField(source="person.name")

    class Meta:
        model = Cover
        fields = ("id", "post", "post_name", "person", "person_name", "starts", "ends", "reason", "cancelled_at")
        read_only_fields = fields


class PlanSerializer(serializers.Serializer[Any]):
    person = serializers.CharField(required=False, help_text="an account; without it, who asks")
    kind = serializers.ChoiceField(choices=AbsenceKind.choices)
    starts = serializers.DateTimeField()
    ends = serializers.DateTimeField()
    reason = serializers.CharField(required=False, allow_blank=True, default="", max_length=200)
    covers = serializers.DictField(
        child=serializers.CharField(), required=False, default=dict, help_text="{post: account}"
    )


class UntilSerializer(serializers.Serializer[Any]):
    until = serializers.DateTimeField()
    covers = serializers.DictField(
        child=serializers.CharField(), required=False, default=dict, help_text="{post: account}"
    )


class AcceptSerializer(serializers.Serializer[Any]):
    given = serializers.ListField(
        child=serializers.IntegerField(min_value=0), default=list, help_text="indexes of the materials received"
    )
    remark = serializers.CharField(required=False, allow_blank=True, default="", max_length=200)


class DeclineSerializer(serializers.Serializer[Any]):
    remark = serializers.CharField(max_length=200)


class ReturnSerializer(serializers.Serializer[Any]):
    returned = serializers.ListField(
        child=serializers.IntegerField(min_value=0), default=list, help_text="indexes of the materials handed back"
    )
    note = serializers.CharField(required=False, allow_blank=True, default="", max_length=2000)


class NameSerializer(serializers.Serializer[Any]):
    post = serializers.IntegerField()
    person = serializers.CharField(help_text="an account")
    starts = serializers.DateTimeField()
    ends = serializers.DateTimeField()
    reason = serializers.CharField(required=False, allow_blank=True, default="", max_length=200)


class AbsenceViewSet(ReadOnly[Absence]):
    queryset = Absence.objects.none()
    serializer_class = AbsenceSerializer
    filterset_class = AbsenceFilter

    def get_queryset(self) -> QuerySet[Absence]:
        return listed_absences(self.person).prefetch_related("handovers").order_by("-period", "-pk")

    @extend_schema(request=PlanSerializer, responses={201: AbsenceSerializer})
    def create(self, request: Request) -> Response:
        data = _checked(PlanSerializer, request)
        who = get_object_or_404(managed_by(self.person), username=data["person"]) if "person" in data else self.person
        plan = actions.Plan(
            data["kind"], Window(data["starts"], data["ends"]), data["reason"], _covers(self.person, data["covers"])
        )
        made = actions.plan_absence(who, plan, actor=self.person, now=clock.now())
        return Response(self._shown(made), status=status.HTTP_201_CREATED)

    @extend_schema(request=None, responses=AbsenceSerializer)
    @action(detail=True, methods=["post"])
    def end(self, request: Request, pk: int) -> Response:
        return Response(self._shown(actions.end_early(self.get_object(), actor=self.person, now=clock.now())))

    @extend_schema(request=None, responses=AbsenceSerializer)
    @action(detail=True, methods=["post"])
    def cancel(self, request: Request, pk: int) -> Response:
        return Response(self._shown(actions.cancel(self.get_object(), actor=self.person, now=clock.now())))

    @extend_schema(request=UntilSerializer, responses=AbsenceSerializer)
    @action(detail=True, methods=["post"])
    def extend(self, request: Request, pk: int) -> Response:
        absence = self.get_object()
        data = _checked(UntilSerializer, request)
        covers = _covers(self.person, data["covers"])
        extended = actions.extend(absence, data["until"], covers=covers, actor=self.person, now=clock.now())
        return Response(self._shown(extended))

    def _shown(self, absence: Absence) -> Any:
        return self.get_serializer(self.get_queryset().get(pk=absence.pk)).data


class HandoverViewSet(ReadOnly[Handover]):
    queryset = Handover.objects.none()
    serializer_class = HandoverSerializer
    filterset_class = HandoverFilter

    def get_queryset(self) -> QuerySet[Handover]:
        return listed_handovers(self.person).order_by("-absence__period", "-pk")

    @extend_schema(request=AcceptSerializer, responses=HandoverSerializer)
    @action(detail=True, methods=["post"])
    def accept(self, request: Request, pk: int) -> Response:
        handover = self.get_object()
        data = _checked(AcceptSerializer, request)
        done = handing.accept(handover, data["given"], remark=data["remark"], actor=self.person, now=clock.now())
        return self._shown(done)

    @extend_schema(request=DeclineSerializer, responses=HandoverSerializer)
    @action(detail=True, methods=["post"])
    def decline(self, request: Request, pk: int) -> Response:
        handover = self.get_object()
        data = _checked(DeclineSerializer, request)
        return self._shown(handing.decline(handover, actor=self.person, now=clock.now(), **data))

    @extend_schema(request=ReturnSerializer, responses=HandoverSerializer)
    @action(detail=True, methods=["post"], url_path="return")
    def hand_back(self, request: Request, pk: int) -> Response:
        handover = self.get_object()
        data = _checked(ReturnSerializer, request)
        done = handing.hand_back(handover, data["returned"], note=data["note"], actor=self.person, now=clock.now())
        return self._shown(done)

    def _shown(self, handover: Handover) -> Response:
        return Response(self.get_serializer(handovers_for(self.person).get(pk=handover.pk)).data)


class CoverViewSet(ReadOnly[Cover]):
    queryset = Cover.objects.none()
    serializer_class = CoverSerializer
    filterset_class = CoverFilter

    def get_queryset(self) -> QuerySet[Cover]:
        return listed_covers(self.person).order_by("-period", "-pk")

    @extend_schema(request=NameSerializer, responses={201: CoverSerializer(many=True)})
    def create(self, request: Request) -> Response:
        data = _checked(NameSerializer, request)
        post = post_or_404(self.person, data["post"])
        who = get_object_or_404(colleagues(self.person), username=data["person"])
        window = Window(data["starts"], data["ends"])
        made = covering.name_cover(post, who, window, reason=data["reason"], actor=self.person, now=clock.now())
        return Response(self.get_serializer(made, many=True).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=None, responses=CoverSerializer)
    @action(detail=True, methods=["post"])
    def cancel(self, request: Request, pk: int) -> Response:
        done = covering.cancel_cover(self.get_object(), actor=self.person, now=clock.now())
        return Response(self.get_serializer(covers_for(self.person).get(pk=done.pk)).data)


class AskSerializer(serializers.Serializer[Any]):
    function = serializers.ChoiceField(choices=Function.choices)
    region = serializers.SlugRelatedField(slug_field="code", queryset=Region.objects.all(), required=False)
    at = serializers.DateTimeField(required=False)
    site = serializers.ListField(child=serializers.CharField(), required=False, default=list)


class ActingSerializer(serializers.Serializer[Any]):
    """Who acts; person null: nobody."""

    person = serializers.CharField(allow_null=True)
    person_name = serializers.CharField(allow_null=True)
    role = serializers.CharField(help_text="A, B, cover, head; empty for nobody")
    reason = serializers.CharField(help_text="holds, a_vacant, a_closed, a_away, a_silent, last_resort, by_role")
    why = serializers.CharField(help_text="in words")
    acting_for = serializers.CharField(allow_null=True)
    since = serializers.DateTimeField(allow_null=True)
    post = serializers.IntegerField(allow_null=True)


class ActingView(APIView):
    """GET /api/v1/acting/?function=commander&region=310000&at=…&site=…: who acts there at that time (now), and why."""

    @extend_schema(
        parameters=[
            OpenApiParameter("function", str, required=True, enum=Function.values),
            OpenApiParameter("region", str, description="GB/T 2260; without it the whole country"),
            OpenApiParameter("at", str, description="ISO 8601; without it now"),
            OpenApiParameter("site", str, many=True, description="numbers of sites: posts for all of them come first"),
        ],
        responses=ActingSerializer,
    )
    def get(self, request: Request) -> Response:
        person = person_of(request._request)
        asked = AskSerializer(data={**request.query_params.dict(), "site": request.query_params.getlist("site")})
        asked.is_valid(raise_exception=True)
        data = asked.validated_data
        region = data["region"].code if "region" in data else ""
        _require_place(person, region or WHOLE_COUNTRY)
        sites = list(sites_for(person).filter(code__in=data["site"]).values_list("pk", flat=True))
        found = acting(Where(data["function"], region, sites), data.get("at") or clock.now())
        return Response(ActingSerializer(_shown(found)).data)


def _require_place(person: Person, region: str) -> None:
    """Whoever has a role asks about the regions that they see and those above. Raises Http404."""
    prefixes = visible_regions(person)
    near = any(region.startswith(prefix) or prefix.startswith(prefix_of(region)) for prefix in prefixes)
    if not near or not roles_of(person):
        raise Http404(region)


def _shown(found: Incumbent | None) -> Mapping[str, Any]:
    if found is None:
        return dict.fromkeys(ActingSerializer().fields) | {"role": "", "reason": "", "why": ""}
    return {
        "person": found.person.username,
        "person_name": found.person.name,
        "role": found.role,
        "reason": found.reason,
        "why": found.explanation,
        "acting_for": found.acting_for.username if found.acting_for else None,
        "since": found.since,
        "post": found.post.pk if found.post else None,
    }


def _checked(shape: type[serializers.Serializer[Any]], request: Request) -> Mapping[str, Any]:
    data = shape(data=request.data)
    data.is_valid(raise_exception=True)
    checked: Mapping[str, Any] = data.validated_data
    return checked


def _covers(person: Person, asked: Mapping[str, str]) -> dict[int, Person]:
    """{post: account} as {primary key: Person}. Raises Invalid for a post that is no number or an account that is unknown."""
    known = {one.username: one for one in colleagues(person).filter(username__in=asked.values())}
    wrong = [f"{post}: {name}" for post, name in asked.items() if not post.isdecimal() or name not in known]
    if wrong:
        raise Invalid("covers", _("顶岗人有误：%(wrong)s。"), wrong="，".join(wrong))
    return {int(post): known[name] for post, name in asked.items()}
