"""REST: tasks as JSON, and what their assignees do with them. The same access, filters and actions as the pages."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import mixins, serializers, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from emergency_ops.lib import clock
from resources.staff.models import Person

from . import actions, queries
from .filters import TaskFilter
from .models import Task, TaskCheck


class TaskCheckSerializer(serializers.ModelSerializer[TaskCheck]):
    ticked_by = serializers.StringRelatedField[Any]()

    class Meta:
        model = TaskCheck
        fields = ("id", "text", "is_mandatory", "ticked_at", "ticked_by")
        read_only_fields = fields


class TaskSerializer(serializers.ModelSerializer[Task]):
    """A task with its checklist; texts in the language of the request."""

    incident = serializers.SlugRelatedField[Any](slug_field="number", read_only=True)
    assignee = serializers.StringRelatedField[Any]()
    acting_for = serializers.StringRelatedField[Any]()
    ended_by = serializers.StringRelatedField[Any]()
    is_late = serializers.BooleanField()
    checks = serializers.SerializerMethodField()

    class Meta:
        model = Task
        fields = (
            "id", "incident", "key", "phase", "title", "text", "function", "evidence", "work", "state", "assignee",
            "acting_for", "due_at", "is_late", "accepted_at", "ended_at", "ended_by", "result", "checks",
        )  # fmt: skip
        read_only_fields = fields

    @extend_schema_field(TaskCheckSerializer(many=True))
    def get_checks(self, task: Task) -> Any:
        return TaskCheckSerializer(task.checks.all(), many=True).data


class DeclineShape(serializers.Serializer[Any]):
    reason = serializers.CharField(max_length=300)


class CompleteShape(serializers.Serializer[Any]):
    """checked: ids of checklist items; left out, the checklist stays as it is. Files are uploaded on the page."""

    text = serializers.CharField(required=False, allow_blank=True, default="", max_length=2000)
    checked = serializers.ListField(child=serializers.IntegerField(), required=False, allow_null=True, default=None)


class NoShape(serializers.Serializer[Any]):
    """No body."""


class TaskViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet[Task]):
    """/api/v1/tasks/ and /api/v1/tasks/7/, with accept, decline and complete below it."""

    queryset = Task.objects.none()
    filterset_class = TaskFilter
    serializer_class = TaskSerializer

    def get_queryset(self) -> QuerySet[Task]:
        if not isinstance(self.request.user, Person):
            return Task.objects.none()
        rows = queries.listed(self.request.user, clock.now()).prefetch_related("checks__ticked_by")
        return rows.order_by("-created_at", "-pk")

    @extend_schema(request=NoShape, responses=TaskSerializer)
    @action(detail=True, methods=["post"])
    def accept(self, request: Request, pk: str) -> Response:
        return self._do(request, NoShape, actions.accept)

    @extend_schema(request=DeclineShape, responses=TaskSerializer)
    @action(detail=True, methods=["post"])
    def decline(self, request: Request, pk: str) -> Response:
        return self._do(request, DeclineShape, actions.decline)

    @extend_schema(request=CompleteShape, responses=TaskSerializer)
    @action(detail=True, methods=["post"])
    def complete(self, request: Request, pk: str) -> Response:
        return self._do(request, CompleteShape, _complete)

    def _do(self, request: Request, shape: type[serializers.Serializer[Any]], act: Callable[..., object]) -> Response:
        """Check the shape, act, answer with the task as it is then."""
        task = self.get_object()
        data = shape(data=request.data)
        data.is_valid(raise_exception=True)
        act(task, actor=request.user, now=clock.now(), **data.validated_data)
        rows = queries.annotated(Task.objects.filter(pk=task.pk), clock.now()).prefetch_related("checks__ticked_by")
        return Response(self.get_serializer(rows.get()).data)


def _complete(task: Task, *, checked: list[int] | None, **given: Any) -> object:
    return actions.complete(task, checked=None if checked is None else set(checked), **given)
