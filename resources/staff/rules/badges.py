"""Whether a badge is valid on a day, and its numbers. Pure: days are local dates."""

from datetime import date

from resources.staff.choices import BadgeState

PREFIX = "TB"
LONGEST_DAYS = 3 * 366


def badge_state(valid_from: date, valid_until: date, *, revoked: bool, today: date) -> BadgeState:
    """Both ends count. revoked: struck out, or its person's account is out of use."""
    if revoked:
        return BadgeState.REVOKED
    if today < valid_from:
        return BadgeState.FUTURE
    return BadgeState.VALID if today <= valid_until else BadgeState.EXPIRED


def number_after(last: str | None, year: int) -> int:
    """What comes after the last number of the year, e.g. 13 after "TB2026-0012"."""
    return int(last.rpartition("-")[2]) + 1 if last and last.startswith(f"{PREFIX}{year}-") else 1


def written(year: int, number: int) -> str:
    """TB2026-0012"""
    return f"{PREFIX}{year}-{number:04d}"
