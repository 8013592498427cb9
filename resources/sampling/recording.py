"""Which rows came into the database while something was loaded, whoever else wrote at the same time."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from django.apps import apps
from django.db import connection
from django.db.models import CompositePrimaryKey, Max, Model
from django.db.models.fields import AutoFieldMixin

#: primary keys by table
Rows = dict[str, set[Any]]

#: a row that is visible and whose writer has not committed yet is our own; xmin has no epoch, the current one is ours
OWN: Final = """
SELECT {pk} FROM {table} WHERE {condition} pg_xact_status(
    ((pg_current_xact_id()::text::bigint >> 32 << 32) | xmin::text::bigint)::text::xid8) = 'in progress'
"""


def recordable(left_out: Iterable[str] = ()) -> Iterator[type[Model]]:
    """Every table of the house's own apps with a plain primary key, those between two models included.

    left_out: labels of models whose rows stay, whatever they came with.
    """
    unwanted = set(left_out)
    for model in apps.get_models(include_auto_created=True):
        plain = not isinstance(model._meta.pk, CompositePrimaryKey)
        ours = model._meta.app_label in {"resources", "incidents", "notices"}
        if plain and ours and model._meta.managed and model._meta.label not in unwanted:
            yield model


def floors(models: Iterable[type[Model]]) -> dict[str, Any]:
    """Before the load, by table: the highest number given so far, or all keys where keys are not numbered."""
    found: dict[str, Any] = {}
    for model in models:
        rows = model._base_manager.all()
        found[model._meta.db_table] = (
            rows.aggregate(top=Max("pk"))["top"] or 0 if _numbered(model) else set(rows.values_list("pk", flat=True))
        )
    return found


def brought(models: Iterable[type[Model]], before: Mapping[str, Any]) -> Rows:
    """After the load, in its transaction: the rows that it brought."""
    found: Rows = {}
    for model in models:
        table = model._meta.db_table
        keys = _own(model, before[table]) if _numbered(model) else _own(model, None) - before[table]
        if keys:
            found[table] = keys
    return found


def _numbered(model: type[Model]) -> bool:
    return isinstance(model._meta.pk, AutoFieldMixin)


def _own(model: type[Model], floor: int | None) -> set[Any]:
    quote = connection.ops.quote_name
    pk: Any = model._meta.pk
    names = {"pk": quote(pk.column), "table": quote(model._meta.db_table)}
    condition = "" if floor is None else f"{names['pk']} > %s AND"
    with connection.cursor() as cursor:
        cursor.execute(OWN.format(condition=condition, **names), [] if floor is None else [floor])
        return {key for (key,) in cursor.fetchall()}
