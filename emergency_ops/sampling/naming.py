"""What was built on a sample, in words: the incident rather than each of its rows."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Model
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from resources.sampling.references import model_of
from resources.sampling.unwinding import Built

#: a row that belongs to one of these is told by it
ABOVE: Final = (
    "incident", "notice", "substitute", "counter", "warning", "task", "transfer", "stocktake", "call", "queue", "round",
    "version", "plan", "post", "absence", "depot", "site", "terminal", "person",
)  # fmt: skip
#: records named on the page, the rest are counted
SHOWN: Final = 8
#: rows looked at; a list that long is not read further
MOST: Final = 400
#: what has no name for people of its own
LABELS: Final = {
    "OutboxMessage": _("通知"),
    "Acknowledgement": _("接警确认"),
    "TimelineEntry": _("处置记录"),
    "LogEntry": _("管理记录"),
    "ImportRun": _("导入"),
}
PAGES: Final = {
    "Incident": ("incidents:detail", "number"),
    "Notice": ("content:notice", "number"),
    "Site": ("network:site", "code"),
    "Terminal": ("network:terminal", "code"),
    "Post": ("staff:post", "pk"),
    "Person": ("staff:person", "pk"),
    "Depot": ("inventory:depot", "code"),
    "Transfer": ("inventory:transfer", "number"),
}


@dataclass(frozen=True, slots=True)
class Named:
    title: str
    href: str
    on: str


@dataclass(frozen=True, slots=True)
class Group:
    """Records of one kind. more: how many beside those named."""

    label: str
    records: Sequence[Named]
    more: int


def groups_of(built: Sequence[Built]) -> list[Group]:
    found: defaultdict[str, dict[tuple[str, Any], Named]] = defaultdict(dict)
    for row, on in _rows(built[:MOST]):
        head = _head(row)
        if head == on:
            head = row
        label = str(LABELS.get(type(head).__name__, head._meta.verbose_name))
        found[label].setdefault((label, head.pk), Named(_title(head), _href(head), _title(on)))
    return [
        Group(label, list(named.values())[:SHOWN], max(0, len(named) - SHOWN)) for label, named in sorted(found.items())
    ]


def _rows(built: Iterable[Built]) -> Iterator[tuple[Model, Model]]:
    for one in built:
        row = one.reference.model._base_manager.filter(pk=one.pk).first()
        on = model_of(one.on[0])._base_manager.filter(pk=one.on[1]).first()
        if row is not None and on is not None:
            yield row, on


def _head(row: Model) -> Model:
    for _step in range(3):
        if type(row).__name__ in PAGES:
            return row
        above = next((getattr(row, name) for name in ABOVE if getattr(row, f"{name}_id", None)), None)
        if above is None:
            return row
        row = above
    return row


def _title(row: Model) -> str:
    parts = [str(getattr(row, name)) for name in ("number", "code", "name", "title") if getattr(row, name, "")]
    return " ".join(parts[:2]) or str(row)


def _href(row: Model) -> str:
    name, key = PAGES.get(type(row).__name__, ("", ""))
    try:
        return reverse(name, args=[getattr(row, key)]) if name else ""
    except NoReverseMatch:
        return ""
