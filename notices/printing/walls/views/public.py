"""`/v/CODE`: whether a sheet still holds. For everybody, without a login, a cookie or a script."""

from typing import Any, Final

import structlog
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import override
from django.views.decorators.http import require_safe

from emergency_ops.lib import clock
from notices.content.choices import Language
from notices.printing.walls.choices import Validity
from notices.printing.walls.validity import answer

#: seconds that browsers and proxies may keep an answer: a withdrawn sheet is told as such within a minute
KEPT_FOR: Final = 60


@login_not_required
@require_safe
def check(request: HttpRequest, code: str) -> HttpResponse:
    """200 for every sheet that there is, valid or not; 404 with the same help for a code that no sheet has."""
    structlog.contextvars.unbind_contextvars("ip")
    language = _language(request)
    found = answer(code, language, clock.now())
    status = 404 if found.validity == Validity.UNKNOWN else 200
    context = {
        "answer": found,
        "language": language,
        "status_url": reverse("status:index_en" if language == Language.EN else "status:index"),
        "faq_url": reverse("faq:index_en" if language == Language.EN else "faq:index"),
    }
    with override(language):  # without the request: what templates get from it would ask for the session
        response = HttpResponse(render_to_string("walls/public.html", context), status=status)
    response["Cache-Control"] = f"public, max-age={KEPT_FOR}"
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    answered: Any = response
    answered.is_same_for_all, answered.varies_by = True, "Accept-Language"
    return response


def _language(request: HttpRequest) -> str:
    """As asked for, else what the browser prefers; no cookie is looked at, so that the answer may be kept for all."""
    asked = request.GET.get("lang", "")
    if asked in Language.values:
        return asked
    for part in request.headers.get("Accept-Language", "").lower().split(","):
        if part.strip().startswith("zh"):
            break
        if part.strip().startswith("en"):
            return Language.EN
    return Language.ZH
