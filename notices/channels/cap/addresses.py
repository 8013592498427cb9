"""Where the feed and its messages are. Subscribers keep these addresses: they never change."""

from django.conf import settings
from django.urls import reverse

from .models import CapMessage


def feed(region: str = "", page: int = 1) -> str:
    """The absolute address of the feed, of one region, of a page of it."""
    query = "&".join(filter(None, (f"region={region}" if region else "", f"page={page}" if page > 1 else "")))
    return _absolute(reverse("cap_feed")) + (f"?{query}" if query else "")


def public(identifier: str) -> str:
    """The absolute address of a message in earnest."""
    return _absolute(public_path(identifier))


def public_path(identifier: str) -> str:
    return reverse("cap_alert", args=[identifier])


def page_of(message: CapMessage) -> str:
    """The page behind the login."""
    return reverse("cap:message", args=[message.identifier])


def _absolute(path: str) -> str:
    return f"{settings.SITE_URL.rstrip('/')}{path}"
