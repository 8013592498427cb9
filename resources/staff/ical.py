"""Shifts as an iCalendar file (RFC 5545): times in UTC, no phone numbers, the same bytes for the same shifts."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from icalendar import Calendar, Event

from .models import CalendarFeed, Shift

#: SEQUENCE counts the seconds since then, so that it grows with every change of a shift
EPOCH = datetime(2026, 1, 1, tzinfo=UTC)
REFRESH = timedelta(hours=1)
#: what has been stays in the file for so long
PAST = timedelta(days=30)


def render(feed: CalendarFeed, shifts: Iterable[Shift]) -> bytes:
    """The file of a feed. Shifts with post and person; one of nobody is a gap, in a post's feed only."""
    with override(settings.LANGUAGE_CODE):
        calendar = _calendar(str(feed.post or feed.person))
        for shift in shifts:
            calendar.add_component(_event(shift, of_post=feed.post_id is not None))
        return bytes(calendar.to_ical())


def _calendar(owner: str) -> Calendar:
    calendar = Calendar()
    name = _("%(owner)s的值班") % {"owner": owner}
    calendar.add("prodid", "-//Emergency Ops//Duty//ZH")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("x-wr-timezone", settings.TIME_ZONE)
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT1H")
    return calendar


def _event(shift: Shift, *, of_post: bool) -> Event:
    event = Event()
    event.add("uid", f"shift-{shift.pk}@{urlsplit(settings.SITE_URL).hostname or 'emergency-ops'}")
    event.add("dtstamp", shift.updated_at.astimezone(UTC))
    event.add("last-modified", shift.updated_at.astimezone(UTC))
    event.add("sequence", max(0, int((shift.updated_at - EPOCH).total_seconds())))
    event.add("dtstart", shift.period.lower.astimezone(UTC))
    event.add("dtend", shift.period.upper.astimezone(UTC))
    event.add("summary", _summary(shift, of_post=of_post))
    event.add("description", _("来源：%(source)s") % {"source": shift.get_source_display()})
    event.add("status", "CONFIRMED" if shift.person_id else "TENTATIVE")
    event.add("url", settings.SITE_URL.rstrip("/") + reverse("staff:shift", args=[shift.pk]))
    return event


def _summary(shift: Shift, *, of_post: bool) -> str:
    if not of_post:
        return _("值班：%(post)s %(label)s") % {"post": shift.post, "label": shift.label}
    name = shift.person or _("空缺")
    return _("%(post)s %(label)s：%(name)s") % {"post": shift.post, "label": shift.label, "name": name}
