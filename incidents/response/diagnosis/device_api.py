"""What terminals and gateways ask: a long poll for commands, and where their answers go. Both with the intake key."""

import threading
import time
import uuid
from datetime import datetime
from typing import Any

from django.http import Http404
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from emergency_ops.lib import clock
from incidents.monitoring.intake import keys

from . import rules
from .actions import answer, hand_out
from .models import TerminalCommand

LONGEST_WAIT = 25.0
LOOK_EVERY = 0.5
MOST = 100
#: polls that one process holds open; others are answered at once and told when to come again, so that pages keep their threads
HELD = threading.BoundedSemaphore(3)
COME_AGAIN = 5
_KEY = OpenApiParameter("Authorization", str, OpenApiParameter.HEADER, description="Bearer and an intake key")


class CommandShape(serializers.Serializer[Any]):
    id = serializers.UUIDField(help_text="carry out each id once, however often it comes")
    terminal = serializers.CharField()
    kind = serializers.CharField(help_text="status, ping_backend, fetch_log, restart_app or show_text")
    params = serializers.DictField(
        help_text="fetch_log: lines. show_text: text (plain text to scroll over the screen; empty: clear it), until (ISO time; stop showing"
        " it then without being told, also with no network and after a restart; none: until it is cleared), notice (number), lines and"
        " line_length (what the text was written for). A new text replaces the old one."
    )
    issued_at = serializers.DateTimeField()
    expires_at = serializers.DateTimeField(help_text="do not carry it out after this")
    signature = serializers.CharField(
        help_text="hex HMAC-SHA256 with the hex SHA-256 of your intake key over the other fields as JSON, keys sorted, without spaces, UTF-8"
    )


class CommandsShape(serializers.Serializer[Any]):
    commands = CommandShape(many=True)
    retry_after = serializers.IntegerField(help_text="seconds until the next poll")


class AnswerShape(serializers.Serializer[Any]):
    ok = serializers.BooleanField()
    output = serializers.CharField(
        required=False, allow_blank=True, default="", max_length=200_000, trim_whitespace=False
    )
    data = serializers.DictField(  # type: ignore[assignment]
        required=False,
        default=dict,
        help_text='facts; of status: "screen" is the text that scrolls over the screen now, empty for none',
    )


class _ByIntakeKey(APIView):
    """Not for people: whoever has no good intake key gets 401."""

    authentication_classes = ()
    permission_classes = ()

    def get_authenticate_header(self, request: Request) -> str:
        return "Bearer"


class Commands(_ByIntakeKey):
    """GET /api/v1/commands?wait=25&terminal=…&site=…: what waits for these terminals, at the latest after `wait` seconds."""

    @extend_schema(
        operation_id="fetch_commands",
        parameters=[
            _KEY,
            OpenApiParameter("wait", int, description="seconds to wait for the first command, at most 25"),
            OpenApiParameter("terminal", str, many=True, description="codes; none: all terminals of the key"),
            OpenApiParameter("site", str, many=True),
        ],
        responses=CommandsShape,
    )
    def get(self, request: Request) -> Response:
        secret, grant = _granted(request)
        asked = request.query_params.getlist("site"), request.query_params.getlist("terminal")
        rows, retry_after = _waited(grant, *asked, wait=_seconds(request.query_params.get("wait", "")))
        envelopes = [envelope_of(row, keys.digest_of(secret)) for row in rows]
        return Response({"commands": envelopes, "retry_after": retry_after}, headers={"Cache-Control": "no-store"})


class Answers(_ByIntakeKey):
    """POST /api/v1/commands/<id>/answer: what came of a command; safe to repeat."""

    @extend_schema(operation_id="answer_command", parameters=[_KEY], request=AnswerShape, responses={204: None})
    def post(self, request: Request, command: uuid.UUID) -> Response:
        _secret, grant = _granted(request)
        shape = AnswerShape(data=request.data)
        shape.is_valid(raise_exception=True)
        given = shape.validated_data
        try:
            answer(command, grant, ok=given["ok"], output=given["output"], data=_flat(given["data"]), now=clock.now())
        except TerminalCommand.DoesNotExist:
            raise Http404 from None
        return Response(status=204)


def envelope_of(row: TerminalCommand, secret: str) -> dict[str, Any]:
    """A command as it travels. Handed out again it is the same, signature included."""
    fields = {
        "id": str(row.uuid),
        "terminal": row.terminal.code,
        "kind": row.kind,
        "params": row.params,
        "issued_at": _stamp(row.queued_at),
        "expires_at": _stamp(row.due_at),
    }
    return {**fields, "signature": rules.signature(fields, secret)}


def _granted(request: Request) -> tuple[str, keys.Grant]:
    secret = keys.presented(request.headers.get("Authorization", ""), request.headers.get("X-Intake-Key", ""))
    grant = keys.grant_of(secret, time.monotonic()) if secret else None
    if grant is None:
        raise AuthenticationFailed(_("缺少接入密钥，或密钥未知、已吊销。请在 Authorization: Bearer 中提供有效密钥。"))
    return secret, grant


def _waited(
    grant: keys.Grant, sites: list[str], terminals: list[str], *, wait: float
) -> tuple[list[TerminalCommand], int]:
    """What there is, or what comes within `wait` seconds; and after how many seconds to ask again."""
    rows = hand_out(grant, sites, terminals, most=MOST, now=clock.now())
    if rows or not wait:
        return rows, 0 if rows else COME_AGAIN
    if not HELD.acquire(blocking=False):
        return [], COME_AGAIN
    try:
        until = time.monotonic() + wait
        while not rows and time.monotonic() < until:
            time.sleep(LOOK_EVERY)
            rows = hand_out(grant, sites, terminals, most=MOST, now=clock.now())
    finally:
        HELD.release()
    return rows, 0


def _seconds(text: str) -> float:
    return min(float(text), LONGEST_WAIT) if text.isdecimal() else 0.0


def _flat(data: dict[str, Any]) -> dict[str, str]:
    """Facts to be shown: at most twenty short texts."""
    return {rules.kept_text(str(name))[:40]: rules.kept_answer(str(value)) for name, value in list(data.items())[:20]}


def _stamp(moment: datetime) -> str:
    return localtime(moment, clock.SHANGHAI).isoformat(timespec="milliseconds")
