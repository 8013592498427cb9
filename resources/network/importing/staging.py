"""The rows of a file in a temporary table: what is wrong among them, what they would change, and the one statement that does."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, LiteralString

from django.db import connection
from django.utils.translation import gettext as _
from psycopg import sql

from emergency_ops.lib.sheets.reading import Row, RowError
from resources.network.pinyin import pinyin_keys

from .columns import COLUMNS, StagedColumn

_TABLE = sql.Identifier("import_rows")
_TARGETS = {"sites": "resources_site", "terminals": "resources_terminal"}
_HISTORIES = {"sites": "resources_historicalsite", "terminals": "resources_historicalterminal"}
#: what is kept beside a site's name, see pinyin_keys()
_DERIVED = ("pinyin", "initials")
#: the regions that rows are to be in, and those that they are in already
_TOUCHED = {
    "sites": (
        "SELECT row_no, region_id AS region, code FROM import_rows",
        "SELECT row_no, site.region_id, code FROM import_rows JOIN resources_site AS site USING (code)",
    ),
    "terminals": (
        "SELECT row_no, region_id AS region, import_rows.code FROM import_rows"
        " JOIN resources_site AS site ON site.code = site_code",
        "SELECT row_no, site.region_id, import_rows.code FROM import_rows"
        " JOIN resources_terminal AS terminal USING (code) JOIN resources_site AS site ON site.id = site_id",
    ),
}
_MERGE = """
    WITH merged AS (
        INSERT INTO {target} AS kept ({names})
        SELECT {values} FROM {source} WHERE old.id IS NULL OR {changed} ORDER BY new.code
        ON CONFLICT (code) DO UPDATE SET {assigned} WHERE {differs}
        RETURNING *, xmax = 0 AS is_new
    ), noted AS (
        INSERT INTO {history} ({every}, history_date, history_change_reason, history_type, history_user_id)
        SELECT {every}, {now}, {reason}, CASE WHEN is_new THEN '+' ELSE '~' END, {actor} FROM merged
    )
    SELECT count(*) FILTER (WHERE is_new), count(*) FILTER (WHERE NOT is_new) FROM merged
