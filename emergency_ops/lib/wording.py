"""Words put together the way the reader's language does it."""

from collections.abc import Iterable

from django.utils.translation import pgettext


def listed(words: Iterable[object]) -> str:
    """甲、乙、丙 in Chinese; A, B, C in English."""
    return pgettext("list separator", "、").join(map(str, words))
