"""How rows of this slice are handed to components."""

from typing import Any

from django.utils.translation import gettext as _

from .models import StaffEvent
from .sentences import sentence


def told(event: StaffEvent) -> dict[str, Any]:
    """An event as the timeline component shows it."""
    return {"at": event.at, "title": sentence(event), "text": event.text, "actor": event.actor or _("系统")}
