"""What must be there before the first notice is printed, said at every start."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Tags, Warning, register

from . import qr


@register(Tags.security, deploy=True)
def codes_can_be_signed(**kwargs: Any) -> list[CheckMessage]:
    """The payment page's address must be on the list of allowed hosts, and there must be a key."""
    claims = qr.Claims("CHECK", "", "", "", "", qr.NEVER)
    try:
        qr.signed_url(
            claims,
            base_url=settings.EMERGENCY_QR_BASE_URL,
            keys=settings.EMERGENCY_QR_KEYS,
            allowed_hosts=settings.EMERGENCY_QR_ALLOWED_HOSTS,
        )
    except qr.BadCode as error:
        hint = "EMERGENCY_QR_BASE_URL, EMERGENCY_QR_ALLOWED_HOSTS, EMERGENCY_QR_KEYS"
        return [
            Warning(
                f"Notices cannot be printed: emergency QR codes have no valid {error.reason}.", hint, id="notices.W002"
            )
        ]
    return []
