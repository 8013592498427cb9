"""Which words of the glossary a text asks for."""

from collections.abc import Iterator
from functools import cache

from emergency_ops.lib import glossary
from emergency_ops.lib.glossary import Entry
from emergency_ops.lib.searching import Names, Query, Tier, fold, tier
from resources.network.pinyin import sounds


def found(query: Query) -> Iterator[tuple[Entry, Tier]]:
    """Words by code, by name in both languages and by sound; then those whose meaning has the text in it."""
    for entry, called, meaning in _called():
        matched = tier(query, called)
        if matched is None and query.folded in meaning:
            matched = Tier.SUBSTRING
        if matched is not None:
            yield entry, matched


@cache
def _called() -> list[tuple[Entry, Names, str]]:
    """Every word with what it is called and its meaning, folded, in both languages: they are as long as the process is."""
    found = []
    for entry in glossary.entries().values():
        chinese, text = entry.in_language("zh-hans")
        english, sentence = entry.in_language("en")
        code = entry.key.rpartition(".")[2]
        called = Names((code, code.replace("_", " ")), (chinese, english), *sounds(chinese))
        found.append((entry, called, fold(f"{text} {sentence}")))
    return found
