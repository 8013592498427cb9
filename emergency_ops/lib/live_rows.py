"""Rows that tell open pages of themselves, so that what is recorded and what is told cannot disagree."""

from collections.abc import Iterable
from typing import Any, ClassVar, TypeVar

from django.db import models

from .live import changed

Row = TypeVar("Row", bound="LiveModel")


class LiveQuerySet(models.QuerySet[Row]):
    """An update of many rows tells those topics that do not depend on the row."""

    def bulk_create(self, objs: Iterable[Row], *args: Any, **options: Any) -> list[Row]:
        rows = super().bulk_create(objs, *args, **options)
        changed(*{topic for row in rows for topic in row.live_topics()}, using=self.db)
        return rows

    def update(self, **values: Any) -> int:
        count = super().update(**values)
        if count:
            changed(*(topic for topic in self.model.live if "{" not in topic), using=self.db)
        return count


class LiveModel(models.Model):
    """A model that tells its topics with every row that is written.

    `live` are topics in which {name} is a value of the row; one whose value is None is left out.
    """

    live: ClassVar[tuple[str, ...]] = ()
    objects = LiveQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **options: Any) -> None:
        super().save(*args, **options)
        changed(*self.live_topics(), using=self._state.db)

    def live_topics(self) -> set[str]:
        return {topic for pattern in self.live if not (topic := pattern.format_map(_Values(self))).endswith(".None")}


class _Values(dict[str, Any]):
    """A row's values by name."""

    def __init__(self, row: LiveModel) -> None:
        super().__init__()
        self._row = row

    def __missing__(self, name: str) -> Any:
        return getattr(self._row, name)
