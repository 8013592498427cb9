"""Table of contents of the slices' admin pages."""

from .staff.admin import PersonAdmin, PostAdmin, PostAssignmentAdmin

__all__ = ["PersonAdmin", "PostAdmin", "PostAssignmentAdmin"]
