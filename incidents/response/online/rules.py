"""Decisions about emergency codes: until when one holds, whether it does, and which requests are scans. Pure."""

import re
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Final

from .choices import CodeState
from .signing import ALPHABET, CODE_LENGTH

#: a code holds a day past the expected end, or three days where nobody knows the end
GRACE: Final = timedelta(hours=24)
VALIDITY_WITHOUT_END: Final = timedelta(hours=72)
#: how far ahead a code may be set to expire
LONGEST: Final = timedelta(days=30)
#: the signed address behind a code is good for so long, so that revoking the code ends it soon for those who kept the address
SIGNED_FOR: Final = timedelta(minutes=30)

_TYPED: Final = re.compile(rf"[{ALPHABET}]{{{CODE_LENGTH}}}")
_MACHINES: Final = re.compile(
    r"(?<!cu)bot\b|crawl|spider|slurp|preview|externalhit|whatsapp/|telegram|skype|embedly|headless|"
    r"curl/|wget/|python-|java/|go-http|okhttp/|httpx|scan(ner)?/|monitor|uptime|pingdom",
    re.IGNORECASE,
)
_AHEAD_OF_TIME: Final = re.compile(r"prefetch|prerender|preview", re.IGNORECASE)
_PURPOSES: Final = ("Sec-Purpose", "Purpose", "X-Purpose", "X-Moz")


def typed(text: str) -> str | None:
    """A code as somebody typed or scanned it, in the form in which it is stored; None for what cannot be one."""
    code = text.strip().upper()
    return code if _TYPED.fullmatch(code) else None


def expires_at(expected_until: datetime | None, now: datetime) -> datetime:
    if expected_until is None or expected_until <= now:
        return now + VALIDITY_WITHOUT_END
    return expected_until + GRACE


def signed_until(expires: datetime, now: datetime) -> datetime:
    """Until when the address that a scan at this moment is sent to holds."""
    return min(expires, now + SIGNED_FOR)


def state_of(expires: datetime, revoked_at: datetime | None, now: datetime) -> CodeState:
    if revoked_at is not None:
        return CodeState.REVOKED
    return CodeState.EXPIRED if expires <= now else CodeState.VALID


def is_scan(method: str, headers: Mapping[str, str]) -> bool:
    """Whether a request is somebody opening the page: no HEAD, no preview, no look ahead, no part of another page, no machine."""
    agent = headers.get("User-Agent", "")
    if method != "GET" or not agent or _MACHINES.search(agent):
        return False
    if headers.get("Sec-Fetch-Dest", "document") != "document":
        return False
    return not any(_AHEAD_OF_TIME.search(headers.get(name, "")) for name in _PURPOSES)


def capacity(channels: Iterable[int | None]) -> int | None:
    """People an hour over all channels; None as soon as one has not said, for what is not known is not nothing."""
    stated = list(channels)
    return None if not stated or None in stated else sum(number for number in stated if number is not None)
