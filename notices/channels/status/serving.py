"""Answers: kept by edition, with a validator, for everybody alike: no cookie, no session, no language of the browser."""

from collections.abc import Callable
from datetime import datetime
from typing import Final

import structlog
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date

from .editions import KNOWN, edition_at
from .rules import Edition

HTML: Final = "text/html; charset=utf-8"
CACHING: Final = "public, max-age=15, stale-while-revalidate=60"
FOR_EVER: Final = "public, max-age=31536000, immutable"
#: longer than an edition lasts
_KEPT: Final = 150
Make = Callable[[Edition], bytes | None]


def answer(
    request: HttpRequest, now: datetime, language: str, name: str, make: Make, kind: str = HTML
) -> HttpResponse | None:
    """200 with the page, or 304; None where `make` has none. name: what the page is kept under."""
    structlog.contextvars.unbind_contextvars("ip")
    true = request.META.get(KNOWN) or edition_at(now)
    body = _kept(true, name, make)
    if body is None:
        return None
    response = HttpResponse(body, kind)
    response["Cache-Control"] = CACHING
    response["Content-Language"] = str(language)
    response["Last-Modified"] = http_date(true.modified)
    if true.key:
        response["ETag"] = f'W/"{true.key}"'
    found = get_conditional_response(request, response.get("ETag"), true.modified, response)
    return found if isinstance(found, HttpResponse) else response


def _kept(true: Edition, name: str, make: Make) -> bytes | None:
    key = f"status:{true.key}:{name}"
    body: bytes | None = cache.get(key) if true.key else None
    if body is None and (body := make(true)) is not None and true.key:
        cache.set(key, body, _KEPT)
    return body
