"""The deadlines of a round, one after the other."""

from typing import Final

PATROL_DUE: Final = "patrol_due"
PATROL_CALLED: Final = "patrol_called"
PATROL_MISSED: Final = "patrol_missed"
