"""What load balancers, the supervisor and Prometheus ask."""

from collections.abc import Callable

import redis
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseForbidden, HttpResponseNotFound, JsonResponse
from django.utils.crypto import constant_time_compare
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest


@login_not_required
def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers. Touches nothing else, so it never hides a dead web server behind a slow database."""
    return HttpResponse("ok\n", content_type="text/plain")


@login_not_required
def readyz(request: HttpRequest) -> JsonResponse:
    """{"database": "ok"|error class, "broker": …}; 503 while one of them does not answer."""
    found = {"database": _outcome(_ask_database), "broker": _outcome(_ask_broker)}
    return JsonResponse(found, status=200 if set(found.values()) == {"ok"} else 503)


@login_not_required
def metrics(request: HttpRequest) -> HttpResponse:
    """Prometheus text, with `Authorization: Bearer …` where METRICS_TOKEN is set; else for all, or with 404 for nobody."""
    wanted, given = settings.METRICS_TOKEN, request.headers.get("Authorization", "")
    if wanted and not constant_time_compare(given, f"Bearer {wanted}"):
        return HttpResponseForbidden()
    if not wanted and not settings.METRICS_OPEN:
        return HttpResponseNotFound()
    return HttpResponse(generate_latest(), content_type=CONTENT_TYPE_LATEST)


def _outcome(ask: Callable[[], object]) -> str:
    try:
        ask()
    except Exception as error:
        return type(error).__name__
    return "ok"


def _ask_database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def _ask_broker() -> None:
    with redis.Redis.from_url(settings.REDIS_URL, socket_timeout=2) as broker:
        broker.ping()
