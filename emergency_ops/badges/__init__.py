"""Tone and icon of every value that a page may show as a badge, by slice. Imported when the apps are ready (lib.apps)."""

from . import escalation, monitoring, notices, resources, response

__all__ = ["escalation", "monitoring", "notices", "resources", "response"]
