"""One glossary: every word of the domain that stands in the interface, with what it means in one or two plain sentences.

The data are terms.txt (the domain's words) and values.txt (the values of its vocabularies). A key is a term's code ("scope"), a
vocabulary's name ("incident_status") or a value of one ("incident_status.suspected"). A vocabulary that the badges know takes
its values' labels from there.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.utils.translation import get_language, override

from emergency_ops.lib import badges

_FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Entry:
    """area: what it stands under, Chinese and English. places: names of the pages that use it. vocabulary: "" for a term."""

    key: str
    labels: tuple[str, str]
    texts: tuple[str, str]
    area: tuple[str, str]
    places: tuple[str, ...] = ()
    vocabulary: str = ""

    @property
    def value(self) -> str:
        """The value of a vocabulary; "" for a term."""
        return self.key.partition(".")[2]

    @property
    def label(self) -> str:
        known = badges.label_of(self.vocabulary, self.value) if self.vocabulary else ""
        return known or _chosen(self.labels)

    @property
    def text(self) -> str:
        return _chosen(self.texts)

    @property
    def area_label(self) -> str:
        return _chosen(self.area)

    @property
    def anchor(self) -> str:
        """Its id on the glossary's page."""
        return f"term-{self.key.replace('.', '-').replace(':', '-')}"

    def in_language(self, language: str) -> tuple[str, str]:
        """Label and text in "zh-hans" or "en"."""
        with override(language):
            return self.label, self.text


def _chosen(pair: tuple[str, str]) -> str:
    return pair[0] if (get_language() or "zh").startswith("zh") else pair[1]


@cache
def entries() -> dict[str, Entry]:
    """All, by key, terms first."""
    return {entry.key: entry for entry in (*_terms(), *_values())}


def get(key: str) -> Entry:
    """Raises KeyError for a key that the glossary does not have."""
    return entries()[key]


def values_of(vocabulary: str) -> list[Entry]:
    return [entry for entry in entries().values() if entry.key.startswith(f"{vocabulary}.")]


def _pair(text: str) -> tuple[str, str]:
    chinese, _sep, english = text.partition(" / ")
    return chinese.strip(), english.strip()


def _head(line: str) -> tuple[tuple[str, str], tuple[str, ...]]:
    names, _sep, places = line.partition(" @ ")
    return _pair(names), tuple(places.split())


def _terms() -> Iterator[Entry]:
    """`# area`, then `code = 中文 / English @ page …` with a line of each language below it."""
    area = ("", "")
    lines = iter(_lines("terms.txt"))
    for line in lines:
        if line.startswith("# "):
            area = _pair(line.removeprefix("# "))
            continue
        key, _sep, head = line.partition(" = ")
        labels, places = _head(head)
        yield Entry(key, labels, (next(lines).strip(), next(lines).strip()), area, places)


def _values() -> Iterator[Entry]:
    """`[vocabulary] 中文 / English @ page`, then `value = 中文 / English | 中文 | English`, labels only where badges know none."""
    area, places, vocabulary = ("", ""), tuple[str, ...](), ""
    for line in _lines("values.txt"):
        if line.startswith("["):
            vocabulary, _sep, head = line.removeprefix("[").partition("] ")
            area, places = _head(head)
            continue
        name, chinese, english = line.split(" | ")
        value, _sep, labels = name.partition(" = ")
        yield Entry(
            f"{vocabulary}.{value}",
            _pair(labels) if labels else ("", ""),
            (chinese.strip(), english.strip()),
            area,
            places,
            vocabulary,
        )


def _lines(name: str) -> list[str]:
    text = (_FOLDER / name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line.strip()]
