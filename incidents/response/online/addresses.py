"""The addresses behind emergency codes: the one on paper is ours, the one that it leads to is the operator's payment page."""

from datetime import datetime

from django.conf import settings
from django.urls import reverse

from . import rules, signing
from .queries import Lead


def address_of(code: str) -> str:
    """What a QR code holds: an address of this system."""
    return f"{settings.SITE_URL.rstrip('/')}{reverse('emergency-code', args=[code])}"


def payment_address(code: Lead, now: datetime) -> str:
    """The signed address of the payment page.

    Raises signing.BadCode where the settings have no key or no allowed host.
    """
    claims = signing.Claims(
        code.code,
        code.terminal or "",
        code.site or "",
        code.service,
        code.incident,
        rules.signed_until(code.expires_at, now),
    )
    return signing.signed_url(
        claims,
        base_url=settings.EMERGENCY_QR_BASE_URL,
        keys=settings.EMERGENCY_QR_KEYS,
        allowed_hosts=settings.EMERGENCY_QR_ALLOWED_HOSTS,
    )
