"""The words that a notice begins with: the template that fits best, filled with the facts of the incident."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from incidents.response.choices import Status
from incidents.response.models import Incident

from . import changes, facts, scene
from .choices import Language, NoticeKind
from .patterns.placeholders import fill_all
from .patterns.queries import best, features_of
from .patterns.rules import Features
from .plain import LONGEST
from .scene import Planned

Drafted = dict[str, dict[str, str]]
LANGUAGES: Final = (Language.ZH, Language.EN)
_MORE: Final = "…"


def words_for(incident: Incident, kind: str, now: datetime, *, before: Mapping[str, Any] | None = None) -> Drafted:
    """By language, then by field of told.FIELDS; never longer than a notice's row takes.

    before: the basis of the notice that stands, of which an update tells the differences. A value that is not known leaves its
    placeholder, so that the author sees what is missing. Two queries a language besides those of the facts.
    """
    told = facts.scene(incident, now)
    after = facts.basis(incident, now) if kind == NoticeKind.UPDATE else {}
    found = changes.between(before or {}, after)
    false_alarm = incident.status == Status.FALSE_ALARM and kind == NoticeKind.ALL_CLEAR
    drafted = {}
    for language in LANGUAGES:
        values = scene.values(told, language) | {"changes": changes.sentence(found, language)}
        pattern = best(features_of(incident, kind, language, false_alarm=false_alarm))
        drafted[str(language)] = _cut(fill_all(pattern.words, values))
    return drafted


def words_for_maintenance(planned: Planned, *, category: str = "") -> Drafted:
    """The same for planned maintenance (see facts.planned). category: whose templates to prefer, for example a power cut's."""
    return {
        str(language): _cut(
            fill_all(best(Features(NoticeKind.MAINTENANCE, language, category)).words, scene.values(planned, language))
        )
        for language in LANGUAGES
    }


def _cut(words: Mapping[str, str]) -> dict[str, str]:
    return {name: _shortened(text, LONGEST.get(name, len(text))) for name, text in words.items()}


def _shortened(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - len(_MORE)] + _MORE
