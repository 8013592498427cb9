"""Candidates of a search from large tables: a few limited queries in one, so that an index answers each and none is sorted whole."""

from collections.abc import Sequence
from typing import Final, TypeVar

from django.db.models import Model, Q, QuerySet

from .searching import SHOWN, Query, sound

M = TypeVar("M", bound=Model)
#: an index over the parts of a text tells nothing of less than this
TRIGRAM: Final = 3


def codes_begin(query: Query, field: str) -> Q:
    """Codes that begin with the text. Codes are kept as people wrote them, so that the index over them is used as it is."""
    wanted = Q(pk__in=[])
    for written in {query.text.strip(), query.folded, query.folded.upper()}:
        wanted |= Q(**{f"{field}__startswith": written})
    return wanted


def contain(word: str, *fields: str) -> Q:
    """Any of the fields has the word in small or capital letters, or capitalised: as it is, so that the index is used."""
    wanted = Q(pk__in=[])
    for field in fields:
        for written in {word, word.upper(), word.capitalize()}:
            wanted |= Q(**{f"{field}__contains": written})
    return wanted


def sounds_like(word: str, pinyin: str, initials: str, *, begins: bool = False) -> Q:
    """Two letters alone are initials: as a part of the syllables they would be in nearly every name."""
    heard = sound(word)
    if not heard:
        return Q(pk__in=[])
    how = "startswith" if begins else "contains"
    if len(heard) < TRIGRAM and not begins:
        return Q(**{f"{initials}__{how}": heard})
    return Q(**{f"{pinyin}__{how}": heard}) | Q(**{f"{initials}__{how}": heard})


def sifted(queryset: QuerySet[M], *wanted: Q, order: Sequence[str], most: int = SHOWN + 1) -> list[M]:
    """The first rows of each condition, each row once. One query."""
    first, *others = [queryset.filter(condition).order_by(*order)[:most] for condition in wanted]
    rows = first.union(*others, all=True) if others else first
    return list({row.pk: row for row in rows}.values())
