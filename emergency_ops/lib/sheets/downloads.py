"""Files to fill in and to correct: templates, and the faulty rows of a file with what is wrong in them."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from emergency_ops.lib.export import neutral

from .columns import Column
from .reading import Sheet

FORMATS = ("csv", "xlsx")
REASON = "错误原因"


def template(columns: Sequence[Column], example: Sequence[str], file_format: str) -> bytes:
    """The columns with one example row, to be filled in."""
    return _file(file_format, [[column.header for column in columns], example])


def faulty_rows(sheet: Sheet[Any], errors: Iterable[Mapping[str, Any]], file_format: str) -> bytes:
    """The rows with errors as they were, and why they are faulty; importing them again ignores that column.

    `errors`: {line, column, value, message}, as RowError.as_json gives them.
    """
    reasons: dict[int, list[str]] = {}
    for error in errors:
        reasons.setdefault(error["line"], []).append(_reason(error))
    width = len(sheet.header.names)
    rows = [[*sheet.header.names, REASON]]
    for record in sheet.records():
        if record.line in reasons:
            cells = [*record.cells, *[""] * (width - len(record.cells))][:width]
            rows.append([*cells, "；".join(reasons[record.line])])
    return _file(file_format, rows)


def _reason(error: Mapping[str, Any]) -> str:
    return f"{error['column']}：{error['message']}" if error["column"] else str(error["message"])


def _file(file_format: str, rows: Iterable[Sequence[str]]) -> bytes:
    return _workbook(rows) if file_format == "xlsx" else _csv(rows)


def _csv(rows: Iterable[Sequence[str]]) -> bytes:
    """GB18030, which Chinese Excel opens by a double click."""
    text = io.StringIO(newline="")
    csv.writer(text).writerows([[neutral(cell) for cell in row] for row in rows])
    return text.getvalue().encode("gb18030", "replace")


def _workbook(rows: Iterable[Sequence[str]]) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in rows:
        cells = [WriteOnlyCell(sheet, value=ILLEGAL_CHARACTERS_RE.sub("", cell)) for cell in row]
        for cell in cells:
            cell.data_type = "s"
        sheet.append(cells)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()
