"""Decisions about notices: numbers, validity, when a new version is due, how closely a page is set. Pure."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import ceil
from typing import Any, Final

from emergency_ops.lib.paper.typesetting import width

from .choices import Form

#: a notice says until when it holds: a day past the expected end, or three days where nobody knows the end
GRACE: Final = timedelta(hours=24)
VALIDITY_WITHOUT_END: Final = timedelta(hours=72)

MOST_NOTICES: Final = 500
#: how long a worker may be silent about a job before another one takes it: base, and more for each notice
LEASE: Final = timedelta(seconds=30)
LEASE_A_NOTICE: Final = timedelta(seconds=0.5)
LONGEST_LEASE: Final = timedelta(seconds=130)

#: the facts that are given when a notice is made, not read from the incident
GIVEN: Final = frozenset(
    {"number", "version", "url", "check_url", "issued_at", "issued_on", "valid_until", "expires_at", "issuer"}
)

#: the width of one line of the site's name, in ems of its 25 pt
SITE_LINE: Final = 20.4


@dataclass(frozen=True, slots=True)
class Setting:
    """How closely a notice is set, as the class of this name in notice.css: widths in ems, heights in points."""

    name: str
    line: float
    full_width: float
    value_width: float
    row_gap: float
    fixed: float


_PAGE: Final = 759.0
_PREFIX: Final = 60.0
_SITE_HEIGHT: Final = 32.5
PLAIN: Final = Setting("plain", 24.5, 27.8, 22.6, 2.8, 310.0)
SETTINGS: Final = (
    Setting("large", 28.0, 25.0, 19.9, 2.8, 309.0),
    PLAIN,
    Setting("tight", 23.4, 27.8, 22.6, 1.7, 286.0),
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


def setting(facts: Mapping[str, Any]) -> Setting:
    """The roomiest setting that keeps a notice on one page; the plain one for a notice that needs two anyway."""
    return next((setting for setting in SETTINGS if height(facts, setting) <= _PAGE), PLAIN)


def height(facts: Mapping[str, Any], setting: Setting) -> float:
    """About how high a notice is in this setting, in points."""
    rows = [*facts["facts"], *facts["ways"]]
    lines = ceil(width(facts["lead"]) / setting.full_width)
    lines += sum(ceil(width(text) / setting.value_width) for _, text in rows)
    names = ceil(width(facts["site"]["name"]) / SITE_LINE) * _SITE_HEIGHT
    return (
        setting.fixed
        + lines * setting.line
        + len(rows) * setting.row_gap
        + names
        + (_PREFIX if facts["drill"] else 0.0)
    )
