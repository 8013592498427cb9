"""Badges by vocabulary: each value of an enumeration has one tone and one icon, the same on every page.

The library knows no app, so the composition root says which vocabularies there are (`emergency_ops.badges`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db.models import Choices


class Tone(StrEnum):
    NEUTRAL = "neutral"
    INFO = "info"
    OK = "ok"
    WARN = "warn"
    SERIOUS = "serious"
    DANGER = "danger"
    CRITICAL = "critical"


#: the icon of a tone where nothing more telling is known; colour is never the only cue
TONE_ICONS: Mapping[Tone, str] = {
    Tone.NEUTRAL: "minus",
    Tone.INFO: "information-circle",
    Tone.OK: "check-circle",
    Tone.WARN: "exclamation-triangle",
    Tone.SERIOUS: "exclamation-triangle",
    Tone.DANGER: "exclamation-circle",
    Tone.CRITICAL: "bell-alert",
}


@dataclass(frozen=True)
class Look:
    tone: Tone
    icon: str


_vocabularies: dict[str, tuple[type[Choices], Mapping[str, Look]]] = {}


def register(name: str, choices: type[Choices], looks: Mapping[Any, tuple[Tone, str]]) -> None:
    """Makes `{% badge_for name value %}` possible. Raises KeyError if a value of `choices` has no look."""
    complete = {str(choice.value): Look(*looks[choice]) for choice in choices}
    _vocabularies[name] = (choices, complete)


def look_of(name: str, value: str) -> tuple[Look, str]:
    """The look and the translated label of a value; a value that the vocabulary does not know is shown as it is."""
    choices, looks = _vocabularies[name]
    if value not in looks:
        return Look(Tone.NEUTRAL, "question-mark-circle"), value
    return looks[value], str(choices(value).label)


def label_of(name: str, value: str) -> str:
    """The translated label of a value; "" where the vocabulary is not registered or does not know it."""
    if name not in _vocabularies or value not in _vocabularies[name][1]:
        return ""
    return str(_vocabularies[name][0](value).label)


def vocabularies() -> dict[str, list[str]]:
    """Every vocabulary with its values, for the style guide."""
    return {name: list(looks) for name, (_choices, looks) in _vocabularies.items()}
