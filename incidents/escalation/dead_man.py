"""A sign of life to somebody outside: when it stops coming, they know that we cannot tell them."""

import httpx
import structlog
from django.conf import settings

log = structlog.get_logger(__name__)


def answer(*, all_well: bool) -> str:
    """Ask settings.DEAD_MAN_URL, while all is well: "sent", "withheld", "failed", or "off" where there is no address."""
    if not settings.DEAD_MAN_URL:
        return "off"
    if not all_well:
        return "withheld"
    try:
        httpx.get(settings.DEAD_MAN_URL, timeout=5, follow_redirects=True).raise_for_status()
    except httpx.HTTPError as error:
        log.warning("dead_man_failed", error=type(error).__name__)
        return "failed"
    return "sent"
