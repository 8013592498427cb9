"""Which words of the glossary a text asks for."""

from collections.abc import Iterator

from emergency_ops.lib import glossary
from emergency_ops.lib.glossary import Entry
from emergency_ops.lib.searching import Names, Query, Tier, fold, tier
from resources.network.pinyin import sounds


def found(query: Query) -> Iterator[tuple[Entry, Tier]]:
    """Words by code, by name in both languages and by sound; then those whose meaning has the text in it."""
    for entry in glossary.entries().values():
        chinese, text = entry.in_language("zh-hans")
        english, sentence = entry.in_language("en")
        code = entry.key.rpartition(".")[2]
        matched = tier(query, Names((code, code.replace("_", " ")), (chinese, english), *sounds(chinese)))
        if matched is None and query.folded in fold(f"{text} {sentence}"):
            matched = Tier.SUBSTRING
        if matched is not None:
            yield entry, matched
