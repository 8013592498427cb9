"""Public addresses that notices name. They stand on paper: they never change."""

from urllib.parse import quote

from django.conf import settings


def page_of(number: str) -> str:
    """The absolute address of a notice's public page."""
    return f"{settings.SITE_URL.rstrip('/')}/status/notices/{quote(number)}/"


def status_page() -> str:
    return f"{settings.SITE_URL.rstrip('/')}/status/"


def faq() -> str:
    return f"{settings.SITE_URL.rstrip('/')}/faq/"
