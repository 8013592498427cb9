"""What phones talk to. Answers are JSON, also for somebody who is not logged in."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from emergency_ops.lib import clock
from emergency_ops.lib.errors import Refused
from resources.staff.models import Person

from . import batches
from .taking import take


@login_not_required
@never_cache
@require_POST
def sync(request: HttpRequest) -> HttpResponse:
    """batch: deeds as JSON; files under the uuid of the deed that they belong to. 409 when another is logged in than typed it."""
    if not isinstance(request.user, Person):
        return JsonResponse({"code": "login", "login": reverse("account_login")}, status=401)
    person, now = request.user, clock.now()
    try:
        batch = batches.read(request.POST.get("batch", ""))
    except Refused as refusal:
        return JsonResponse({"code": refusal.code, "reason": str(refusal)}, status=refusal.status)
    if batch.person != person.pk:
        return JsonResponse({"code": "other_person", "name": str(person)}, status=409)
    files = {name: request.FILES.getlist(name) for name in request.FILES}
    answers = take(batch, files, actor=person, now=now)
    return JsonResponse({"answers": [answer.written() for answer in answers]})
