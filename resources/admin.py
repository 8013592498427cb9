"""Table of contents of the slices' admin pages."""

from .network.admin import ImportRunAdmin, RegionAdmin, SiteAdmin, TerminalAdmin
from .staff.admin import PersonAdmin, PostAdmin, PostAssignmentAdmin

__all__ = [
    "ImportRunAdmin",
    "PersonAdmin",
    "PostAdmin",
    "PostAssignmentAdmin",
    "RegionAdmin",
    "SiteAdmin",
    "TerminalAdmin",
]
