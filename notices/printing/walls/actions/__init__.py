"""The only writers of postings."""

from .carrying import end, end_quick, follow_sheets, publish
from .handling import cancel, mark_posted, mark_printed, mark_taken_down, redo

__all__ = [
    "cancel",
    "end",
    "end_quick",
    "follow_sheets",
    "mark_posted",
    "mark_printed",
    "mark_taken_down",
    "publish",
    "redo",
]
