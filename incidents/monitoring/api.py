"""REST: taking reports, reading warnings."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from rest_framework import mixins, serializers, viewsets
from rest_framework.request import Request
from rest_framework.views import APIView

from .evidence import sentence
from .filters import WarningFilter
from .intake import endpoint
from .intake.documentation import reports_schema
from .models import Warning, WarningTerminal
from .queries import listed_warnings, seen_members


class Reports(APIView):
    """The intake as an ordinary view: for servers that do not have the gateway in front (see emergency_ops.wsgi)."""

    authentication_classes = ()
    permission_classes = ()
    http_method_names = ["post"]

    @reports_schema
    def post(self, request: Request) -> HttpResponse:
        return _answered(request._request)

    def perform_content_negotiation(self, request: Request, force: bool = False) -> Any:
        """Whatever the client accepts, the answer is JSON."""
        return super().perform_content_negotiation(request, force=True)

    def http_method_not_allowed(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponse:  # type: ignore[override]
        return _answered(request._request)


def _answered(request: HttpRequest) -> HttpResponse:
    header = request.headers.get
    given = endpoint.answer(
        endpoint.Request(
            method=str(request.method),
            stream=request,
            length=request.META.get("CONTENT_LENGTH") or "",
            chunked=bool(request.META.get("wsgi.input_terminated")),
            content_type=request.META.get("CONTENT_TYPE", ""),
            content_encoding=header("Content-Encoding", ""),
            authorization=header("Authorization", ""),
            intake_key=header("X-Intake-Key", ""),
            languages=header("Accept-Language", ""),
        )
    )
    return HttpResponse(given.body, "application/json", given.status, headers=dict(given.headers))


class MemberSerializer(serializers.ModelSerializer[WarningTerminal]):
    terminal = serializers.CharField(source="terminal.code")

    class Meta:
        model = WarningTerminal
        fields = ["terminal", "since", "until"]


class WarningSerializer(serializers.ModelSerializer[Warning]):
    sentence = serializers.SerializerMethodField(help_text="the evidence in words")
    site = serializers.CharField(source="site.code", default=None)
    terminals = serializers.IntegerField(source="size", help_text="how many it has covered so far")

    class Meta:
        model = Warning
        fields = [
            "id",
            "key",
            "source",
            "scope",
            "category",
            "colour",
            "payment_method",
            "cause",
            "sentence",
            "evidence",
            "region",
            "site",
            "terminals",
            "began_at",
            "opened_at",
            "upgraded_at",
            "cleared_at",
        ]

    def get_sentence(self, warning: Warning) -> str:
        return sentence(warning.evidence)


class WarningDetailSerializer(WarningSerializer):
    members = serializers.SerializerMethodField()

    class Meta(WarningSerializer.Meta):
        fields = [*WarningSerializer.Meta.fields, "members"]

    def get_members(self, warning: Warning) -> list[dict[str, Any]]:
        members = seen_members(warning, self.context["request"].user).order_by("terminal__code")
        return [dict(row) for row in MemberSerializer(members, many=True).data]


class WarningViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet[Warning]):
    """Warnings of the regions that the caller sees, the newest first."""

    filterset_class = WarningFilter
    queryset = Warning.objects.none()

    def get_queryset(self) -> QuerySet[Warning]:
        return listed_warnings(self.request.user).order_by("-opened_at", "-pk")

    def get_serializer_class(self) -> type[WarningSerializer]:
        return WarningDetailSerializer if self.action == "retrieve" else WarningSerializer
