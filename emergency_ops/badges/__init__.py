"""Tone and icon of every value that a page may show as a badge, by slice. Imported when the apps are ready (lib.apps)."""

from . import channels, escalation, monitoring, notices, resources, response, walls

__all__ = ["channels", "escalation", "monitoring", "notices", "resources", "response", "walls"]
