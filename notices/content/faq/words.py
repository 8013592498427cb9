"""A text of the FAQ as plain values, what it may not be, and what one says otherwise than another. Pure."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any, Final

#: slugs that are addresses of other pages
RESERVED: Final = frozenset({"en", "priority"})


@dataclass(frozen=True, slots=True)
class FaqWords:
    """What a version holds of its own; the names are those of FaqVersion's fields."""

    question: str
    answer: str
    question_en: str = ""
    answer_en: str = ""
    note: str = ""
    note_en: str = ""
    topic: str = "other"
    category: str = ""
    keywords: str = ""
    rank: int = 100
    audience: str = "public"

    def values(self) -> dict[str, Any]:
        return asdict(self)

    @property
    def texts(self) -> tuple[str, ...]:
        """Everything that somebody reads."""
        return (self.question, self.answer, self.question_en, self.answer_en, self.note, self.note_en)


NAMES: Final = tuple(field.name for field in fields(FaqWords))


def half_english(words: FaqWords) -> bool:
    """Whether one of question and answer is in English and the other is not."""
    return bool(words.question_en) != bool(words.answer_en)


def same(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    return all(one[name] == other[name] for name in NAMES)
