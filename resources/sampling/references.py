"""Who refers to rows of a sample: read from the models' foreign keys, whatever apps there are."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.apps import apps
from django.db.models import CASCADE, CompositePrimaryKey, F, ForeignKey, Model, Q

from .graph import Edge, Node
from .recording import Rows

#: keys asked for at once
SLICE = 5_000


@dataclass(frozen=True, slots=True)
class Reference:
    """A foreign key of a model to another, held by the database."""

    model: type[Model]
    field: "ForeignKey[Any, Any]"

    @property
    def target(self) -> str:
        return str(self.field.related_model._meta.db_table)

    @property
    def is_owned(self) -> bool:
        return self.field.remote_field.on_delete is CASCADE


@cache
def model_of(table: str) -> type[Model]:
    return next(model for model in apps.get_models(include_auto_created=True) if model._meta.db_table == table)


@cache
def references() -> tuple[Reference, ...]:
    return tuple(
        Reference(model, field)
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed
        for field in model._meta.concrete_fields
        if isinstance(field, ForeignKey) and getattr(field, "db_constraint", True)
    )


def outside(rows: Rows, left_out: frozenset[str]) -> Iterator[tuple[Reference, Any, Node]]:
    """Every reference from a row that is not of the sample to one that is: by what, of which row, to which.

    left_out: `model.field` or model labels whose rows do not count.
    """
    for reference in references():
        label = reference.model._meta.label
        if left_out & {label, f"{label}.{reference.field.name}"} or reference.target not in rows:
            continue
        composite = isinstance(reference.model._meta.pk, CompositePrimaryKey)
        mine = set() if composite else rows.get(reference.model._meta.db_table, set())
        for pk, wanted in _referring(reference, rows[reference.target]):
            if pk not in mine:
                yield reference, pk, (reference.target, wanted)


def _referring(reference: Reference, wanted: set[Any]) -> Iterator[tuple[Any, Any]]:
    keys, name = sorted(wanted, key=str), reference.field.attname
    for start in range(0, len(keys), SLICE):
        rows = reference.model._base_manager.filter(**{f"{reference.field.name}__in": keys[start : start + SLICE]})
        yield from rows.order_by().values_list("pk", name).iterator()


def edges(rows: Rows) -> Iterator[Edge]:
    """References from rows of the sample to others of it."""
    by_model: defaultdict[str, list[Reference]] = defaultdict(list)
    for reference in references():
        if reference.target in rows:
            by_model[reference.model._meta.db_table].append(reference)
    for table, keys in rows.items():
        yield from _edges_of(table, keys, by_model.get(table, []), rows)


def _edges_of(table: str, keys: set[Any], wanted: list[Reference], rows: Rows) -> Iterator[Edge]:
    model = model_of(table)
    names = [reference.field.attname for reference in wanted]
    if wanted:
        for pk, *values in _read(model, keys, names):
            for reference, value in zip(wanted, values, strict=True):
                if value is not None and value in rows[reference.target]:
                    yield Edge((table, pk), (reference.target, value), reference.is_owned)
    instance = history_of(model)
    if instance is not None and instance in rows:
        for pk, value in _read(model, keys, [_key_in_history(model)]):
            if value in rows[instance]:
                yield Edge((table, pk), (instance, value), owned=True)


def _read(model: type[Model], keys: set[Any], names: list[str]) -> Iterator[tuple[Any, ...]]:
    ordered = sorted(keys, key=str)
    for start in range(0, len(ordered), SLICE):
        found = model._base_manager.filter(pk__in=ordered[start : start + SLICE]).order_by()
        yield from found.values_list("pk", *[F(name) for name in names]).iterator()


def history_of(model: type[Model]) -> str | None:
    """The table whose rows' history the model keeps; None for all other models."""
    instance = getattr(model, "instance_type", None)
    return str(instance._meta.db_table) if instance is not None and hasattr(model, "history_id") else None


def _key_in_history(model: type[Model]) -> str:
    pk = getattr(model, "instance_type")._meta.pk  # noqa: B009 - set by simple_history
    return str(pk.attname)


def histories(rows: Rows) -> Rows:
    """The history of the sample's rows that was written after it was loaded."""
    found: Rows = {}
    for model in apps.get_models():
        instance = history_of(model)
        if instance in rows:
            wanted = Q(**{f"{_key_in_history(model)}__in": rows[str(instance)]})
            keys = set(model._base_manager.filter(wanted).values_list("pk", flat=True))
            found[model._meta.db_table] = keys - rows.get(model._meta.db_table, set())
    return found
