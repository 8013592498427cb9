"""`POST /api/v1/reports`, whatever server or framework it comes through: a request in plain values in, an answer out.

Nothing is answered 2xx before it is committed. Where the database is down the answer is 503, so that senders keep their
reports and post them again; a repeat counts once.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from time import monotonic
from typing import Any, Protocol, TypeVar

import msgspec
import structlog
from django.conf import settings
from django.db import InterfaceError, OperationalError, connection
from django.utils import translation
from django.utils.translation.trans_real import parse_accept_lang_header

from emergency_ops.lib import clock

from . import keys
from .accept import Outcome, accept_batch, outcome_of
from .decoding import Row, decode
from .grouping import Group
from .limits import limits
from .refusals import RequestRefused

PATH = "/api/v1/reports"
RETRY_AFTER = 5
log = structlog.get_logger(__name__)
_group = Group()
T = TypeVar("T")


class Stream(Protocol):
    def read(self, size: int, /) -> bytes: ...


@dataclass(frozen=True)
class Request:
    """`length` is the Content-Length as sent; `chunked` says that the stream ends by itself without one.

    `welcome` is False for what came over plain HTTP where only HTTPS is taken.
    """

    method: str
    stream: Stream
    length: str = ""
    chunked: bool = False
    content_type: str = ""
    content_encoding: str = ""
    authorization: str = ""
    intake_key: str = ""
    languages: str = ""
    welcome: bool = True


@dataclass(frozen=True)
class Answer:
    status: int
    content: dict[str, Any]
    headers: list[tuple[str, str]] = field(default_factory=list)

    @property
    def body(self) -> bytes:
        return msgspec.json.encode(self.content)


def answer(request: Request) -> Answer:
    """Accepted, duplicate and rejected counts, or the refusal of the whole request. Never raises."""
    with translation.override(_language(request.languages)):
        try:
            return _accepted(request)
        except RequestRefused as refusal:
            return _refused(refusal)
        except (OperationalError, InterfaceError):
            log.exception("intake.unavailable")
            return _refused(RequestRefused("unavailable"))
        except Exception:
            log.exception("intake.failed")
            return _refused(RequestRefused("internal"))


def _accepted(request: Request) -> Answer:
    if not request.welcome:
        raise RequestRefused("https_required")
    if request.method != "POST":
        raise RequestRefused("method_not_allowed")
    grant = _twice(lambda: _grant(request))
    rows = decode(_body(request), request.content_type, request.content_encoding)
    outcome = _twice(lambda: _stored(rows, grant))
    if outcome.rejected:
        log.info("intake.rejected", key=grant.key_id, **Counter(code for _, code, _ in outcome.rejected))
    rejected = [{"index": index, "code": code, "message": text} for index, code, text in outcome.rejected]
    return Answer(200, {"accepted": outcome.accepted, "duplicates": outcome.duplicates, "rejected": rejected})


def _grant(request: Request) -> keys.Grant:
    secret = keys.presented(request.authorization, request.intake_key)
    grant = keys.grant_of(secret, monotonic()) if secret else None
    if grant is None:
        raise RequestRefused("unauthorized")
    return grant


def _stored(rows: Sequence[Row], grant: keys.Grant) -> Outcome:
    if len(rows) == 1:
        return outcome_of([_group.settle(rows[0], grant)])
    return accept_batch(rows, key=grant, now=clock.now())


def _body(request: Request) -> bytes:
    """The whole body, or a refusal; never more than the limit is read, never part of a body taken for all of it."""
    most = limits().max_bytes
    if request.length and not request.length.isdecimal():
        raise RequestRefused("bad_length")
    declared = int(request.length) if request.length else None
    if declared is not None and declared > most:
        raise RequestRefused("too_large", limit=most)
    if declared is None and not request.chunked:
        return b""
    body = _read(request.stream, most + 1 if declared is None else declared)
    if declared is not None and len(body) < declared:
        raise RequestRefused("incomplete", declared=declared, received=len(body))
    return body


def _read(stream: Stream, most: int) -> bytes:
    parts: list[bytes] = []
    missing = most
    try:
        while missing and (part := stream.read(missing)):
            parts.append(part)
            missing -= len(part)
    except OSError as error:  # the sender went away, or its chunks are broken
        raise RequestRefused("incomplete", declared=most, received=most - missing) from error
    return b"".join(parts)


def _twice(act: Callable[[], T]) -> T:
    """Once more on a fresh connection, if the one that was kept open turns out to be dead."""
    try:
        return act()
    except (OperationalError, InterfaceError):
        if connection.in_atomic_block:
            raise
        connection.close()
    return act()


def _refused(refusal: RequestRefused) -> Answer:
    headers = {
        401: [("WWW-Authenticate", "Bearer")],
        405: [("Allow", "POST")],
        503: [("Retry-After", str(RETRY_AFTER))],
    }
    if refusal.status < 500:
        log.warning("intake.refused", code=refusal.code, status=refusal.status)
    content = {"code": refusal.code, "message": str(refusal)}
    return Answer(refusal.status, content, headers.get(refusal.status, []))


@lru_cache(maxsize=256)
def _language(header: str) -> str:
    """The first language asked for that we have."""
    for code, _ in parse_accept_lang_header(header.lower()):
        try:
            return translation.get_supported_language_variant(code)
        except LookupError:
            continue
    return settings.LANGUAGE_CODE
