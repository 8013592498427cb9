"""REST: rounds and findings, for systems that plan work or measure it."""

from typing import Any

from django.db.models import QuerySet
from rest_framework import mixins, serializers, viewsets

from incidents.monitoring.evidence import fault_name

from .checklists import item_name
from .filters import FindingFilter, RoundFilter
from .models import PatrolFinding, PatrolRound
from .queries import listed_findings, listed_rounds


class RoundSerializer(serializers.ModelSerializer[PatrolRound]):
    site = serializers.CharField(source="site.code")
    assignee = serializers.CharField(source="assignee.username", default=None)
    problems = serializers.IntegerField(source="wrong", help_text="entries that say that something is wrong")

    class Meta:
        model = PatrolRound
        fields = [
            "token",
            "site",
            "starts_at",
            "due_at",
            "ends_at",
            "state",
            "assignee",
            "started_at",
            "finished_at",
            "problems",
        ]


class FindingSerializer(serializers.ModelSerializer[PatrolFinding]):
    terminal = serializers.CharField(source="terminal.code")
    item = serializers.SerializerMethodField(help_text="what was looked at, in words")
    fault = serializers.SerializerMethodField(help_text="the fault code in words, empty without one")
    remark = serializers.CharField(source="entry.remark")
    warning = serializers.PrimaryKeyRelatedField[Any](read_only=True)

    class Meta:
        model = PatrolFinding
        fields = [
            "id",
            "terminal",
            "item",
            "fault_code",
            "fault",
            "remark",
            "warning",
            "opened_at",
            "resolved_at",
            "reason",
        ]

    def get_item(self, finding: PatrolFinding) -> str:
        return item_name(finding.item, finding.item_name)

    def get_fault(self, finding: PatrolFinding) -> str:
        return fault_name(finding.fault_code) if finding.fault_code else ""


class RoundViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet[PatrolRound]):
    """Patrol rounds of the regions that the caller sees, the newest first."""

    filterset_class = RoundFilter
    serializer_class = RoundSerializer
    queryset = PatrolRound.objects.none()
    lookup_field = "token"

    def get_queryset(self) -> QuerySet[PatrolRound]:
        return listed_rounds(self.request.user).order_by("-starts_at", "-pk")


class FindingViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet[PatrolFinding]):
    """What patrols found, the newest first; `state=open` for what is not resolved."""

    filterset_class = FindingFilter
    serializer_class = FindingSerializer
    queryset = PatrolFinding.objects.none()

    def get_queryset(self) -> QuerySet[PatrolFinding]:
        return listed_findings(self.request.user).order_by("-opened_at", "-pk")
