"""Rows by the million with one statement a table: what a statement leaves out gets the plainest value of its type."""

from dataclasses import dataclass, field

from django.db.backends.utils import CursorWrapper

_PLAIN = {
    "jsonb": "'{}'",
    "boolean": "false",
    "bytea": r"'\x'",
    "uuid": "gen_random_uuid()",
    "timestamp with time zone": "now()",
    "date": "current_date",
}
_COLUMNS = """
SELECT attname, format_type(atttypid, NULL) FROM pg_attribute
WHERE attrelid = to_regclass(%s) AND attnum > 0 AND NOT attisdropped AND attnotnull AND attidentity = '' AND NOT atthasdef
"""


@dataclass(frozen=True)
class Fill:
    """Rows of a table: `source` is what stands after FROM, `columns` are expressions over it."""

    table: str
    source: str
    columns: dict[str, str] = field(default_factory=dict)

    def into(self, cursor: CursorWrapper) -> int:
        """How many rows there are now more. Raises KeyError for a table that is not there."""
        cursor.execute(_COLUMNS, [self.table])
        needed = cursor.fetchall()
        if not needed:
            raise KeyError(self.table)
        values = {name: _plain(kind) for name, kind in needed} | self.columns
        names, expressions = ", ".join(f'"{name}"' for name in values), ", ".join(values.values())
        cursor.execute(f"INSERT INTO {self.table} ({names}) SELECT {expressions} FROM {self.source}")
        return int(cursor.rowcount)


def rows(count: int, name: str = "n") -> str:
    """Numbers from 1 up to a count."""
    return f"generate_series(1, {count}) {name}"


def pick(expression: str, *values: str) -> str:
    """One of the words, by a number."""
    return f"(ARRAY[{', '.join(repr(value) for value in values)}])[1 + ({expression}) % {len(values)}]"


def _plain(kind: str) -> str:
    if kind.endswith("[]"):
        return "'{}'"
    return _PLAIN.get(kind, "''" if kind.startswith(("character", "text")) else "0")
