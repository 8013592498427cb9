"""Who may publish a text. Pure."""

from enum import StrEnum
from typing import Final

#: so many characters are the least that a reason says something in
LEAST_REASON: Final = 4


class Publishing(StrEnum):
    """The answer to somebody who wants to publish: as usual, in an emergency, or why not."""

    USUAL = "usual"
    OVERRIDE = "override"
    SECOND = "second"
    REASON = "reason"


def publishing(*, is_author: bool, needs_second: bool, may_override: bool, reason: str) -> Publishing:
    """Whoever wrote the text needs somebody else, or says why it cannot wait, where that is allowed."""
    if not is_author or not needs_second:
        return Publishing.USUAL
    if not may_override:
        return Publishing.SECOND
    return Publishing.OVERRIDE if len(reason.strip()) >= LEAST_REASON else Publishing.REASON
