"""The writers of people, posts, absences, duty, training and badges."""

from .people import assign, end_assignment, set_access, set_display

__all__ = ["assign", "end_assignment", "set_access", "set_display"]
