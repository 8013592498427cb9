"""Rows of a list that bring facts along which one query for all of them finds, in pages and in downloads alike."""

from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import Any, TypeVar

from django.db.models import Model, QuerySet
from django.db.models.query import ModelIterable

M = TypeVar("M", bound=Model)
BATCH = 1_000


def attaching(queryset: QuerySet[M], attach: Callable[[Sequence[M]], None]) -> QuerySet[M]:
    """The queryset, each batch of whose rows is handed to `attach` before anybody sees it, however it is filtered or sliced."""

    class Attaching(ModelIterable):  # type: ignore[type-arg]
        def __iter__(self) -> Iterator[Any]:
            rows = super().__iter__()
            while batch := list(islice(rows, BATCH)):
                attach(batch)
                yield from batch

    prepared: Any = queryset.all()
    prepared._iterable_class = Attaching
    found: QuerySet[M] = prepared
    return found
