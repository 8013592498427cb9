"""Downloads of filtered lists in bounded memory: CSV (UTF-8 with BOM, or GB18030) is streamed, XLSX goes through a file."""

import csv
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol

from django.db.models import QuerySet
from django.http import FileResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

FORMATS: Mapping[str, object] = {
    "csv": gettext_lazy("CSV（UTF-8）"),
    "csv-gb18030": gettext_lazy("CSV（GB18030）"),
    "xlsx": gettext_lazy("Excel（XLSX）"),
}
_CHUNK = 2_000
_SHEET_ROWS = 1_000_000
_TITLE = 31
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")

#: what is exported: a query, or what has been read already
Rows = QuerySet[Any] | Sequence[Any]


class Exported(Protocol):
    """What a download needs to know of a column."""

    @property
    def label(self) -> object: ...

    @property
    def value(self) -> Callable[[Any], Any]: ...

    @property
    def export(self) -> Callable[[Any], Any] | None: ...


def download(kind: str, rows: Rows, columns: Sequence[Exported], name: str) -> HttpResponseBase:
    """The list as a file to save. `kind` is a key of FORMATS."""
    if kind == "xlsx":
        return _as_file(_workbook(rows, columns), name)
    encoding = "gb18030" if kind == "csv-gb18030" else "utf-8"
    response = StreamingHttpResponse(_csv(rows, columns, encoding), content_type=f"text/csv; charset={encoding}")
    response["Content-Disposition"] = f'attachment; filename="{name}-{_stamp()}.csv"'
    return response


def _stamp() -> str:
    return timezone.localtime().strftime("%Y%m%d-%H%M")


def neutral(text: str) -> str:
    """Text that a spreadsheet would take for a formula, made harmless by an apostrophe."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def plain(value: Any) -> Any:
    """A value as a file has it: numbers stay numbers, times are local without a zone, nothing is empty."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        local = timezone.localtime(value) if timezone.is_aware(value) else value
        return local.replace(tzinfo=None, microsecond=0)
    if isinstance(value, bool):
        return _("是") if value else _("否")
    return value if isinstance(value, int | float) else str(value)


def download_sheets(sheets: Iterable[tuple[object, Rows, Sequence[Exported]]], name: str) -> HttpResponseBase:
    """Several lists as one workbook: (title of the sheet, rows, columns)."""
    book = Workbook(write_only=True)
    for title, rows, columns in sheets:
        _fill(book, rows, columns, str(title)[:_TITLE])
    return _as_file(book, name)


class _Echo:
    """A file that hands back what is written to it."""

    def write(self, text: str) -> str:
        return text


def _records(rows: Rows, columns: Sequence[Exported]) -> Iterator[list[Any]]:
    readers = [column.export or column.value for column in columns]
    for obj in rows.iterator(chunk_size=_CHUNK) if isinstance(rows, QuerySet) else rows:
        yield [plain(read(obj)) for read in readers]


def _csv(rows: Rows, columns: Sequence[Exported], encoding: str) -> Iterator[bytes]:
    writer = csv.writer(_Echo())
    head = writer.writerow([neutral(str(column.label)) for column in columns])
    yield ("\ufeff" + head if encoding == "utf-8" else head).encode(encoding)
    block: list[str] = []
    for record in _records(rows, columns):
        block.append(writer.writerow([neutral(value) if isinstance(value, str) else value for value in record]))
        if len(block) >= _CHUNK:
            yield "".join(block).encode(encoding, "replace")
            block.clear()
    yield "".join(block).encode(encoding, "replace")


def _workbook(rows: Rows, columns: Sequence[Exported]) -> Workbook:
    book = Workbook(write_only=True)
    _fill(book, rows, columns, None)
    return book


def _as_file(book: Workbook, name: str) -> HttpResponseBase:
    file = tempfile.TemporaryFile()  # noqa: SIM115 - FileResponse closes it
    book.save(file)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=f"{name}-{_stamp()}.xlsx")


def _fill(book: Workbook, rows: Rows, columns: Sequence[Exported], title: str | None) -> None:
    sheet: Any = None
    for index, record in enumerate(_records(rows, columns)):
        if index % _SHEET_ROWS == 0:
            sheet = _sheet(book, columns, title)
        sheet.append([_cell(sheet, value) for value in record])
    if sheet is None:
        _sheet(book, columns, title)


def _sheet(book: Workbook, columns: Sequence[Exported], title: str | None) -> Any:
    sheet = book.create_sheet(title)
    sheet.append([_cell(sheet, str(column.label)) for column in columns])
    return sheet


def _cell(sheet: Any, value: Any) -> Any:
    """A text is written as text, whatever it looks like: it is never a formula."""
    if not isinstance(value, str):
        return value
    text = ILLEGAL_CHARACTERS_RE.sub("", value)
    if not text.startswith("="):
        return text
    cell = WriteOnlyCell(sheet, value=text)
    cell.data_type = "s"
    return cell
