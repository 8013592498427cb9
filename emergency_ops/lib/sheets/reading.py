"""Rows of a file, checked one by one: values where everything is right, errors where it is not."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from typing import Any, Generic, TypeVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from emergency_ops.lib.errors import Invalid

from .columns import Column, Header, find_header
from .files import MAX_ROWS, Record, records

C = TypeVar("C", bound=Column)
#: records among which the header is looked for
FIRST = 12


@dataclass(frozen=True)
class RowError:
    """What is wrong in one cell: the line as Excel shows it, the column's header, the cell's text, a sentence."""

    line: int
    column: str
    value: str
    message: str

    def as_json(self) -> dict[str, Any]:
        return {"line": self.line, "column": self.column, "value": self.value, "message": self.message}


@dataclass(frozen=True)
class Row:
    """A row's number, its values in the order of `Sheet.columns` or its errors, and its cells as they stand in the file."""

    line: int
    values: list[Any]
    errors: list[RowError]
    cells: list[str]


class Sheet(Generic[C]):
    """A file being read. Opening it reads the header and raises Invalid for what is no import file at all."""

    def __init__(self, columns: Sequence[C], content: bytes, most_rows: int | None = None) -> None:
        source = records(content)
        first = list(islice(source, FIRST))
        self.header: Header = find_header(columns, first)
        self.columns: Sequence[C] = [column for column in columns if column.field in self.header.places]
        self._most_rows = MAX_ROWS if most_rows is None else most_rows
        self._source = (record for record in chain(first, source) if record.line > self.header.line)
        self._plan = [(column, self.header.places[column.field]) for column in self.columns]
        self._width = len(self.header.names)

    def records(self) -> Iterator[Record]:
        """The records below the header. Raises Invalid beyond the most rows."""
        for number, record in enumerate(self._source, 1):
            if number > self._most_rows:
                raise Invalid(
                    "import_too_many_rows",
                    gettext_lazy("文件超过 %(limit)d 行，请分成几个文件导入。"),
                    limit=self._most_rows,
                )
            yield record

    def rows(self) -> Iterator[Row]:
        return map(self.check, self.records())

    def check(self, record: Record) -> Row:
        values: list[Any] = []
        errors: list[RowError] = []
        width = len(record.cells)
        for column, place in self._plan:
            cell = record.cells[place] if place < width else ""
            try:
                values.append(_value(column, cell))
            except ValueError as error:
                errors.append(RowError(record.line, column.header, cell[:200], str(error)))
        beyond = [cell for cell in record.cells[self._width :] if cell]
        if beyond:
            errors.append(RowError(record.line, "", beyond[0][:200], _("这一行比表头多出了列，请检查分隔符和引号。")))
        return Row(record.line, values, errors, record.cells)


def _value(column: Column, cell: str) -> Any:
    if cell:
        return column.read(cell)
    if column.required:
        raise ValueError(_("不能为空。"))
    return column.empty
