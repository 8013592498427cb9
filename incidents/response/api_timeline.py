"""REST: the timeline of an incident, by the filters of the page, newest first, by cursor."""

from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from drf_spectacular.utils import OpenApiParameter, extend_schema, inline_serializer
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from .attaching import files_of
from .models import Incident, TimelineEntry
from .timeline import entries
from .timeline_filters import About, TimelineFilter, page_of

if TYPE_CHECKING:
    from rest_framework.viewsets import GenericViewSet

    Base = GenericViewSet[Incident]
else:
    Base = object

CURSOR = OpenApiParameter("before", str, description="`older` of the answer before")
PARAMETERS = [
    OpenApiParameter("about", str, enum=About.values),
    OpenApiParameter("person", int, description="who did it"),
    OpenApiParameter("text", str),
    OpenApiParameter("important", bool),
    CURSOR,
]
PAGE = inline_serializer(
    "TimelinePage",
    {
        "older": serializers.CharField(allow_null=True, help_text="asks for what is older, as `before`"),
        "results": serializers.ListField(child=serializers.DictField()),
    },
)


class TimelineMixin(Base):
    """timeline/ below an incident. `entry_serializer` tells an entry."""

    entry_serializer: type[serializers.BaseSerializer[Any]]

    @extend_schema(parameters=PARAMETERS, responses=PAGE)
    @action(detail=True, methods=["get"])
    def timeline(self, request: Request, number: str) -> Response:
        incident = self.get_object()
        request.timeline_of = incident  # type: ignore[attr-defined]
        found = TimelineFilter(request.query_params, entries(incident), request=request)
        if not found.is_valid():
            raise ValidationError(found.errors)
        page = page_of(_plain(found.qs), request.query_params.get("before", ""))
        told = self.entry_serializer(page.rows, many=True, context={"files": files_of(page.rows)})
        return Response({"older": page.cursor or None, "results": told.data})


def _plain(rows: Any) -> QuerySet[TimelineEntry]:
    queryset: QuerySet[TimelineEntry] = rows
    return queryset
