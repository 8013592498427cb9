"""`/e/CODE`: where an emergency QR code leads. For everybody, without a login, a cookie or a script."""

from typing import Any, Final

import structlog
from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language_from_request, override
from django.views.decorators.http import require_safe

from emergency_ops.lib import clock
from incidents.response.online import queries, rules
from incidents.response.online.addresses import payment_address
from incidents.response.online.choices import CodeState, ScanAnswer
from incidents.response.online.counting import count_scan
from incidents.response.online.guidance import guidance
from incidents.response.online.queries import Lead
from incidents.response.online.signing import BadCode

LANGUAGES: Final = ("zh-hans", "en")
#: answers to unknown codes may be kept by browsers and proxies for so many seconds
NEGATIVE_FOR: Final = 60
#: pages for unknown codes that are made in a minute, by all together; more get a short answer. Nobody's address is looked at.
UNKNOWN_A_MINUTE: Final = 600
#: a drill's page is what its code is for; a code that cannot be followed just now is not gone
_STATUS: Final = {"drill": 200, "broken": 503}
log = structlog.get_logger(__name__)


@login_not_required
@require_safe
def follow(request: HttpRequest, code: str) -> HttpResponse:
    """302 to the payment page for a valid code; else a page that says where to go: 410 for a dead code, 404 for an unknown one."""
    structlog.contextvars.unbind_contextvars("ip")
    wanted = rules.typed(code)
    found = queries.lead_of(wanted) if wanted else None
    if found is None:
        return _unknown(request)
    state = rules.state_of(found.expires_at, found.revoked_at, clock.now())
    target = _target(found, state)
    _count(request, found, state, target)
    if target:
        return _guarded(HttpResponseRedirect(target), "no-store")
    return _page(request, found, state)


def _target(found: Lead, state: CodeState) -> str:
    """The payment page's address; empty for what must not lead there."""
    if state != CodeState.VALID or found.is_drill:
        return ""
    try:
        return payment_address(found, clock.now())
    except BadCode as error:
        log.error("emergency_code.no_address", reason=error.reason)
        return ""


def _count(request: HttpRequest, found: Lead, state: CodeState, target: str) -> None:
    """A scan that cannot be counted still leads on."""
    if not rules.is_scan(request.method or "", request.headers):
        return
    drill = state == CodeState.VALID and found.is_drill
    answer = ScanAnswer.PAYMENT if target else ScanAnswer.DRILL if drill else ScanAnswer.GUIDANCE
    try:
        count_scan(found.pk, answer, clock.now())
    except DatabaseError:
        log.exception("emergency_code.not_counted")


def _page(request: HttpRequest, found: Lead, state: CodeState) -> HttpResponse:
    code = queries.with_places(found.pk)
    site = code.site or code.substitute.site
    valid, drill = state == CodeState.VALID, found.is_drill
    context: dict[str, Any] = {"state": "drill" if drill else "broken" if valid else state.value}
    language = _language(request)
    with override(language):
        context |= {"guide": guidance(site, code.substitute.incident, language, clock.now()), "language": language}
        response = render(
            request, "online/guidance.html", context, status=_STATUS.get(context["state"], 410) if valid else 410
        )
    return _guarded(response, "no-store")


def _unknown(request: HttpRequest) -> HttpResponse:
    if _too_many():
        response = HttpResponse("429 请稍后再试 Try again in a minute\n", "text/plain; charset=utf-8", status=429)
        response["Retry-After"] = "60"
        return _guarded(response, "no-store")
    language = _language(request)
    with override(language):
        context = {"state": "unknown", "guide": guidance(None, None, language, clock.now()), "language": language}
        response = render(request, "online/guidance.html", context, status=404)
    patch_vary_headers(response, ["Accept-Language"])
    return _guarded(response, f"public, max-age={NEGATIVE_FOR}")


def _too_many() -> bool:
    minute = f"unknown-codes:{clock.now():%H%M}"
    cache.add(minute, 0, 120)
    return cache.incr(minute) > UNKNOWN_A_MINUTE


def _guarded(response: HttpResponse, caching: str) -> HttpResponse:
    response["Cache-Control"] = caching
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    return response


def _language(request: HttpRequest) -> str:
    asked = request.GET.get("lang", "")
    return asked if asked in LANGUAGES else get_language_from_request(request)
