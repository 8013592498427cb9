"""Table of contents of the models of people."""

from .absences import Absence, Cover, Handover
from .duty import CalendarDay, CalendarFeed, Rota, RotaMember, RotaShift, Shift, ShiftSwap
from .people import Person, PersonPhoto
from .posts import Post, PostAssignment
from .qualifications import Badge, Training, TrainingRecord
from .telling import Memo, StaffEvent
from .wall_links import WallLink

__all__ = [
    "Absence",
    "Badge",
    "CalendarDay",
    "CalendarFeed",
    "Cover",
    "Handover",
    "Memo",
    "Person",
    "PersonPhoto",
    "Post",
    "PostAssignment",
    "Rota",
    "RotaMember",
    "RotaShift",
    "Shift",
    "ShiftSwap",
    "StaffEvent",
    "Training",
    "TrainingRecord",
    "WallLink",
]
