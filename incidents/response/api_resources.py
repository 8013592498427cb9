"""REST of an incident's resources: what it needs, where from, and the promise of it."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from emergency_ops.lib import clock
from emergency_ops.lib.errors import Invalid
from resources.inventory.access_needs import needs_for
from resources.inventory.api.needs import (
    NeedSerializer,
    NeedShape,
    PromiseSerializer,
    ReserveShape,
    SourcingSerializer,
    plan_data,
)
from resources.inventory.sourcing import source, standing
from resources.network.access import site_or_404, terminals_for
from resources.network.models import Terminal
from resources.staff.models import Person

from .actions import resources as actions


class ResourcesMixin:
    """Below /api/v1/incidents/YJ-…/: needs/, sources/, reserve/."""

    get_object: Any

    @extend_schema(methods=["get"], responses=NeedSerializer(many=True))
    @extend_schema(methods=["post"], request=NeedShape, responses={201: NeedSerializer})
    @action(detail=True, methods=["get", "post"], pagination_class=None, filterset_class=None)
    def needs(self, request: Request, number: str) -> Response:
        """The incident's needs at the sites that the caller sees; POST adds one."""
        incident, person = self.get_object(), _person(request)
        if request.method == "POST":
            need = actions.ask(incident, actor=person, now=clock.now(), **_asked(request, person))
            return Response(NeedSerializer(need).data, status=201)
        rows = self._needs(person, incident).select_related("site", "part", "terminal").order_by("created_at", "pk")
        return Response(NeedSerializer(rows, many=True).data)

    @extend_schema(responses=SourcingSerializer)
    @action(detail=True, methods=["get"], pagination_class=None, filterset_class=None)
    def sources(self, request: Request, number: str) -> Response:
        """The plan for what is not met yet."""
        rows = self._needs(_person(request), self.get_object())
        return Response(plan_data(source(list(standing(rows)), clock.now())))

    @extend_schema(request=ReserveShape, responses={201: PromiseSerializer(many=True)})
    @action(detail=True, methods=["post"], pagination_class=None, filterset_class=None)
    def reserve(self, request: Request, number: str) -> Response:
        """Reserves lines of a plan: all, or none with 409 where stock or needs have changed."""
        incident, person = self.get_object(), _person(request)
        given = ReserveShape(data=request.data)
        given.is_valid(raise_exception=True)
        key = given.validated_data["key"]
        made = actions.reserve(incident, given.given(), key=key, actor=person, now=clock.now())
        return Response(PromiseSerializer(made, many=True).data, status=201)

    def _needs(self, person: Person, incident: Any) -> Any:
        subject = actions.subject_of(incident)
        return needs_for(person).filter(subject_kind=subject.kind, subject_id=subject.id)


def _person(request: Request) -> Person:
    person: Person = request.user  # type: ignore[assignment]
    return person


def _asked(request: Request, person: Person) -> dict[str, Any]:
    """As the action takes it. Raises Invalid for a terminal that is not there."""
    shape = NeedShape(data=request.data)
    shape.is_valid(raise_exception=True)
    data = shape.validated_data
    return {
        "site": site_or_404(person, data["site"]),
        "quantity": data["quantity"],
        "part": data.get("part"),
        "equipment_kind": data["equipment_kind"],
        "terminal": _terminal(person, data["terminal"]),
        "note": data["note"],
    }


def _terminal(person: Person, code: str) -> Terminal | None:
    if not code:
        return None
    found = terminals_for(person).filter(code=code).first()
    if found is None:
        raise Invalid("terminal", _("没有终端%(terminal)s。"), terminal=code)
    return found
