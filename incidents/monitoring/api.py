"""REST: taking reports, reading warnings."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from rest_framework.request import Request
from rest_framework.views import APIView

from .intake import endpoint
from .intake.documentation import reports_schema


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
