"""States of a rendering."""

from emergency_ops.lib.paper.queue import PrintState as JobState

__all__ = ["JobState"]
