"""What phones talk to: a batch of entries, photos, and who is logged in. Answers are JSON, also for somebody who is not."""

import json
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from emergency_ops.lib import clock
from emergency_ops.lib.errors import Refused
from incidents.monitoring.patrols import batches
from incidents.monitoring.patrols.photos import add_photo
from incidents.monitoring.patrols.recording import Author, record
from resources.staff.models import Person


@login_not_required
@never_cache
@require_safe
def session(request: HttpRequest) -> HttpResponse:
    """Who is logged in and the token for what they send; 401 for nobody."""
    if not isinstance(request.user, Person):
        return _stranger()
    return JsonResponse({"person": request.user.pk, "name": str(request.user), "csrf": get_token(request)})


@login_not_required
@never_cache
@require_POST
def sync(request: HttpRequest) -> HttpResponse:
    """Take in a batch; an answer for each entry. 409 when somebody else is logged in than typed it."""
    if not isinstance(request.user, Person):
        return _stranger()
    person, now = request.user, clock.now()
    try:
        batch = batches.read(_body(request))
        if batch.person != person.pk:
            return JsonResponse({"code": "other_person", "name": str(person)}, status=409)
        answers = record(batch.entries, author=Author(person, person), now=now, sent_at=batch.sent_at)
    except Refused as refusal:
        return JsonResponse({"code": refusal.code, "reason": str(refusal)}, status=refusal.status)
    return JsonResponse({"answers": [batches.written(answer) for answer in answers]})


@login_not_required
@never_cache
@require_POST
def photo(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """A photo of an entry that has been taken; sent again it is no second one."""
    if not isinstance(request.user, Person):
        return _stranger()
    upload = request.FILES.get("photo")
    if upload is None:
        return JsonResponse({"code": "no_photo"}, status=400)
    try:
        kept = add_photo(uuid, upload, actor=request.user, now=clock.now())
    except Http404:
        return JsonResponse({"code": "no_such_entry"}, status=404)
    except Refused as refusal:
        return JsonResponse({"code": refusal.code, "reason": str(refusal)}, status=refusal.status)
    return JsonResponse({"attachment": kept.pk})


def _body(request: HttpRequest) -> Any:
    """None for what is no JSON."""
    try:
        return json.loads(request.body)
    except (ValueError, RecursionError):
        return None


def _stranger() -> HttpResponse:
    return JsonResponse({"code": "login", "login": reverse("account_login")}, status=401)
