"""Public pages: without a login, a cookie, a script. Each comes in both languages, by its address."""

from collections.abc import Callable
from datetime import datetime
from typing import Final

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_safe

from emergency_ops.lib import clock
from emergency_ops.lib.caching import counted

from . import feed, pages, present, rendering, rules, serving
from .pages import Page
from .present import Present
from .rules import Edition

#: searches that are made in a minute, by all together; nobody's address is looked at
SEARCHES_A_MINUTE: Final = 1200


@login_not_required
@require_safe
def index(request: HttpRequest, language: str) -> HttpResponse:
    """What is down now; with ?q= the sites that match."""
    if "q" in request.GET:
        return _search(request, language, request.GET["q"])
    return _page(request, language, "", pages.index)


@login_not_required
@require_safe
def region(request: HttpRequest, language: str, code: str) -> HttpResponse:
    return _page(request, language, f"regions/{code}/", lambda known: pages.region(known, code))


@login_not_required
@require_safe
def site(request: HttpRequest, language: str, code: str) -> HttpResponse:
    return _page(request, language, f"sites/{code}/", lambda known: pages.site(known, code))


@login_not_required
@require_safe
def notice(request: HttpRequest, language: str, number: str) -> HttpResponse:
    return _page(request, language, f"notices/{number}/", lambda known: pages.notice(known, number))


@login_not_required
@require_safe
def history(request: HttpRequest, language: str, month: str = "") -> HttpResponse:
    """The newest month, or the one asked for."""
    now = clock.now()
    wanted = rules.month_of(month, now) if month else rules.months(now)[0]
    if wanted is None:
        return _missing(language, f"history/{month}/", now)
    path = f"history/{month}/" if month else "history/"
    return _page(request, language, path, lambda known: pages.history(known, wanted, path))


@login_not_required
@require_safe
def atom(request: HttpRequest, language: str) -> HttpResponse:
    now = clock.now()
    name = f"{language}:{feed.PATH}"
    found = serving.answer(request, now, language, name, lambda _true: feed.feed(language, now), feed.CONTENT_TYPE)
    return found or _missing(language, feed.PATH, now)


@login_not_required
@require_safe
def stylesheet(request: HttpRequest, mark: str) -> HttpResponse:
    """Whatever the mark: a page of before an update finds the style of now."""
    response = HttpResponse(rendering.stylesheet(), "text/css; charset=utf-8")
    current = rendering.stylesheet_name() == f"style.{mark}.css"
    response["Cache-Control"] = serving.FOR_EVER if current else serving.CACHING
    return response


@login_not_required
@require_safe
def nothing(request: HttpRequest, language: str, rest: str) -> HttpResponse:
    return _missing(language, f"{rest.strip('/')}/", clock.now())


def _page(request: HttpRequest, language: str, path: str, make: Callable[[Present], Page]) -> HttpResponse:
    now = clock.now()

    def body(true: Edition) -> bytes | None:
        page = make(present.of(true, language, now))
        return None if page.missing else rendering.render(page, rendering.Frame(language, now))

    return serving.answer(request, now, language, f"{language}:{path}", body) or _missing(language, path, now)


def _search(request: HttpRequest, language: str, query: str) -> HttpResponse:
    now = clock.now()
    if counted(f"status:searches:{now:%H%M}", 120) > SEARCHES_A_MINUTE:
        return _too_many(language)
    words = " ".join(rules.terms(query))
    return _page(request, language, f"?{words}", lambda known: pages.search(known, words))


def _too_many(language: str) -> HttpResponse:
    with override(language):
        response = HttpResponse(
            _("现在查询的人太多，请稍后再试，或按区域查找。"), "text/plain; charset=utf-8", status=429
        )
    response["Retry-After"] = "30"
    response["Cache-Control"] = "no-store"
    return response


def _missing(language: str, path: str, now: datetime) -> HttpResponse:
    body = rendering.render(pages.missing(path), rendering.Frame(language, now))
    response = HttpResponse(body, serving.HTML, status=404)
    response["Cache-Control"] = serving.CACHING
    response["Content-Language"] = str(language)
    return response
