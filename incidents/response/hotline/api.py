"""REST: how hotlines do; a telephone system tells what it counts and which calls there were."""

from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.authentication import SessionAuthentication
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from emergency_ops.lib import clock
from emergency_ops.lib.errors import Invalid
from incidents.response.access import incidents_for
from incidents.response.choices import OPEN_STATUSES
from incidents.response.counters.choices import PriorityCategory
from incidents.response.models import Substitute
from resources.network.access import sites_for
from resources.network.models import Terminal
from resources.staff.models import Person

from . import actions, queries
from .access import require_agent
from .actions import Heard
from .authentication import IntakeKeyAuthentication, KeyOrPerson, sites_of_key
from .choices import CallOutcome, Fault, Question
from .models import Call


class HotlineSerializer(serializers.Serializer[Any]):
    id = serializers.IntegerField(source="pk")
    number = serializers.CharField(source="place")
    incident = serializers.CharField(source="incident.number")
    is_drill = serializers.BooleanField(source="incident.is_drill")
    site = serializers.CharField(source="site.code", default=None)
    status = serializers.CharField()
    hours = serializers.CharField()
    waiting = serializers.IntegerField(allow_null=True, help_text="now; null while the telephone system does not say")
    answered = serializers.IntegerField()
    abandoned = serializers.IntegerField()
    median_wait_seconds = serializers.IntegerField(allow_null=True)
    call_backs_owed = serializers.IntegerField()
    call_backs_late = serializers.IntegerField()


class CountsShape(serializers.Serializer[Any]):
    at = serializers.DateTimeField(help_text="when it was counted; older counts than those known change nothing")
    waiting = serializers.IntegerField(min_value=0, max_value=1_000_000)
    answered = serializers.IntegerField(min_value=0, max_value=100_000_000, help_text="since the hotline opened")
    abandoned = serializers.IntegerField(min_value=0, max_value=100_000_000, help_text="since the hotline opened")


class CountsAnswer(serializers.Serializer[Any]):
    taken = serializers.BooleanField()


class CallShape(serializers.Serializer[Any]):
    key = serializers.CharField(
        max_length=64, help_text="the telephone system's own; the same key again is the same call"
    )
    at = serializers.DateTimeField()
    outcome = serializers.ChoiceField(choices=CallOutcome.choices)
    number = serializers.CharField(max_length=26, required=False, default="", allow_blank=True)
    waited_seconds = serializers.IntegerField(min_value=0, max_value=86_400, required=False, default=None)
    question = serializers.ChoiceField(choices=Question.choices, required=False, default="")
    priority = serializers.ChoiceField(choices=PriorityCategory.choices, required=False, default="")
    terminal = serializers.CharField(max_length=40, required=False, default="", allow_blank=True)
    fault = serializers.ChoiceField(choices=Fault.choices, required=False, default="")
    told = serializers.CharField(max_length=2000, required=False, default="", allow_blank=True)
    call_back = serializers.BooleanField(required=False, default=False)


class CallSerializer(serializers.ModelSerializer[Call]):
    call_back_due = serializers.DateTimeField(source="call_back.due_at", default=None)

    class Meta:
        model = Call
        fields = ("id", "key", "at", "outcome", "masked_number", "question", "priority", "call_back_due")
        read_only_fields = fields


class _Hotlines(APIView):
    authentication_classes = (IntakeKeyAuthentication, SessionAuthentication)
    permission_classes = (KeyOrPerson,)


class Hotlines(_Hotlines):
    """GET /api/v1/hotlines: those that are ready or serve, with how they do."""

    @extend_schema(operation_id="list_hotlines", responses=HotlineSerializer(many=True))
    def get(self, request: Request) -> Response:
        rows = list(_seen(request))
        found = queries.figures([row.pk for row in rows], clock.now())
        for row in rows:
            _put(row, found[row.pk])
        return Response(HotlineSerializer(rows, many=True).data)


class Counts(_Hotlines):
    """POST /api/v1/hotlines/<id>/counts: how many wait now, how many were answered and gave up."""

    @extend_schema(operation_id="count_hotline", request=CountsShape, responses=CountsAnswer)
    def post(self, request: Request, pk: int) -> Response:
        row = _one(request, pk)
        shape = CountsShape(data=request.data)
        shape.is_valid(raise_exception=True)
        given = shape.validated_data
        taken = actions.count(row, given["waiting"], given["answered"], given["abandoned"], at=_not_ahead(given["at"]))
        return Response(CountsAnswer({"taken": taken}).data)


class Calls(_Hotlines):
    """POST /api/v1/hotlines/<id>/calls: a call that was answered or that gave up; safe to repeat."""

    @extend_schema(operation_id="log_hotline_call", request=CallShape, responses={201: CallSerializer})
    def post(self, request: Request, pk: int) -> Response:
        row = _one(request, pk)
        shape = CallShape(data=request.data)
        shape.is_valid(raise_exception=True)
        given = dict(shape.validated_data)
        key, given["at"] = given.pop("key"), _not_ahead(given["at"])
        heard = Heard(**{**given, "terminal": _terminal(request, given["terminal"])})
        actor = request.user if isinstance(request.user, Person) else None
        call = actions.log_call(row, heard, key=key, actor=actor, now=clock.now())
        return Response(CallSerializer(call).data, status=201)


def _seen(request: Request) -> QuerySet[Substitute]:
    """The hotlines of open incidents that the person sees, or at the sites of the key."""
    rows = queries.serving_hotlines(Substitute.objects.filter(incident__status__in=OPEN_STATUSES))
    if isinstance(request.user, Person):
        here = Q(site=None) | Q(site__in=sites_for(request.user))
        return rows.filter(here, incident__in=incidents_for(request.user))
    sites = sites_of_key(request)
    return rows if sites is None else rows.filter(site__in=sites)


def _one(request: Request, pk: int) -> Substitute:
    """One of them that the caller may write to. Raises Http404, Forbidden."""
    row = _seen(request).filter(pk=pk).first()
    if row is None:
        raise Http404(str(pk))
    if isinstance(request.user, Person):
        require_agent(request.user, row)
    return row


def _terminal(request: Request, code: str) -> Terminal | None:
    if not code:
        return None
    rows = Terminal.objects.select_related("site").filter(code=code)
    if isinstance(request.user, Person):
        rows = rows.filter(site__in=sites_for(request.user))
    elif (sites := sites_of_key(request)) is not None:
        rows = rows.filter(site__in=sites)
    found = rows.first()
    if found is None:
        raise Invalid("terminal", _("没有终端%(terminal)s。"), terminal=code)
    return found


def _not_ahead(at: datetime) -> datetime:
    """A clock that runs ahead must not keep later counts out."""
    return min(at, clock.now())


def _put(row: Substitute, found: queries.Figures) -> None:
    values = {
        "waiting": found.waiting,
        "answered": found.answered,
        "abandoned": found.abandoned,
        "median_wait_seconds": found.median_seconds,
        "call_backs_owed": found.owed,
        "call_backs_late": found.late,
    }
    for name, value in values.items():
        setattr(row, name, value)