"""


@dataclass(frozen=True)
class Counts:
    created: int
    updated: int
    unchanged: int


class Staging:
    """The temporary table of one import; only inside a transaction, which may be rolled back at any time."""

    def __init__(self, kind: str, columns: Sequence[StagedColumn]) -> None:
        self.kind = kind
        self.columns = columns
        self.target = sql.Identifier(_TARGETS[kind])
        self.history = sql.Identifier(_HISTORIES[kind])

    def fill(self, rows: Iterable[Row], *, to_merge: bool) -> None:
        """Copies rows in as they come; nothing is held in memory. Sort keys are only made where they will be merged."""
        names = ["row_no", *(column.field for column in self.columns)]
        types = ["integer", *(column.type for column in self.columns)]
        derive = to_merge and "name" in names
        if derive:
            names, types = [*names, *_DERIVED], [*types, "text", "text"]
        name_at = names.index("name") - 1 if derive else 0
        with connection.cursor() as cursor:
            cursor.execute(_sql("DROP TABLE IF EXISTS pg_temp.{}", _TABLE))
            definition = _list("{} {}", [(sql.Identifier(n), sql.SQL(t)) for n, t in zip(names, types, strict=True)])
            cursor.execute(_sql("CREATE TEMPORARY TABLE {} ({}) ON COMMIT DROP", _TABLE, definition))
            with cursor.copy(_sql("COPY import_rows ({}) FROM STDIN", _identifiers(names))) as copy:
                for row in rows:
                    derived = pinyin_keys(row.values[name_at]) if derive else ()
                    copy.write_row([row.line, *row.values, *derived])
            cursor.execute(_sql("CREATE INDEX ON {} (code)", _TABLE))
            cursor.execute(_sql("ANALYZE {}", _TABLE))

    def drop(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute(_sql("DROP TABLE IF EXISTS pg_temp.{}", _TABLE))

    def duplicates(self, limit: int) -> tuple[int, list[RowError]]:
        """Codes that stood in an earlier line already."""
        query = """
            SELECT row_no, code, first FROM
                (SELECT row_no, code, min(row_no) OVER (PARTITION BY code) AS first FROM import_rows) AS numbered
            WHERE row_no > first"""
        column = COLUMNS[self.kind][0].header
        return self._errors(query, limit, column, lambda row: _("第 %(line)d 行已有同一编号。") % {"line": row[2]})

    def unknown_sites(self, limit: int) -> tuple[int, list[RowError]]:
        query = """
            SELECT row_no, site_code FROM import_rows
            WHERE NOT EXISTS (SELECT FROM resources_site AS site WHERE site.code = site_code)"""
        return self._errors(query, limit, "网点编号", lambda row: _("没有这个网点，请先导入网点。"))

    def out_of_reach(self, prefixes: Sequence[str], limit: int) -> tuple[int, list[RowError]]:
        """Rows in regions, or rows that exist already in regions, whose codes have none of these prefixes."""
        if "" in prefixes:
            return 0, []
        now, before = _TOUCHED[self.kind]
        query = f"""
            SELECT DISTINCT ON (row_no) row_no, code, region FROM ({now} UNION ALL {before}) AS touched
            WHERE NOT region LIKE ANY (%s) ORDER BY row_no"""  # noqa: S608 - constants
        patterns = [f"{prefix}%" for prefix in prefixes]
        column = COLUMNS[self.kind][0].header
        return self._errors(
            query,
            limit,
            column,
            lambda row: _("您不负责区划 %(region)s，不能导入那里的网点和终端。") % {"region": row[2]},
            [patterns],
        )

    def missing_regions(self) -> list[str]:
        """Codes of regions that sites name and that are not there yet."""
        query = """
            SELECT DISTINCT region_id FROM import_rows
            WHERE NOT EXISTS (SELECT FROM resources_region AS region WHERE region.code = region_id) ORDER BY 1"""
        return [row[0] for row in _fetch(sql.SQL(query))]

    def counts(self) -> Counts:
        """What merging would do."""
        query = _sql(
            "SELECT count(*) FILTER (WHERE old.id IS NULL), count(*) FILTER (WHERE old.id IS NOT NULL AND {}) FROM {}",
            self._differs("old", "new"),
            self._compared(),
        )
        return self._counts(*_fetch(query)[0])

    def sample(self, limit: int) -> list[dict[str, Any]]:
        """The first rows that would change something: {line, code, old: {field: value} or None, new: {field: value}}."""
        query = _sql(
            "SELECT new.row_no, new.code, to_jsonb(old), to_jsonb(new) FROM {} WHERE old.id IS NULL OR {}"
            " ORDER BY new.row_no LIMIT {}",
            self._compared(),
            self._differs("old", "new"),
            sql.Literal(limit),
        )
        return [
            {"line": line, "code": code, "old": self._values(_json(old)), "new": self._values(_json(new))}
            for line, code, old, new in _fetch(query)
        ]

    def merge(self, *, actor_id: int | None, now: datetime, reason: str) -> Counts:
        """Creates and updates by code and keeps the history of what changed, in one statement."""
        assigned = [*self.fields, *(_DERIVED if self.kind == "sites" else ())]
        defaults = [c for c in COLUMNS[self.kind] if not c.required and c.field not in assigned]
        names = ["code", *assigned, *(column.field for column in defaults)]
        given = [_sql("new.{}", sql.Identifier(name)) for name in ("code", *assigned)]
        query = _sql(
            _MERGE,
            target=self.target,
            names=_identifiers(names),
            values=sql.SQL(", ").join([*given, *map(_literal, defaults)]),
            source=self._compared(),
            changed=self._differs("old", "new"),
            assigned=_list("{} = excluded.{}", [(sql.Identifier(name), sql.Identifier(name)) for name in assigned]),
            differs=self._differs("kept", "excluded"),
            history=self.history,
            every=_identifiers(["id", *names]),
            now=sql.Literal(now),
            reason=sql.Literal(reason),
            actor=sql.Literal(actor_id),
        )
        return self._counts(*_fetch(query)[0])

    @property
    def fields(self) -> list[str]:
        """The target's columns that the file sets, the code aside."""
        names = {"site_code": "site_id"}
        return [names.get(column.field, column.field) for column in self.columns if column.field != "code"]

    def _compared(self) -> sql.Composable:
        """The rows as `new` beside what there is of them as `old`."""
        source = "import_rows"
        if self.kind == "terminals":
            source = (
                "(SELECT import_rows.*, site.id AS site_id FROM import_rows"
                " JOIN resources_site AS site ON site.code = site_code)"
            )
        return _sql("{} AS new LEFT JOIN {} AS old ON old.code = new.code", sql.SQL(source), self.target)

    def _differs(self, old: str, new: str) -> sql.Composable:
        sides = [
            _list("{}.{}", [(sql.Identifier(alias), sql.Identifier(name)) for name in self.fields])
            for alias in (old, new)
        ]
        return _sql("({}) IS DISTINCT FROM ({})", *sides)

    def _values(self, row: dict[str, Any] | None) -> dict[str, Any] | None:
        return {field: row.get(field) for field in self.fields} if row else None

    def _counts(self, created: int, updated: int) -> Counts:
        total = int(_fetch(sql.SQL("SELECT count(*) FROM import_rows"))[0][0])
        return Counts(created, updated, total - created - updated)

    def _errors(
        self, query: str, limit: int, column: str, sentence: Any, params: Sequence[Any] = ()
    ) -> tuple[int, list[RowError]]:
        """How many rows a check finds, and the first `limit` of them in order of line."""
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT count(*) FROM ({query}) AS found", params)  # noqa: S608 - constant queries
            total = int(cursor.fetchone()[0])
            if not total:
                return 0, []
            cursor.execute(f"SELECT * FROM ({query}) AS found ORDER BY row_no LIMIT %s", [*params, limit])  # noqa: S608
            return total, [RowError(row[0], column, row[1], sentence(row)) for row in cursor]


def _literal(column: StagedColumn) -> sql.Composable:
    return _sql("{}::{}", sql.Literal(column.empty), sql.SQL(column.type))


def _json(value: str | None) -> Any:
    """Django leaves jsonb as text."""
    return json.loads(value) if value is not None else None


def _sql(template: LiteralString, *args: Any, **kwargs: Any) -> sql.Composed:
    return sql.SQL(template).format(*args, **kwargs)


def _list(template: LiteralString, items: Iterable[tuple[sql.Composable, ...]]) -> sql.Composable:
    return sql.SQL(", ").join(_sql(template, *item) for item in items)


def _identifiers(names: Iterable[str]) -> sql.Composable:
    return sql.SQL(", ").join(sql.Identifier(name) for name in names)


def _fetch(query: sql.Composable) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return list(cursor.fetchall())
