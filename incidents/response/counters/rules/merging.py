"""What a window that had no connection may say of a number, against what the queue knows. Pure.

A window without a connection never calls the next number: another window may have called it already. It goes on with the
number that it holds, and serves whoever stands there: with a number of the queue that they show (a visitor is at one place
only, so this is no race), or with a paper number of this window (W2-03), which no other window gives.
"""

import re
from enum import StrEnum
from typing import Final

from incidents.response.counters.choices import TicketState

_SHOWN: Final = re.compile(r"([AP])0*(\d{1,6})", re.ASCII)
_PAPER: Final = re.compile(r"W(\d{1,3})-0*(\d{1,5})", re.ASCII)


class Verdict(StrEnum):
    TAKE = "take"  # the number becomes served, or missed
    KNOWN = "known"  # the queue says so already: only the record is kept
    ELSEWHERE = "elsewhere"  # another window has the number now, or had it
    NEVER_CALLED = "never_called"  # nobody is missed who was not called here


def verdict(state: str, *, is_served: bool, is_here: bool) -> Verdict:
    """state: of the number in the queue. is_here: whether the last window that called it is this one."""
    if state == TicketState.CALLED:
        return Verdict.TAKE if is_here else Verdict.ELSEWHERE
    if state == TicketState.SERVED:
        return Verdict.KNOWN if is_here else Verdict.ELSEWHERE
    if not is_served:
        return Verdict.KNOWN if is_here and state == TicketState.MISSED else Verdict.NEVER_CALLED
    return Verdict.TAKE


def shown_number(text: str) -> tuple[bool, int] | None:
    """(priority?, number) of A012 or P3; None for anything else."""
    found = _SHOWN.fullmatch(text)
    return (found[1] == "P", int(found[2])) if found else None


def paper_number(text: str, window: int) -> str | None:
    """W2-03 as it is written for this window; None for anything else, another window's included."""
    found = _PAPER.fullmatch(text)
    return f"W{window}-{int(found[2]):02d}" if found and int(found[1]) == window else None
