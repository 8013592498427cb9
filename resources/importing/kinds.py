"""What a kind of import is, what it is given and what it gives back.

A slice makes an `Importer` and registers it:

    registry.register(
        Importer(
            kind=ImportKind.DEPOTS,
            label=_("备件库"),
            columns=(Column("code", "备件库编号", _("备件库编号"), ("code",), partial(cells.code, limit=20), required=True), …),
            may_import=may_keep_depots,      # (person) -> bool
            apply=apply,                     # (rows, context) -> Outcome
            example=["BJ-SH-01", …],         # one row in order of the columns
            key=("code",),                   # what may stand in a file only once
            intro=_("按编号更新；…"),
        )
    )

`apply` writes as if there were no preview. It is called within a transaction that is rolled back when it is a preview
or when any row is faulty, so that nothing is half stored. It gets every row whose cells can be read, even when others
cannot, so that all faulty rows are listed at once; it should read what it needs for all rows in a few queries.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from emergency_ops.lib.errors import Refused
from emergency_ops.lib.sheets.columns import Column
from emergency_ops.lib.sheets.files import MAX_ROWS
from emergency_ops.lib.sheets.reading import RowError, Sheet
from resources.staff.models import Person

from .findings import Findings

__all__ = ["ApplyContext", "Change", "Importer", "Kind", "Outcome", "Row", "RowError"]

_SHOWN: Final = 200


@dataclass(frozen=True, slots=True)
class ApplyContext:
    """Who imports (None: the system), when, whether it is only a preview, and which columns the file has."""

    actor: Person | None
    now: datetime
    dry: bool
    given: frozenset[str]
    file_name: str


@dataclass(frozen=True, slots=True)
class Change:
    """A row that changes something, for the preview: its number, old and new values by field; old is None if it is new."""

    line: int
    code: str
    old: Mapping[str, Any] | None
    new: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Outcome:
    """How many rows are new, changed or as they were; the faulty ones; sentences to show; the first changes."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    errors: Sequence[RowError] = ()
    notes: Sequence[str] = ()
    sample: Sequence[Change] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """A row that can be read: `row["field"]` for columns that the file has, `row.get("field", default)` for any."""

    line: int
    values: Mapping[str, Any]
    cells: Sequence[str]
    sheet: Sheet[Column]

    def __getitem__(self, name: str) -> Any:
        return self.values[name]

    def __contains__(self, name: str) -> bool:
        return name in self.values

    def get(self, name: str, default: Any = None) -> Any:
        return self.values.get(name, default)

    def error(self, name: str, message: str | Promise) -> RowError:
        """An error at the cell of a column; of the whole row with an empty name."""
        column = next((one for one in self.sheet.columns if one.field == name), None)
        place = self.sheet.header.places.get(name, len(self.cells))
        text = self.cells[place] if place < len(self.cells) else ""
        return RowError(self.line, column.header if column else "", text[:_SHOWN], str(message))

    @contextmanager
    def catching(self, errors: list[RowError], name: str = "") -> Iterator[None]:
        """What an action refuses inside becomes an error of this row; what it wrote is undone."""
        try:
            with transaction.atomic():
                yield
        except Refused as refusal:
            errors.append(self.error(name, str(refusal)))


@dataclass(frozen=True, kw_only=True)
class Kind(ABC):
    """What may be imported: its columns, who may, and how a file is carried out."""

    kind: str
    label: str | Promise
    columns: Sequence[Column]
    may_import: Callable[[Person], bool]
    example: Sequence[str]
    intro: str | Promise = ""
    most_rows: int = MAX_ROWS

    @abstractmethod
    def carry_out(self, sheet: Sheet[Any], findings: Findings, context: ApplyContext) -> Outcome:
        """Pass all rows through `findings.good(sheet)`; write unless it is a preview or anything is found to be wrong."""


class _Undone(Exception):
    """Raised to roll back."""


@dataclass(frozen=True, kw_only=True)
class Importer(Kind):
    """A kind whose rows are applied as objects. `key`: fields whose values together stand in a file only once."""

    apply: Callable[[list[Row], ApplyContext], Outcome]
    key: tuple[str, ...] = ()
    most_rows: int = 50_000

    def carry_out(self, sheet: Sheet[Any], findings: Findings, context: ApplyContext) -> Outcome:
        rows = self._once([_row(checked, sheet) for checked in findings.good(sheet)], findings)
        outcome = Outcome()
        try:
            with transaction.atomic():
                outcome = self.apply(rows, context)
                findings.add(outcome.errors)
                if context.dry or findings.faulty:
                    raise _Undone
        except _Undone:
            pass
        return outcome

    def _once(self, rows: list[Row], findings: Findings) -> list[Row]:
        """The rows without those whose key stood in an earlier one."""
        if not self.key:
            return rows
        first: dict[tuple[Any, ...], int] = {}
        kept = []
        for row in rows:
            line = first.setdefault(tuple(row.get(name) for name in self.key), row.line)
            if line == row.line:
                kept.append(row)
            else:
                findings.add([row.error(self.key[0], _("与第 %(line)d 行重复。") % {"line": line})])
        return kept


def _row(checked: Any, sheet: Sheet[Column]) -> Row:
    values = dict(zip((column.field for column in sheet.columns), checked.values, strict=True))
    return Row(checked.line, values, checked.cells, sheet)
