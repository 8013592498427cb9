"""Words put together the way the reader's language does it."""

from collections.abc import Iterable

from django.utils.translation import get_language, pgettext


def listed(words: Iterable[object]) -> str:
    """甲、乙、丙 in Chinese; A, B, C in English."""
    return pgettext("list separator", "、").join(map(str, words))


def sentences(*parts: str) -> str:
    """One after the other; between two there is a space in English, and none in Chinese. Empty ones are left out."""
    space = " " if (get_language() or "").startswith("en") else ""
    return space.join(part.strip() for part in parts if part.strip())


def bilingual(zh: str, en: str) -> str:
    """Of a text that its author wrote in both languages the one that is read now; Chinese where there is no English."""
    return en if en and (get_language() or "").startswith("en") else zh
