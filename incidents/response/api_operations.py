"""REST: the extent of an incident, its roles, and how it hangs together with others. The same access and actions as the pages."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from emergency_ops.lib import clock
from emergency_ops.lib.errors import Invalid
from resources.attachments.api import AttachmentSerializer
from resources.attachments.queries import attachments_of
from resources.network.choices import PaymentMethod
from resources.staff.choices import Function
from resources.staff.models import Person

from .access import incidents_for, terminals_of
from .actions import merge_many
from .choices import SUBJECT
from .command import actions as command
from .command.queries import Role, roles_of
from .extent.actions import Change, Kind, change_extent
from .joining import actions as joining
from .joining.choices import CHOICES
from .joining.queries import related_to
from .models import Incident, IncidentTerminal
from .plans.choices import Cause
from .trying import undone


class PeriodSerializer(serializers.ModelSerializer[IncidentTerminal]):
    terminal = serializers.SlugRelatedField[Any](slug_field="code", read_only=True)
    site = serializers.CharField(source="terminal.site.code")

    class Meta:
        model = IncidentTerminal
        fields = ("terminal", "site", "since", "until")
        read_only_fields = fields


class ChangeShape(serializers.Serializer[Any]):
    """Terminals and sites by code. add: affected from since until until (null: still). remove: out of the incident, or that time
    cut out. restore: back at since (null: now). Against the reports a reason and the right are needed."""

    change = serializers.ChoiceField(choices=[kind.value for kind in Kind])
    terminals = serializers.ListField(child=serializers.CharField(max_length=40), default=list, max_length=5000)
    sites = serializers.ListField(child=serializers.CharField(max_length=40), default=list, max_length=1000)
    since = serializers.DateTimeField(required=False, allow_null=True, default=None)
    until = serializers.DateTimeField(required=False, allow_null=True, default=None)
    reason = serializers.CharField(required=False, allow_blank=True, default="", max_length=1000)
    dry_run = serializers.BooleanField(
        required=False, default=False, help_text="answers what it comes to, changes nothing"
    )

    def given(self) -> Change:
        data = dict(self.validated_data)
        data.pop("dry_run")
        return Change(kind=Kind(data.pop("change")), **data)


class EffectSerializer(serializers.Serializer[Any]):
    changed = serializers.IntegerField(help_text="terminals whose periods change")
    contradicted = serializers.IntegerField(help_text="of these, how many the reports say are down")
    affected_terminals = serializers.IntegerField()
    affected_sites = serializers.IntegerField()
    grade = serializers.CharField()


class RoleSerializer(serializers.Serializer[Any]):
    function = serializers.ChoiceField(choices=Function.choices)
    person = serializers.StringRelatedField[Any](allow_null=True)
    username = serializers.CharField(source="person.username", default=None, allow_null=True)
    named = serializers.SerializerMethodField(help_text="named for this incident, not only by the post")

    def get_named(self, role: Role) -> bool:
        return role.holder is not None


class AssignShape(serializers.Serializer[Any]):
    function = serializers.ChoiceField(choices=Function.choices)
    username = serializers.CharField(max_length=150)
    text = serializers.CharField(required=False, allow_blank=True, default="", max_length=500)


class MergeShape(serializers.Serializer[Any]):
    numbers = serializers.ListField(child=serializers.CharField(max_length=20), min_length=1, max_length=50)
    text = serializers.CharField(required=False, allow_blank=True, default="", max_length=2000)


class SplitShape(serializers.Serializer[Any]):
    terminals = serializers.ListField(child=serializers.CharField(max_length=40), default=list, max_length=5000)
    sites = serializers.ListField(child=serializers.CharField(max_length=40), default=list, max_length=1000)
    title = serializers.CharField(required=False, allow_blank=True, default="", max_length=160)
    text = serializers.CharField(max_length=2000)


class NumberSerializer(serializers.Serializer[Any]):
    number = serializers.CharField()


class RelateShape(serializers.Serializer[Any]):
    number = serializers.CharField(max_length=20)
    how = serializers.ChoiceField(choices=CHOICES)
    text = serializers.CharField(required=False, allow_blank=True, default="", max_length=500)


class RelatedSerializer(serializers.Serializer[Any]):
    number = serializers.CharField(source="other.number")
    relation = serializers.CharField(source="label")


class ReclassifyShape(serializers.Serializer[Any]):
    cause = serializers.ChoiceField(choices=Cause.choices)
    payment_method = serializers.ChoiceField(
        choices=PaymentMethod.choices, required=False, allow_blank=True, default=""
    )
    by_rules = serializers.BooleanField(default=False, help_text="the grade becomes what the rules give")
    text = serializers.CharField(max_length=2000)


class OperationsMixin:
    """Below /api/v1/incidents/YJ-…/."""

    @extend_schema(responses=AttachmentSerializer(many=True))
    @action(detail=True, methods=["get"], pagination_class=None, filterset_class=None)
    def attachments(self, request: Request, number: str) -> Response:
        """What was added with notes; files are sent with `note`."""
        incident = self.get_object()  # type: ignore[attr-defined]
        return Response(AttachmentSerializer(attachments_of((SUBJECT, incident.pk)), many=True).data)

    @extend_schema(methods=["GET"], responses=PeriodSerializer(many=True))
    @extend_schema(methods=["POST"], request=ChangeShape, responses=EffectSerializer)
    @action(detail=True, methods=["get", "post"], filterset_class=None)
    def extent(self, request: Request, number: str) -> Response:
        """Every period of the terminals that the reader sees; or a change of them."""
        incident, person = self.get_object(), _person(request)  # type: ignore[attr-defined]
        if request.method == "POST":
            return Response(_change(incident, person, _given(ChangeShape, request)))
        rows = terminals_of(person, incident).select_related("terminal__site").order_by("terminal__code", "since")
        page = self.paginate_queryset(rows)  # type: ignore[attr-defined]
        return self.get_paginated_response(PeriodSerializer(page, many=True).data)  # type: ignore[attr-defined,no-any-return]

    @extend_schema(methods=["GET"], responses=RoleSerializer(many=True))
    @extend_schema(methods=["POST"], request=AssignShape, responses=RoleSerializer(many=True))
    @action(detail=True, methods=["get", "post"], pagination_class=None, filterset_class=None)
    def roles(self, request: Request, number: str) -> Response:
        """Who has each role; or naming somebody for one."""
        incident, person = self.get_object(), _person(request)  # type: ignore[attr-defined]
        if request.method == "POST":
            data = _given(AssignShape, request).validated_data
            wanted = Person.objects.filter(username=data["username"]).first()
            if wanted is None:
                raise Invalid("person", _("没有用户名为%(username)s的人员。"), username=data["username"])
            command.assign(incident, data["function"], wanted, actor=person, now=clock.now(), text=data["text"])
        return Response(RoleSerializer(roles_of(incident, clock.now()), many=True).data)

    @extend_schema(request=MergeShape, responses=NumberSerializer)
    @action(detail=True, methods=["post"], pagination_class=None, filterset_class=None)
    def merge(self, request: Request, number: str) -> Response:
        """Other incidents become part of this one: all of them or none."""
        incident, person = self.get_object(), _person(request)  # type: ignore[attr-defined]
        data = _given(MergeShape, request).validated_data
        sources = [_other(person, one) for one in data["numbers"]]
        goal = merge_many(sources, incident, actor=person, now=clock.now(), text=data["text"])
        return Response(NumberSerializer(goal).data)

    @extend_schema(request=SplitShape, responses={201: NumberSerializer})
    @action(detail=True, methods=["post"], pagination_class=None, filterset_class=None)
    def split(self, request: Request, number: str) -> Response:
        """Terminals and sites become an incident of their own; answers its number."""
        incident, person = self.get_object(), _person(request)  # type: ignore[attr-defined]
        data = dict(_given(SplitShape, request).validated_data)
        terminals, sites = data.pop("terminals"), data.pop("sites")
        part = joining.split(incident, terminals, sites, actor=person, now=clock.now(), **data)
        return Response(NumberSerializer(part).data, status=201)

    @extend_schema(methods=["GET"], responses=RelatedSerializer(many=True))
    @extend_schema(methods=["POST"], request=RelateShape, responses=RelatedSerializer(many=True))
    @action(detail=True, methods=["get", "post"], pagination_class=None, filterset_class=None)
    def related(self, request: Request, number: str) -> Response:
        """Related incidents that the reader sees; or relating another one."""
        incident, person = self.get_object(), _person(request)  # type: ignore[attr-defined]
        if request.method == "POST":
            data = _given(RelateShape, request).validated_data
            other = _other(person, data["number"])
            joining.relate(incident, other, data["how"], actor=person, now=clock.now(), text=data["text"])
        return Response(RelatedSerializer(related_to(person, incident), many=True).data)

    @extend_schema(request=ReclassifyShape, responses=NumberSerializer)
    @action(detail=True, methods=["post"], pagination_class=None, filterset_class=None)
    def reclassify(self, request: Request, number: str) -> Response:
        """Another cause, with its category, and another payment method ("": all)."""
        incident, person = self.get_object(), _person(request)  # type: ignore[attr-defined]
        data = _given(ReclassifyShape, request).validated_data
        changed = joining.reclassify(incident, actor=person, now=clock.now(), **data)
        return Response(NumberSerializer(changed).data)


def _change(incident: Incident, person: Person, shape: ChangeShape) -> dict[str, Any]:
    if shape.validated_data["dry_run"]:
        with undone():
            return _effect(incident, person, shape.given())
    return _effect(incident, person, shape.given())


def _effect(incident: Incident, person: Person, change: Change) -> dict[str, Any]:
    effect = change_extent(incident, change, actor=person, now=clock.now())
    row = Incident.objects.get(pk=incident.pk)
    return {
        "changed": effect.changed,
        "contradicted": effect.contradicted,
        "affected_terminals": row.affected_terminals,
        "affected_sites": row.affected_sites,
        "grade": row.grade,
    }


def _given(shape: type[Any], request: Request) -> Any:
    given = shape(data=request.data)
    given.is_valid(raise_exception=True)
    return given


def _other(person: Person, number: str) -> Incident:
    found = incidents_for(person).filter(number=number).first()
    if found is None:
        raise Invalid("target", _("没有找到事件%(number)s。"), number=number)
    return found


def _person(request: Request) -> Person:
    person: Person = request.user  # type: ignore[assignment]
    return person
