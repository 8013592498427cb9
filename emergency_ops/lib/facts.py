"""Sentences that are kept apart from the facts that they name, with words that follow a number."""

from collections.abc import Callable, Mapping
from operator import mod
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import ngettext_lazy, npgettext_lazy

#: what a sentence with several counts asks for, each with its own number: name -> words for a fact
COUNTED: Final[Mapping[str, Promise]] = {
    "counted_terminals": ngettext_lazy("%(terminals)s台终端", "%(terminals)s台终端", "terminals"),
    "counted_sites": ngettext_lazy("%(sites)s个网点", "%(sites)s个网点", "sites"),
    "counted_moved_sites": ngettext_lazy("%(moved_sites)s个网点", "%(moved_sites)s个网点", "moved_sites"),
    "counted_users": ngettext_lazy("%(users)s人/小时", "%(users)s人/小时", "users"),
    "counted_minutes": npgettext_lazy("sentence", "%(minutes)s分钟", "%(minutes)s分钟", "minutes"),
    "counted_pieces": ngettext_lazy("%(pieces)s件", "%(pieces)s件", "pieces"),
}


def told(
    sentence: str | Promise, facts: Mapping[str, Any], shown: Callable[[str, Any], Any] = lambda _name, value: value
) -> str:
    """The sentence with the facts in it, in the reader's language. What is missing is a dash; where a number should decide and
    there is none, they are many.

    sentence: also `ngettext_lazy(…, …, "name of the fact that decides")`. shown: a fact by its name as people read it; numbers
    that are to decide stay numbers.
    """
    text: str = mod(sentence, _Facts(facts, shown))
    return text


class _Facts(dict[str, Any]):
    def __init__(self, facts: Mapping[str, Any], shown: Callable[[str, Any], Any]) -> None:
        super().__init__(facts)
        self.shown = shown

    def __getitem__(self, name: str) -> Any:
        if name in self:
            value = self.shown(name, super().__getitem__(name))
            return _Words(value) if isinstance(value, str) else value
        return mod(COUNTED[name], self) if name in COUNTED else _Words("—")


class _Words(int):
    """Words where a number may be asked for: none is known, so they count as many."""

    words: str

    def __new__(cls, words: str) -> "_Words":
        made = super().__new__(cls, 0)
        made.words = words
        return made

    def __str__(self) -> str:
        return self.words
