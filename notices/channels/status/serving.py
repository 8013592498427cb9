"""Answers: kept by edition, with a validator, for everybody alike: no cookie, no session, no language of the browser."""

from collections.abc import Callable
from datetime import datetime
from typing import Final

import structlog
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date

from .models import StatusEdition
from .rules import Edition, edition

HTML: Final = "text/html; charset=utf-8"
CACHING: Final = "public, max-age=15, stale-while-revalidate=60"
FOR_EVER: Final = "public, max-age=31536000, immutable"
#: longer than an edition lasts
_KEPT: Final = 150
Make = Callable[[], bytes | None]


def edition_at(now: datetime) -> Edition:
    """The edition that is true now. One query."""
    row = StatusEdition.objects.filter(pk=StatusEdition.ONLY).values_list("version", "changed_at").first()
    return edition(*(row or (0, None)), now)


def answer(
    request: HttpRequest, now: datetime, language: str, name: str, make: Make, kind: str = HTML
) -> HttpResponse | None:
    """200 with the page, or 304; None where `make` has none. name: what the page is kept under."""
    structlog.contextvars.unbind_contextvars("ip")
    true = edition_at(now)
    key = f"status:{true.key}:{name}"
    body = cache.get(key)
    if body is None:
        body = make()
        if body is None:
            return None
        cache.set(key, body, _KEPT)
    response = HttpResponse(body, kind)
    response["Cache-Control"] = CACHING
    response["Content-Language"] = language
    response["ETag"] = f'W/"{true.key}"'
    response["Last-Modified"] = http_date(true.modified)
    found = get_conditional_response(request, response["ETag"], true.modified, response)
    return found if isinstance(found, HttpResponse) else response
