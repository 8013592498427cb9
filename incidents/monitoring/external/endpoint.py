"""`POST /api/v1/external/<kind>`: what other systems send, with the key of their source.

Alertmanager repeats on 5xx only, so what is wrong with the content is answered 4xx and what is our fault 503.
"""

from typing import Any

import structlog
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.views import APIView

from emergency_ops.lib import clock
from emergency_ops.lib.errors import Refused
from incidents.monitoring.intake.keys import presented

from . import keys
from .actions import take
from .choices import SourceKind
from .decoding import decode

log = structlog.get_logger(__name__)
MOST_BYTES = 4 * 2**20
_KEY = OpenApiParameter("Authorization", str, OpenApiParameter.HEADER, description="Bearer and the key of the source")
_COUNT = {"type": "integer", "minimum": 0}
_TAKEN = {
    "type": "object",
    "properties": {"accepted": _COUNT, "duplicates": _COUNT, "unmapped": _COUNT},
    "required": ["accepted", "duplicates", "unmapped"],
}


class External(APIView):
    """Alerts of one kind of source."""

    authentication_classes = ()
    permission_classes = ()
    http_method_names = ["post"]

    @extend_schema(
        operation_id="post_external_alerts",
        description=(
            "`kind`: alertmanager (webhook version 4), zabbix (the body of our media type) or cloudevents (1.0; structured, binary "
            "or batch). A repeat is counted as a duplicate, a resolved alert ends what it began. Alerts whose terminal or site is not "
            "known are kept and shown to people."
        ),
        parameters=[_KEY, OpenApiParameter("kind", str, OpenApiParameter.PATH, enum=SourceKind.values)],
        request={"application/json": {"type": "object"}, "application/cloudevents+json": {"type": "object"}},
        responses={200: _TAKEN},
    )
    def post(self, request: Request, kind: str) -> HttpResponse:
        return _answered(request._request, kind)

    def perform_content_negotiation(self, request: Request, force: bool = False) -> Any:
        """Whatever the client accepts, the answer is JSON."""
        return super().perform_content_negotiation(request, force=True)


def _answered(request: HttpRequest, kind: str) -> HttpResponse:
    secret = presented(request.headers.get("Authorization", ""), request.headers.get("X-Intake-Key", ""))
    try:
        source = keys.source_of(secret)
        if source is None or source.kind != kind:
            text = _("缺少密钥，或密钥不属于这种来源、已吊销。请在 Authorization: Bearer 中提供有效密钥。")
            return _refused(401, "unauthorized", text)
        body = request.read(MOST_BYTES + 1)
        if len(body) > MOST_BYTES:
            return _refused(413, "too_large", _("内容超过 %(most)d 字节，请分批发送。") % {"most": MOST_BYTES})
        if len(body) < int(request.META.get("CONTENT_LENGTH") or 0):
            return _refused(400, "incomplete", _("请求内容不完整，请重发。"))
        headers = {name.lower(): value for name, value in request.headers.items()}
        taken = take(source, decode(kind, body, headers), now=clock.now())
    except Refused as refusal:
        log.warning("external.refused", kind=kind, code=refusal.code)
        return _refused(refusal.status, refusal.code, refusal)
    except (OperationalError, InterfaceError):
        log.exception("external.unavailable")
        return _refused(503, "unavailable", _("数据库暂时不可用，数据未被接收，请稍后重发。"))
    return JsonResponse({"accepted": taken.accepted, "duplicates": taken.duplicates, "unmapped": taken.unmapped})


def _refused(status: int, code: str, text: object) -> HttpResponse:
    answer = JsonResponse({"code": code, "message": str(text)}, status=status)
    if status == 401:
        answer["WWW-Authenticate"] = "Bearer"
    if status == 503:
        answer["Retry-After"] = "5"
    return answer
