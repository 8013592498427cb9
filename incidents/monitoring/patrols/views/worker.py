"""The service worker: from the root, so that it may answer for the pages of patrols and for the static files alike."""

from functools import cache
from pathlib import Path

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe


@login_not_required
@never_cache
@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    return HttpResponse(_script(), content_type="text/javascript; charset=utf-8")


@cache
def _script() -> str:
    return (Path(settings.STATICFILES_DIRS[0]) / "js" / "patrol-worker.js").read_text(encoding="utf-8")
