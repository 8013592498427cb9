"""What a browser asks for besides pages: the manifest, and the service worker."""

from functools import cache
from pathlib import Path
from typing import Final

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from .manifest import manifest

HOUR: Final = 3600


@login_not_required
@require_safe
def manifest_file(request: HttpRequest, language: str) -> HttpResponse:
    """The same for everybody of a language: browsers ask without the cookies that would tell it."""
    if language not in dict(settings.LANGUAGES):
        raise Http404(language)
    with override(language):
        response = JsonResponse(
            manifest(), content_type="application/manifest+json", json_dumps_params={"ensure_ascii": False}
        )
    response["Cache-Control"] = f"public, max-age={HOUR}"
    response.is_same_for_all = True  # type: ignore[attr-defined]
    return response


@login_not_required
@never_cache
@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """From the root, so that it may answer for the pages and for the static files alike."""
    return HttpResponse(_script(), content_type="text/javascript; charset=utf-8")


@login_not_required
@require_safe
def no_connection(request: HttpRequest) -> HttpResponse:
    """What the worker shows for a page that is not kept. Nobody's: it stays when people log in and out."""
    return render(request, "offline.html")


@cache
def _script() -> str:
    return (Path(settings.STATICFILES_DIRS[0]) / "js" / "worker.js").read_text(encoding="utf-8")
