"""Decisions about walls: until when something is to be done, what a state allows, who is told next, what a sheet is worth. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from resources.network import hours

from .choices import PostingState, Validity

#: the second reminder comes this long after the first, to who is next at the post; the third to who informs the public
CALL_AGAIN: Final = timedelta(minutes=15)
#: from then on the lead hears of it as often as this, until somebody has done it
CALL_LEAD_AGAIN: Final = timedelta(minutes=60)
#: opening times that are counted at most: a site that opens ten minutes a day has a due time all the same
_MOST_SPANS: Final = 30

_DEEDS: Final[Mapping[str, tuple[PostingState, ...]]] = {
    "print": (PostingState.TO_PRINT,),
    "post": (PostingState.TO_PRINT, PostingState.PRINTED),
    "take_down": (PostingState.TO_TAKE_DOWN,),
    "redo": (PostingState.PRINTED, PostingState.POSTED),
    "cancel": (PostingState.TO_PRINT, PostingState.PRINTED),
}
_REFUSALS: Final[Mapping[PostingState, Promise]] = {
    PostingState.TO_PRINT: _("这份公告还没有打印。"),
    PostingState.PRINTED: _("这份公告已登记打印，请张贴后登记张贴。"),
    PostingState.POSTED: _("这份公告已登记张贴，无需重复登记。"),
    PostingState.TO_TAKE_DOWN: _("这份公告已失效，请取下，不要再张贴。"),
    PostingState.TAKEN_DOWN: _("这份公告已登记取下。"),
    PostingState.CANCELLED: _("这份公告已取消，无需张贴。"),
}


def refusal(state: str, deed: str) -> Promise | None:
    """Why the state does not allow the deed (print, post, take_down, redo, cancel); None where it does."""
    found = PostingState(state)
    return None if found in _DEEDS[deed] else _REFUSALS[found]


def due_at(now: datetime, within: timedelta, opening_hours: str) -> datetime:
    """So much opening time from now: nobody reads a sheet, or can reach a wall, while the place is closed.

    Hours that cannot be read count as always open.
    """
    try:
        parsed = hours.parse(opening_hours)
    except ValueError:
        return now + within
    at, left = now, within
    for _span in range(_MOST_SPANS):
        at = parsed.next_open(at) or at
        closes = parsed.next_close(at)
        if closes is None or at + left <= closes:
            return at + left
        left -= max(closes - at, timedelta(0))
        at = closes
    return at + left


def call_again_at(calls: int, now: datetime, opening_hours: str) -> datetime:
    """When the next ones are told, after `calls` reminders: not while the place is closed, when nobody could do anything."""
    return due_at(now, CALL_AGAIN if calls < 3 else CALL_LEAD_AGAIN, opening_hours)


def is_late(due: datetime | None, now: datetime) -> bool:
    return due is not None and due < now


@dataclass(frozen=True, slots=True)
class SheetFacts:
    """What is known of a sheet, for `validity`. notice: its notice's NoticeStatus value, "" for a sheet without one.

    covered: a notice issued later stands for it. newer: the site has a newer sheet. incident_is_over, is_false_alarm: of the
    sheet's incident. cleared: the notice that follows says that all is well. expires_at: the notice's end, or the sheet's own.
    """

    notice: str
    expires_at: datetime
    newer: bool
    covered: bool = False
    cleared: bool = False
    incident_is_over: bool = False
    is_false_alarm: bool = False


def validity(facts: SheetFacts, now: datetime) -> Validity:
    """The notice decides; a sheet without a notice holds as long as its incident, its date and no newer sheet of the site."""
    if facts.notice == "withdrawn" or (not facts.notice and facts.is_false_alarm):
        return Validity.WITHDRAWN
    if (facts.cleared and facts.notice in ("superseded", "issued", "")) or (
        not facts.notice and facts.incident_is_over
    ):
        return Validity.CLEARED
    if facts.notice == "superseded" or facts.covered or facts.newer:
        return Validity.REPLACED
    if facts.notice == "expired" or facts.expires_at <= now:
        return Validity.EXPIRED
    return Validity.VALID
