"""What an import would change, in words."""

from collections.abc import Iterator, Mapping
from typing import Any

from emergency_ops.lib.wording import listed
from resources.network.models import ImportRun

from .registry import kind_of


def changed_rows(run: ImportRun) -> list[dict[str, Any]]:
    """The sample rows of a preview: line, code, whether it is new, and the changes as (label, before, after)."""
    labels = {column.field: column.label for column in kind_of(run.kind).columns}
    return [
        {
            "line": row["line"],
            "code": row["code"],
            "new": row["old"] is None,
            "changes": list(_changes(row, labels)),
        }
        for row in run.sample
    ]


def _changes(row: Mapping[str, Any], labels: Mapping[str, Any]) -> Iterator[tuple[Any, str, str]]:
    before, after = row["old"], row["new"]
    for field in (name for name in labels if name in after):
        value = after[field]
        old = before.get(field) if before else None
        if (before is None and _shown(value)) or (before is not None and old != value):
            yield labels[field], _shown(old), _shown(value)


def _shown(value: Any) -> str:
    if value is None:
        return ""
    return listed(value) if isinstance(value, list) else str(value)
