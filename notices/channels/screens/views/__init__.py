"""Pages of terminals' screens."""

from .choosing import choose
from .now import of_terminal, showing
from .of_notice import act, notice, summary

__all__ = ["act", "choose", "notice", "of_terminal", "showing", "summary"]
