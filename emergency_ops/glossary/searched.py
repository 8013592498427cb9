"""The glossary in the palette: looking for a word finds what it means."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from emergency_ops.lib.searching import Hit, Query, Source, Tier, register

from .finding import found


def find(person: Any, query: Query) -> Iterable[Hit]:
    page = reverse("glossary:page")
    for entry, matched in found(query):
        if matched < Tier.SUBSTRING or query.folded in entry.label.casefold():
            detail = f"{entry.area_label} · {entry.text}" if entry.vocabulary else entry.text
            yield Hit(entry.label, f"{page}#{entry.anchor}", matched, detail, icon="book-open")


def _all(person: Any, query: Query) -> str:
    return f"{reverse('glossary:page')}?{urlencode({'q': query.text})}"


register(Source("glossary", _("术语"), "book-open", 9, find, _all))
