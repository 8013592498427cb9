"""What an import would change, in words."""

from collections.abc import Iterator, Mapping
from typing import Any

from .importing.columns import COLUMNS
from .models import ImportRun, Site

_TARGETS = {"site_code": "site_id"}


def changed_rows(run: ImportRun) -> list[dict[str, Any]]:
    """The sample rows of a preview: line, code, whether it is new, and the changes as (label, before, after)."""
    labels = {_TARGETS.get(column.field, column.field): column.label for column in COLUMNS[run.kind]}
    names = _site_codes(run.sample) if run.kind == "terminals" else {}
    return [
        {
            "line": row["line"],
            "code": row["code"],
            "new": row["old"] is None,
            "changes": list(_changes(row, labels, names)),
        }
        for row in run.sample
    ]


def _changes(
    row: Mapping[str, Any], labels: Mapping[str, Any], names: Mapping[int, str]
) -> Iterator[tuple[Any, str, str]]:
    before, after = row["old"], row["new"]
    for field in (name for name in labels if name in after):
        value = after[field]
        old = before.get(field) if before else None
        shown = (_shown(old, names), _shown(value, names)) if field == "site_id" else (_shown(old), _shown(value))
        if (before is None and shown[1]) or (before is not None and old != value):
            yield labels[field], *shown


def _shown(value: Any, names: Mapping[int, str] | None = None) -> str:
    if value is None:
        return ""
    if names is not None:
        return names.get(value, "")
    return "、".join(map(str, value)) if isinstance(value, list) else str(value)


def _site_codes(sample: list[dict[str, Any]]) -> dict[int, str]:
    ids = {side["site_id"] for row in sample for side in (row["old"], row["new"]) if side}
    return dict(Site.objects.filter(pk__in=ids).values_list("pk", "code"))
