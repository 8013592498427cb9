"""The feed and its messages: for everybody, without a login or a cookie, and the same for everybody."""

import hashlib
import re
from collections.abc import Callable
from datetime import UTC, datetime
from functools import wraps
from typing import Final

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.db.models import Count, Max
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.views.decorators.http import require_safe

from emergency_ops.lib import clock
from notices.content.addresses import page_of

from . import addresses, atom, queries
from .models import CapMessage
from .vocabulary import MEDIA_TYPE

PAGE_SIZE: Final = 50
#: of a feed without a message
NEVER: Final = datetime(2026, 1, 1, tzinfo=UTC)
_REGION: Final = re.compile(r"[0-9]{6}")
_PAGE: Final = re.compile(r"[1-9][0-9]{0,4}")
View = Callable[..., HttpResponse]


def shared(view: View) -> View:
    """The answer depends on the address alone; anybody's page may read it."""

    @wraps(view)
    def answer(request: HttpRequest, *args: str, **kwargs: str) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response["Access-Control-Allow-Origin"] = "*"
        response["X-Content-Type-Options"] = "nosniff"
        response.is_same_for_all = True  # type: ignore[attr-defined]
        return response

    return answer


@login_not_required
@require_safe
@shared
def feed(request: HttpRequest) -> HttpResponse:
    """The messages of the last 90 days, the newest first. ?region=310000 those that concern it; ?page=2 the next ones."""
    region, page = request.GET.get("region", ""), request.GET.get("page", "1")
    if (region and not _REGION.fullmatch(region)) or not _PAGE.fullmatch(page):
        return _plain(400, "region: six digits (GB/T 2260); page: a number from 1")
    rows = queries.public_messages(clock.now(), region)
    state = rows.order_by().aggregate(count=Count("pk"), newest=Max("sent"), last=Max("pk"))
    updated = state["newest"] or queries.last_sent() or NEVER
    etag = _etag(region, page, state["count"], state["last"])
    if fresh := _not_modified(request, etag, updated):
        return fresh
    pages = Paginator(rows.select_related("notice").defer("xml"), PAGE_SIZE)
    pages.count = state["count"]
    if int(page) > pages.num_pages:
        return _plain(404, "no such page")
    document = _feed(region, int(page), pages, updated)
    return _kept(HttpResponse(atom.xml(document), f"{atom.FEED_TYPE}; charset=utf-8"), etag, updated, 60)


@login_not_required
@require_safe
@shared
def alert(request: HttpRequest, identifier: str) -> HttpResponse:
    """One message in earnest, as it was sent. A drill's is not known here."""
    found = queries.in_earnest().filter(identifier=identifier).first()
    if found is None:
        return _plain(404, "no such message")
    etag = f'"{found.sha256}"'
    if fresh := _not_modified(request, etag, found.sent):
        return fresh
    return _kept(HttpResponse(found.xml.encode(), MEDIA_TYPE), etag, found.sent, 24 * 3600)


def _etag(*parts: object) -> str:
    """Of all that a page of the feed depends on; messages themselves never change."""
    said = "\n".join(map(str, (*parts, settings.SITE_URL, settings.ORGANISATION_NAME)))
    return f'"{hashlib.sha256(said.encode()).hexdigest()[:32]}"'


def _feed(region: str, page: int, pages: Paginator[CapMessage], updated: datetime) -> atom.Feed:
    last = pages.num_pages
    links = {"self": page, "first": 1, "last": last}
    if page > 1:
        links["previous"] = page - 1
    if page < last:
        links["next"] = page + 1
    return atom.Feed(
        address=addresses.feed(region),
        title=f"{settings.ORGANISATION_NAME} 应急公告 Emergency notices (CAP 1.2)",
        author=settings.ORGANISATION_NAME,
        updated=updated,
        links={rel: addresses.feed(region, number) for rel, number in links.items()},
        entries=[_entry(message) for message in pages.page(page)],
    )


def _entry(message: CapMessage) -> atom.Entry:
    return atom.Entry(
        url=addresses.public(message.identifier),
        page=page_of(message.notice.number),
        title=message.headline or message.identifier,
        summary=message.summary,
        kind=message.msg_type,
        sent=message.sent,
    )


def _not_modified(request: HttpRequest, etag: str, at: datetime) -> HttpResponse | None:
    answer: HttpResponseBase | None = get_conditional_response(request, etag=etag, last_modified=int(at.timestamp()))
    return answer if isinstance(answer, HttpResponse) else None


def _kept(response: HttpResponse, etag: str, at: datetime, seconds: int) -> HttpResponse:
    response["ETag"] = etag
    response["Last-Modified"] = http_date(at.timestamp())
    response["Cache-Control"] = f"public, max-age={seconds}"
    return response


def _plain(status: int, text: str) -> HttpResponse:
    response = HttpResponse(f"{status} {text}\n", "text/plain; charset=utf-8", status=status)
    response["Cache-Control"] = "public, max-age=60"
    return response
