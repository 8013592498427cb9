"""What must be there before the first emergency code is made, said at every start."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register

from . import signing

HINT = "EMERGENCY_QR_BASE_URL, EMERGENCY_QR_ALLOWED_HOSTS, EMERGENCY_QR_KEYS"


@register(Tags.security)
def payment_page_is_allowed(**kwargs: Any) -> list[CheckMessage]:
    """The payment page's address must be https on the list of allowed hosts: codes lead nowhere else."""
    base = urlsplit(settings.EMERGENCY_QR_BASE_URL)
    if base.scheme == "https" and base.hostname in settings.EMERGENCY_QR_ALLOWED_HOSTS:
        return []
    return [
        Error("Emergency codes cannot be followed: the payment page's host is not allowed.", HINT, id="incidents.E001")
    ]


@register(Tags.security, deploy=True)
def codes_can_be_signed(**kwargs: Any) -> list[CheckMessage]:
    """There must be a key, and everything else that signing asks for."""
    try:
        signing.signed_url(
            signing.Claims("CHECK", "", "", "", "", signing.NEVER),
            base_url=settings.EMERGENCY_QR_BASE_URL,
            keys=settings.EMERGENCY_QR_KEYS,
            allowed_hosts=settings.EMERGENCY_QR_ALLOWED_HOSTS,
        )
    except signing.BadCode as error:
        message = f"Notices cannot be printed: emergency QR codes have no valid {error.reason}."
        return [Warning(message, HINT, id="incidents.W001")]
    return []
