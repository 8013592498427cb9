"""Taking a sample back: first what would go and what would have to stay, then doing it, in one transaction."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.apps import apps
from django.db import connection

from .graph import Node, kept
from .models import SampleLoad, SampleRow
from .recording import Rows
from .references import Reference, edges, model_of, outside, references
from .traces import Traces, with_traces

#: rows of one statement
SLICE: Final = 5_000


@dataclass(frozen=True, slots=True)
class Built:
    """A row that is not of the sample and refers to one that is."""

    reference: Reference
    pk: Any
    on: Node


@dataclass(frozen=True)
class Extent:
    """going: what would go; staying: rows of the sample that others were built on, with what these need; built: the others."""

    going: Rows
    staying: Rows
    built: Sequence[Built]

    @property
    def is_whole(self) -> bool:
        return not self.built


def recorded(load: SampleLoad) -> Rows:
    found: Rows = {}
    for table, row in load.members.values_list("table", "row").iterator():
        pk: Any = model_of(table)._meta.pk
        found.setdefault(table, set()).add(pk.to_python(row) if not pk.is_relation else int(row))
    return {table: _still_there(table, keys) for table, keys in found.items()}


def _still_there(table: str, keys: set[Any]) -> set[Any]:
    rows = model_of(table)._base_manager
    there: set[Any] = set()
    for some in _slices(keys):
        there.update(rows.filter(pk__in=some).values_list("pk", flat=True))
    return there


def extent_of(load: SampleLoad, traces: Traces) -> Extent:
    """Reads only; the same question is asked again, under lock, when it is done."""
    world = with_traces(recorded(load), traces)
    found = [Built(reference, pk, on) for reference, pk, on in outside(world, traces.left_out)]
    stays = kept(edges(world), {one.on for one in found}, traces.loose)
    staying: Rows = {}
    for table, pk in stays:
        staying.setdefault(table, set()).add(pk)
    going = {table: keys - staying.get(table, set()) for table, keys in world.items()}
    told = [one for one in found if one.on[0] not in traces.quiet]
    return Extent({table: keys for table, keys in going.items() if keys}, staying, told)


def remove(load: SampleLoad, going: Rows, traces: Traces) -> int:
    """Delete the rows in the current transaction; how many. Constraints are checked before it returns."""
    _name(load, going)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        cursor.execute("SELECT set_config('emergency_ops.taking_back', 'on', true)")
    _empty(going, traces.emptied)
    for label, name in traces.dropped.items():
        _drop(label, name, going)
    for table, keys in going.items():
        _delete(table, keys)
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('emergency_ops.taking_back', 'off', true)")
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    for table, keys in going.items():
        for some in _slices(keys):
            load.members.filter(table=table, row__in=[str(key) for key in some]).delete()
    return sum(map(len, going.values()))


def _name(load: SampleLoad, going: Rows) -> None:
    """What followed the sample is named as of it, so that the tables that keep their rows let it go."""
    rows = (SampleRow(load=load, table=table, row=str(key)) for table, keys in going.items() for key in keys)
    SampleRow.objects.bulk_create(rows, ignore_conflicts=True, batch_size=SLICE)


def _empty(going: Rows, emptied: frozenset[str]) -> None:
    for one in references():
        if f"{one.model._meta.label}.{one.field.name}" in emptied and one.target in going:
            rows = one.model._base_manager.filter(**{f"{one.field.name}__in": going[one.target]})
            rows.update(**{one.field.name: None})


def _drop(label: str, name: str, going: Rows) -> None:
    model = apps.get_model(label)
    field: Any = model._meta.get_field(name)
    table = field.related_model._meta.db_table
    if table in going:
        _execute(model._meta.db_table, field.column, going[table])


def _delete(table: str, keys: set[Any]) -> None:
    pk: Any = model_of(table)._meta.pk
    _execute(table, pk.column, keys)


def _execute(table: str, column: str, keys: set[Any]) -> None:
    quote = connection.ops.quote_name
    statement = f"DELETE FROM {quote(table)} WHERE {quote(column)} = ANY(%s)"  # noqa: S608 - names of our own tables
    with connection.cursor() as cursor:
        for some in _slices(keys):
            cursor.execute(statement, [some])


def _slices(keys: Iterable[Any]) -> Iterable[list[Any]]:
    ordered = sorted(keys, key=str)
    return (ordered[start : start + SLICE] for start in range(0, len(ordered), SLICE))
