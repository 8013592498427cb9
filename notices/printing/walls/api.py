"""REST: walls as data, and what people on site do with them. The same access, filters and actions as the pages."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, serializers, viewsets
from rest_framework.decorators import action
from rest_framework.parsers import FormParser, JSONParser, MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from emergency_ops.lib import clock
from resources.staff.access import person_of

from . import access, actions, queries
from .filters import PostingFilter
from .models import Posting


class PostingSerializer(serializers.ModelSerializer[Posting]):
    notice = serializers.SlugRelatedField[Any](slug_field="number", read_only=True)
    incident = serializers.SlugRelatedField[Any](slug_field="number", read_only=True)
    site = serializers.SlugRelatedField[Any](slug_field="code", read_only=True)
    sheet = serializers.SlugRelatedField[Any](slug_field="number", read_only=True)
    printed_by = serializers.StringRelatedField[Any]()
    posted_by = serializers.StringRelatedField[Any]()
    taken_down_by = serializers.StringRelatedField[Any]()

    class Meta:
        model = Posting
        fields = (
            "id", "notice", "incident", "site", "sheet", "state", "ending", "created_at", "due_at", "place", "copies", "printed_at",
            "printed_by", "posted_at", "posted_by", "without_photo", "taken_down_at", "taken_down_by", "successor",
        )  # fmt: skip
        read_only_fields = fields


class PrintedShape(serializers.Serializer[Any]):
    """sheet: number of the one that was printed; refused where another one is to hang by now."""

    copies = serializers.IntegerField(required=False, default=1)
    sheet = serializers.CharField(max_length=40, required=False, allow_blank=True, default="")


class PostedShape(serializers.Serializer[Any]):
    """uploads: at least one photo, as multipart form data, or the reason why there is none."""

    place = serializers.CharField(max_length=120)
    uploads = serializers.ListField(child=serializers.FileField(), required=False, default=list)
    without_photo = serializers.CharField(max_length=200, required=False, allow_blank=True, default="")
    former_is_down = serializers.BooleanField(required=False, default=False)
    sheet = serializers.CharField(max_length=40, required=False, allow_blank=True, default="")


class TakenDownShape(serializers.Serializer[Any]):
    uploads = serializers.ListField(child=serializers.FileField(), required=False, default=list)


class PostingViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet[Posting]):
    """Walls of the sites that the caller sees, the newest first; printed, posted and taken down below each."""

    queryset = Posting.objects.none()
    serializer_class = PostingSerializer
    filterset_class = PostingFilter
    parser_classes = (JSONParser, MultiPartParser, FormParser)

    def get_queryset(self) -> QuerySet[Posting]:
        return queries.listed(person_of(self.request)).order_by("-created_at", "-pk")

    @extend_schema(request=PrintedShape, responses=PostingSerializer)
    @action(detail=True, methods=["post"])
    def printed(self, request: Request, pk: str) -> Response:
        return self._do(request, PrintedShape, actions.mark_printed)

    @extend_schema(request=PostedShape, responses=PostingSerializer)
    @action(detail=True, methods=["post"])
    def posted(self, request: Request, pk: str) -> Response:
        return self._do(request, PostedShape, actions.mark_posted)

    @extend_schema(request=TakenDownShape, responses=PostingSerializer)
    @action(detail=True, methods=["post"], url_path="taken-down")
    def taken_down(self, request: Request, pk: str) -> Response:
        return self._do(request, TakenDownShape, actions.mark_taken_down)

    def _do(self, request: Request, shape: type[serializers.Serializer[Any]], act: Callable[..., Posting]) -> Response:
        """Check the shape, act, answer with the wall as it is then."""
        posting = self.get_object()
        data = shape(data=request.data)
        data.is_valid(raise_exception=True)
        person = person_of(request)
        act(posting, actor=person, now=clock.now(), **data.validated_data)
        return Response(self.get_serializer(access.posting_or_404(person, posting.pk)).data)
