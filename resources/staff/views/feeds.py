"""iCalendar files behind a secret address: read by calendars without a login."""

import hashlib

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from emergency_ops.lib import clock
from resources.staff import ical
from resources.staff.access import posts_for
from resources.staff.actions.feeds import digest_of, note_use
from resources.staff.models import CalendarFeed, Shift

HEADERS = {
    "Cache-Control": "private, no-cache",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow",
    "Content-Disposition": 'inline; filename="duty.ics"',
}
GONE = 410


@require_safe
@login_not_required
def feed(request: HttpRequest, secret: str) -> HttpResponseBase:
    """The file; 304 when it is unchanged, 410 for an address that was taken back, 404 for one that never was."""
    found = CalendarFeed.objects.select_related("person", "post", "created_by").filter(digest=digest_of(secret)).first()
    if found is None:
        raise Http404
    if found.revoked_at is not None or not _may_still_read(found):
        return HttpResponse(status=GONE, headers=HEADERS)
    content = ical.render(found, _shifts(found))
    note_use(found, now=clock.now())
    etag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8", headers=HEADERS | {"ETag": etag})
    return get_conditional_response(request, etag=etag, response=response) or response


def _may_still_read(found: CalendarFeed) -> bool:
    """Whoever made the address still has an account, and still sees the post."""
    reader = found.created_by
    if not reader.is_active:
        return False
    return found.post_id is None or posts_for(reader).filter(pk=found.post_id).exists()


def _shifts(found: CalendarFeed) -> list[Shift]:
    owner = {"person": found.person} if found.person_id else {"post": found.post}
    rows = Shift.objects.filter(period__endswith__gt=clock.now() - ical.PAST, **owner)
    return list(rows.select_related("post", "person").order_by("period", "pk"))
