"""What must be there before the first notice is printed, said at every start."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register

from . import fonts, qr


@register(Tags.compatibility)
def font_is_installed(**kwargs: Any) -> list[CheckMessage]:
    try:
        fonts.require()
    except fonts.FontMissing as error:
        return [Error(str(error), id="notices.E001")]
    return []


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
