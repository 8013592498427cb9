"""Wishes as rows keep them, and back."""

from collections.abc import Mapping, Sequence
from typing import Any

from incidents.escalation.choices import PERSONAL_CHANNELS, Channel
from incidents.escalation.models import ContactPreference
from incidents.escalation.policies.hours import parse_windows, stored_windows
from resources.staff.models import Person

from .rules import DEFAULT_ORDER, Quiet, Wishes

#: robots that mention somebody by their phone when they know no id of theirs
BY_PHONE = frozenset({Channel.WECOM, Channel.DINGTALK})


def address_of(person: Person, channel: str, handles: Mapping[str, str]) -> str:
    """Where a channel reaches somebody, "" where it does not: their e-mail, their phone, or what a robot mentions them by.

    handles: channel -> their id there.
    """
    if channel == Channel.EMAIL:
        return person.email
    if channel in PERSONAL_CHANNELS or channel in BY_PHONE:
        return handles.get(channel) or person.phone
    return handles.get(channel, "")


def wishes_of(person: Person, preference: ContactPreference | None, handles: Mapping[str, str]) -> Wishes:
    addresses = {channel: address_of(person, channel, handles) for channel in DEFAULT_ORDER}
    if preference is None:
        return Wishes(addresses=addresses)
    return Wishes(
        order=tuple(preference.order),
        off=frozenset(preference.off),
        addresses=addresses,
        quiet=parse_quiet(preference.quiet),
    )


def parse_quiet(stored: Sequence[Mapping[str, Any]]) -> tuple[Quiet, ...]:
    windows = parse_windows(stored)
    return tuple(Quiet(window, bool(row.get("holds_calls"))) for window, row in zip(windows, stored, strict=True))


def stored_quiet(quiet: Sequence[Quiet]) -> list[dict[str, Any]]:
    """The inverse of parse_quiet."""
    rows = stored_windows([one.window for one in quiet])
    return [{**row, "holds_calls": one.holds_calls} for row, one in zip(rows, quiet, strict=True)]
