"""The public check of a badge: whether it is valid today, its name and number, and nothing more. Nobody logs in for it."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language_from_request, override
from django.views.decorators.http import require_safe

from emergency_ops.lib import clock
from emergency_ops.lib.clock import SHANGHAI
from resources.staff.choices import BadgeState
from resources.staff.queries_badges import by_token, state_of

#: the languages of the page, as `?lang=` names them
LANGUAGES = ("zh-hans", "en")


@login_not_required
@require_safe
def check(request: HttpRequest, token: str) -> HttpResponse:
    """200 for a badge that exists, valid or not; 404 with the same page for one that does not. One query, no session."""
    badge = by_token(token)
    today = clock.now().astimezone(SHANGHAI).date()
    state = state_of(badge, today) if badge else None
    context = {"badge": badge, "state": state, "is_valid": state == BadgeState.VALID, "today": today}
    with override(_language(request)):
        response = render(request, "staff/check.html", context, status=200 if badge else 404)
    response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    response["Cache-Control"] = "no-store"
    response["Referrer-Policy"] = "no-referrer"
    return response


def _language(request: HttpRequest) -> str:
    asked = request.GET.get("lang", "")
    return asked if asked in LANGUAGES else get_language_from_request(request)
