"""The writers of people, posts, absences, duty, training and badges."""

from .assignments import assign, end_assignment
from .people import set_access, set_display

__all__ = ["assign", "end_assignment", "set_access", "set_display"]
