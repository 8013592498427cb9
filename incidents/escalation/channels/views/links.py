"""The page behind a link in a call: what it is about, and one button. Nobody logs in for it; nothing else can be done here."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from emergency_ops.lib import clock
from emergency_ops.lib.caching import counted
from emergency_ops.lib.errors import Refused
from incidents.escalation.channels.actions.links import REFUSALS, Looked, look, use
from incidents.escalation.channels.choices import LinkState
from incidents.escalation.channels.links import digest_of, is_ours

HEADERS = {
    "X-Robots-Tag": "noindex, nofollow, noarchive",
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
}
MINUTE = 60
#: guesses from one address, and requests with one token, a minute
MOST_GUESSES = 20
MOST_REQUESTS = 40
STATUS = {LinkState.UNKNOWN: 404, LinkState.EXPIRED: 410, LinkState.USED: 410}


@csrf_exempt
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def acknowledge(request: HttpRequest, token: str) -> HttpResponse:
    """GET shows, and never acknowledges: previews open links, too. POST acknowledges once; the token is its proof, no cookie is.

    404 unknown, 410 expired or used, 409 for what cannot be acknowledged (any more), 429 for too many requests.
    """
    if _is_too_many(request, token):
        return _page(request, Looked(LinkState.UNKNOWN), status=429, trouble=_("请求过于频繁，请一分钟后再试。"))
    now = clock.now()
    if request.method != "POST":
        found = look(token, now=now)
        return _page(request, found, status=200 if _is_mine(found) else STATUS.get(found.state, 200))
    try:
        use(token, now=now)
    except Refused as refused:
        found = look(token, now=now)
        return _page(request, found, status=STATUS.get(found.state, refused.status), trouble=str(refused))
    return redirect(request.path)


def _page(request: HttpRequest, found: Looked, *, status: int, trouble: str = "") -> HttpResponse:
    mine = _is_mine(found)
    known = mine or found.state in (LinkState.READY, LinkState.HELD)
    context = {
        "found": found,
        "subject": found.subject if known else None,
        "person": found.link.person if found.link and known else None,
        "mine": mine,
        "trouble": "" if mine else trouble or REFUSALS.get(found.state, ""),
        "login": _login(found),
    }
    response = render(request, "escalation/acknowledge.html", context, status=status)
    for name, value in HEADERS.items():
        response[name] = value
    return response


def _is_mine(found: Looked) -> bool:
    """Whether the link has done its work and that still holds."""
    if found.state != LinkState.USED or found.link is None or found.held is None:
        return False
    return found.held.person_id == found.link.person_id


def _login(found: Looked) -> str:
    login = reverse("account_login")
    return f"{login}?next={found.subject.link}" if found.subject and found.subject.link else login


def _is_too_many(request: HttpRequest, token: str) -> bool:
    """A token of ours cannot be guessed, so an address that guesses does not shut out the others behind it."""
    if is_ours(token):
        return counted(f"ack-link:{digest_of(token)}", MINUTE) > MOST_REQUESTS
    return counted(f"ack-guess:{request.META.get('REMOTE_ADDR', '')}", MINUTE) > MOST_GUESSES
