"""Posts and assignments for programs: the same access, filters and actions as the pages."""

from typing import Any

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from emergency_ops.lib import clock
from resources.staff.access import assignments_for, people_for
from resources.staff.actions.assignments import REASON_LENGTH, assign, end_assignment
from resources.staff.choices import ActingState, AssignmentRole
from resources.staff.filters_posts import AssignmentFilter, PostFilter
from resources.staff.models import Person, Post, PostAssignment
from resources.staff.queries_acting import Incumbent, acting_many
from resources.staff.queries_board import listed_posts, state_of

from .common import ReadOnly


class IncumbentSerializer(serializers.Serializer[Incumbent]):
    """Who acts for a post now, as what, and why in words."""

    username = serializers.CharField(source="person.username")
    name = serializers.CharField(source="person.name")
    role = serializers.CharField(help_text="A, B, cover or head")
    reason = serializers.CharField()
    why = serializers.CharField(source="explanation")
    acting_for = serializers.CharField(source="acting_for.username", allow_null=True, default=None)
    since = serializers.DateTimeField(allow_null=True)


class StaffPostSerializer(serializers.ModelSerializer[Post]):
    """`incumbents` in the context: who acts for each of these posts now."""

    sites = serializers.SlugRelatedField[Any](slug_field="code", many=True, read_only=True)
    head = serializers.SlugRelatedField[Any](slug_field="username", read_only=True)
    required_training = serializers.SlugRelatedField[Any](slug_field="code", read_only=True)
    state = serializers.SerializerMethodField()
    acting = serializers.SerializerMethodField()

    class Meta:
        model = Post
        fields = (
            "id",
            "name",
            "function",
            "area",
            "region",
            "sites",
            "is_key",
            "head",
            "required_training",
            "state",
            "acting",
        )
        read_only_fields = fields

    @extend_schema_field(serializers.ChoiceField(choices=ActingState.choices))
    def get_state(self, post: Post) -> str:
        return state_of(self.context["incumbents"][post.pk])

    @extend_schema_field(IncumbentSerializer(allow_null=True))
    def get_acting(self, post: Post) -> Any:
        found = self.context["incumbents"][post.pk]
        return IncumbentSerializer(found).data if found else None


class AssignmentSerializer(serializers.ModelSerializer[PostAssignment]):
    post_name = serializers.CharField(source="post.name")
    person = serializers.CharField(source="person.username")
    name = serializers.CharField(source="person.name")
    since = serializers.DateTimeField(source="validity.lower", allow_null=True)
    until = serializers.DateTimeField(source="validity.upper", allow_null=True)
    untrained_by = serializers.SlugRelatedField[Any](slug_field="username", read_only=True)

    class Meta:
        model = PostAssignment
        fields = (
            "id",
            "post",
            "post_name",
            "person",
            "name",
            "role",
            "since",
            "until",
            "untrained_reason",
            "untrained_by",
        )
        read_only_fields = fields


class AssignSerializer(serializers.Serializer[Any]):
    """Whom to make A or B. since: now where it is missing; until: without end."""

    person = serializers.SlugRelatedField[Any](slug_field="username", queryset=Person.objects.none())
    role = serializers.ChoiceField(choices=AssignmentRole.choices)
    since = serializers.DateTimeField(required=False, allow_null=True, default=None)
    until = serializers.DateTimeField(required=False, allow_null=True, default=None)
    untrained_reason = serializers.CharField(required=False, allow_blank=True, default="", max_length=REASON_LENGTH)

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        fields = super().get_fields()
        user = getattr(self.context.get("request"), "user", None)
        if isinstance(user, Person):
            fields["person"].queryset = people_for(user)  # type: ignore[attr-defined]
        return fields

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if attrs["since"] and attrs["until"] and attrs["until"] <= attrs["since"]:
            raise serializers.ValidationError({"until": "must be after since"})
        return attrs


class EndSerializer(serializers.Serializer[Any]):
    at = serializers.DateTimeField(required=False, allow_null=True, default=None, help_text="now where it is missing")


class PostViewSet(ReadOnly[Post]):
    """/api/v1/posts/ with who acts for each now; POST …/assign/ makes somebody A or B."""

    queryset = Post.objects.none()
    serializer_class = StaffPostSerializer
    filterset_class = PostFilter

    def get_queryset(self) -> QuerySet[Post]:
        posts = listed_posts(self.person).select_related("head", "required_training").prefetch_related("sites")
        return posts.order_by("region_id", "function", "pk")

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        page = self.paginate_queryset(self.filter_queryset(self.get_queryset()))
        return self.get_paginated_response(self._shown(page or [], many=True))

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return Response(self._shown(self.get_object(), many=False))

    @extend_schema(request=AssignSerializer, responses={201: AssignmentSerializer})
    @action(detail=True, methods=["post"])
    def assign(self, request: Request, pk: str = "") -> Response:
        post = self.get_object()
        entered = AssignSerializer(data=request.data, context=self.get_serializer_context())
        entered.is_valid(raise_exception=True)
        data, now = entered.validated_data, clock.now()
        made = assign(
            post,
            data["person"],
            data["role"],
            DateTimeTZRange(data["since"] or now, data["until"]),
            actor=self.person,
            now=now,
            untrained_reason=data["untrained_reason"],
        )
        return Response(AssignmentSerializer(made).data, status=201)

    def _shown(self, posts: Any, *, many: bool) -> Any:
        found = acting_many(posts if many else [posts], clock.now())
        context = {**self.get_serializer_context(), "incumbents": found}
        return StaffPostSerializer(posts, many=many, context=context).data


class AssignmentViewSet(ReadOnly[PostAssignment]):
    """/api/v1/assignments/; POST …/end/ ends one."""

    queryset = PostAssignment.objects.none()
    serializer_class = AssignmentSerializer
    filterset_class = AssignmentFilter

    def get_queryset(self) -> QuerySet[PostAssignment]:
        return assignments_for(self.person).select_related("post", "person", "untrained_by").order_by("pk")

    @extend_schema(request=EndSerializer, responses={200: AssignmentSerializer, 204: None})
    @action(detail=True, methods=["post"])
    def end(self, request: Request, pk: str = "") -> Response:
        held = self.get_object()
        entered = EndSerializer(data=request.data)
        entered.is_valid(raise_exception=True)
        kept = end_assignment(held, at=entered.validated_data["at"], actor=self.person, now=clock.now())
        return Response(AssignmentSerializer(kept).data) if kept else Response(status=204)
