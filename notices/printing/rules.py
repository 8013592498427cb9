"""Decisions about notices: numbers, validity, when a new version is due. Pure."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any, Final

from .choices import Form

#: a notice says until when it holds: a day past the expected end, or three days where nobody knows the end
GRACE: Final = timedelta(hours=24)
VALIDITY_WITHOUT_END: Final = timedelta(hours=72)

MOST_NOTICES: Final = 500
#: how long a worker may be silent about a job before another one takes it: base, and more for each notice
LEASE: Final = timedelta(seconds=30)
LEASE_A_NOTICE: Final = timedelta(seconds=0.5)
LONGEST_LEASE: Final = timedelta(seconds=130)
#: a document is given up so long before its lease ends, and before the worker's own limit
SPARE: Final = timedelta(seconds=10)
LONGEST: Final = timedelta(seconds=90)

#: the facts that are given when a notice is made, not read from the incident
GIVEN: Final = frozenset(
    {"number", "version", "url", "check_url", "issued_at", "dated", "issued_on", "valid_until", "expires_at", "issuer"}
)


def number(day: date, count: int) -> str:
    """GG-YYYYMMDD-NNNN."""
    return f"GG-{day:%Y%m%d}-{count:04d}"


def key(form: str, numbers: Sequence[str]) -> str:
    """What a document is known by: its form and the numbers in it. A4 has no name in it: it was the only form once."""
    named = numbers if form == Form.A4 else [form, *numbers]
    return hashlib.sha256("\n".join(named).encode()).hexdigest()


def expires_at(expected_until: datetime | None, now: datetime) -> datetime:
    if expected_until is None or expected_until <= now:
        return now + VALIDITY_WITHOUT_END
    return expected_until + GRACE


def still_says(stored: Mapping[str, Any], content: Mapping[str, Any], now: datetime) -> bool:
    """Whether a stored notice may be printed again as it is: the incident has not changed and it has not expired."""
    told = {name: value for name, value in stored.items() if name not in GIVEN}
    return told == content and datetime.fromisoformat(stored["expires_at"]) > now


def lease(notices: int) -> timedelta:
    return min(LEASE + LEASE_A_NOTICE * notices, LONGEST_LEASE)


def time_limit(notices: int) -> timedelta:
    """How long the setting of a document may take; what hangs is stopped then, well before anybody else takes the job."""
    return min(lease(notices) - SPARE, LONGEST)
