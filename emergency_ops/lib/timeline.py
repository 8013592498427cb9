"""One shape for whatever a timeline shows."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from .badges import TONE_ICONS, Tone


@dataclass(frozen=True)
class EntryView:
    at: datetime
    title: object
    text: object
    actor: object
    acting_for: object
    tone: Tone
    icon: str
    attachments: object = ()


def entry_view(entry: Any) -> EntryView:
    """Reads an entry from attributes or keys; only `at` and `title` must be there."""
    tone = Tone(_read(entry, "tone") or Tone.NEUTRAL)
    return EntryView(
        at=_read(entry, "at"),
        title=_read(entry, "title") or "",
        text=_read(entry, "text") or "",
        actor=_read(entry, "actor"),
        acting_for=_read(entry, "acting_for"),
        tone=tone,
        icon=_read(entry, "icon") or TONE_ICONS[tone],
        attachments=_read(entry, "attachments") or (),
    )


def _read(entry: Any, name: str) -> Any:
    return entry.get(name) if isinstance(entry, Mapping) else getattr(entry, name, None)
