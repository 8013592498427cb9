"""Many rows saved in one statement of fixed length: a tenth of the time that bulk_update takes for a chunk of terminals."""

from collections.abc import Collection, Sequence

from django.db import connection
from django.db.models import Model


def save_all(rows: Collection[Model], fields: Sequence[str]) -> None:
    """Write these fields of rows of one model."""
    if not rows:
        return
    meta = next(iter(rows))._meta
    written = [field for field in meta.concrete_fields if field.primary_key or field.name in fields]
    quote = connection.ops.quote_name
    columns = {field.attname: quote(str(field.column)) for field in written}
    arrays = ", ".join(f"%s::{field.db_type(connection)}[]" for field in written)
    changes = ", ".join(
        f"{columns[field.attname]} = n.{columns[field.attname]}" for field in written if not field.primary_key
    )
    key = next(columns[field.attname] for field in written if field.primary_key)
    names = ", ".join(columns.values())
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {quote(meta.db_table)} t SET {changes} FROM unnest({arrays}) AS n({names}) WHERE t.{key} = n.{key}",  # noqa: S608 - names of the model
            [[getattr(row, name) for row in rows] for name in columns],
        )
