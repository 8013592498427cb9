"""The wall for people who are logged in, and by a secret address for screens at which nobody logs in."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language_from_request, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from emergency_ops.lib import clock
from emergency_ops.lib.live_address import stream_address
from emergency_ops.lib.wording import listed
from resources.network.access import visible_regions
from resources.network.divisions import name_of
from resources.network.models import Region
from resources.staff.access import person_of
from resources.staff.access_wall import shown_by
from resources.staff.actions.feeds import digest_of
from resources.staff.actions.wall_links import note_use
from resources.staff.models import WallLink

from . import contents
from .placing import origin
from .scope import Prefixes, code_of, narrowed

LANGUAGES = ("zh-hans", "en")
#: regions that the heading names
NAMED = 2
GONE, NO_CONTENT = 410, 204
HEADERS = {"Cache-Control": "no-store", "Referrer-Policy": "same-origin", "X-Robots-Tag": "noindex, nofollow"}


@require_safe
def wall(request: HttpRequest) -> HttpResponse:
    """?region=310000 narrows it; ?map=areas does without the map server's tiles."""
    prefixes = _seen(request)
    return _page(request, prefixes, reverse("wall:now"), reverse("wall:picture"))


@require_safe
def now(request: HttpRequest) -> HttpResponse:
    return _now(request, _seen(request))


@require_safe
def picture(request: HttpRequest) -> HttpResponse:
    return _picture(request, _seen(request), reverse("wall:picture"))


@login_not_required
@require_safe
def kiosk(request: HttpRequest, secret: str, part: str = "") -> HttpResponse:
    """The wall by its address, whole or one of its parts; 410 for one that was taken back, 404 for one that never was."""
    link = WallLink.objects.select_related("created_by").filter(digest=digest_of(secret)).first()
    if link is None:
        raise Http404
    prefixes = narrowed(shown_by(link), link.region_id)
    with override(_language(request)):
        if link.revoked_at is not None or not prefixes:
            return _answer(request, "wall/gone.html", {}, GONE)
        note_use(link, now=clock.now())
        address = reverse("wall_kiosk", args=[secret])
        if part == "now":
            return _now(request, prefixes, leads=False)
        if part == "picture":
            return _picture(request, prefixes, f"{address}picture/")
        return _page(request, prefixes, f"{address}now/", f"{address}picture/", secret)


def _seen(request: HttpRequest) -> Prefixes:
    """What the person sees of the region asked for. Raises Http404 for a region of which they see nothing."""
    region = request.GET.get("region", "")
    if region and (len(region) != len(code_of("")) or not region.isdecimal()):
        raise Http404(region)
    prefixes = narrowed(visible_regions(person_of(request)), region)
    if region and not prefixes:
        raise Http404(region)
    return prefixes


def _page(request: HttpRequest, prefixes: Prefixes, now_url: str, picture_url: str, secret: str = "") -> HttpResponse:
    at, stream = clock.now(), stream_address(request)
    context = {
        **contents.situation(prefixes, at),
        **contents.picture(prefixes, at, over_tiles=_over_tiles(request)),
        "place": _place(prefixes),
        "query": request.GET.urlencode(),
        "now_url": now_url,
        "picture_url": picture_url,
        "is_kiosk": bool(secret),
        "leads": not secret,
        "other_map": _other_map(request),
        "stream": f"{stream}?screen={secret}" if stream and secret else stream,
    }
    return _answer(request, "wall/page.html", context)


def _now(request: HttpRequest, prefixes: Prefixes, *, leads: bool = True) -> HttpResponse:
    """leads: its titles lead to the incidents; not where nobody has logged in."""
    return _answer(request, "wall/_now.html", {**contents.situation(prefixes, clock.now()), "leads": leads})


def _picture(request: HttpRequest, prefixes: Prefixes, address: str) -> HttpResponse:
    """Nothing (204) while the screen still shows the same picture, by ?seen=digest."""
    found = contents.picture(prefixes, clock.now(), newer=True, over_tiles=_over_tiles(request))
    query = request.GET.copy()
    if query.pop("seen", [""])[-1] == found["digest"]:
        return HttpResponse(status=NO_CONTENT, headers=HEADERS)
    return _answer(
        request, "wall/_picture.html", {**found, "picture_url": address, "query": query.urlencode(), "first": False}
    )


def _answer(request: HttpRequest, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    response = render(request, template, context, status=status)
    for name, value in HEADERS.items():
        response[name] = value
    if server := contents.tile_server():
        response._csp_update = {"img-src": [origin(server.address)]}  # type: ignore[attr-defined]
    return response


def _other_map(request: HttpRequest) -> str:
    """The query that shows the network the other way; empty where there is only one."""
    if contents.tile_server() is None:
        return ""
    query = request.GET.copy()
    query["map"] = "areas" if _over_tiles(request) else "tiles"
    return query.urlencode()


def _over_tiles(request: HttpRequest) -> bool:
    """?map=areas shows areas to scale also where there is a map server."""
    return request.GET.get("map") != "areas"


def _place(prefixes: Prefixes) -> str:
    """Which part of the network it is, in words."""
    if "" in prefixes:
        return _("全网")
    codes = [code_of(prefix) for prefix in prefixes]
    known = dict(Region.objects.filter(pk__in=codes[:NAMED]).values_list("pk", "name"))
    named = listed([known.get(code) or name_of(code) or code for code in codes[:NAMED]])
    return _("%(regions)s等") % {"regions": named} if len(codes) > NAMED else named


def _language(request: HttpRequest) -> str:
    asked = request.GET.get("lang", "")
    return asked if asked in LANGUAGES else get_language_from_request(request)
