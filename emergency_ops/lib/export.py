"""Downloads of filtered lists in bounded memory: CSV (UTF-8 with BOM, or GB18030) is streamed, XLSX goes through a file."""

import csv
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import IO, Any, Protocol

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
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


class Exported(Protocol):
    """What a download needs to know of a column."""

    @property
    def label(self) -> object: ...

    @property
    def value(self) -> Callable[[Any], Any]: ...

    @property
    def export(self) -> Callable[[Any], Any] | None: ...


def download(kind: str, rows: QuerySet[Any], columns: Sequence[Exported], name: str) -> HttpResponseBase:
    """The list as a file to save. `kind` is a key of FORMATS."""
    stamp = timezone.localtime().strftime("%Y%m%d-%H%M")
    if kind == "xlsx":
        return FileResponse(_workbook(rows, columns), as_attachment=True, filename=f"{name}-{stamp}.xlsx")
    encoding = "gb18030" if kind == "csv-gb18030" else "utf-8"
    response = StreamingHttpResponse(_csv(rows, columns, encoding), content_type=f"text/csv; charset={encoding}")
    response["Content-Disposition"] = f'attachment; filename="{name}-{stamp}.csv"'
    return response


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


class _Echo:
    """A file that hands back what is written to it."""

    def write(self, text: str) -> str:
        return text


def _records(rows: QuerySet[Any], columns: Sequence[Exported]) -> Iterator[list[Any]]:
    readers = [column.export or column.value for column in columns]
    for obj in rows.iterator(chunk_size=_CHUNK):
        yield [plain(read(obj)) for read in readers]


def _csv(rows: QuerySet[Any], columns: Sequence[Exported], encoding: str) -> Iterator[bytes]:
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


def _workbook(rows: QuerySet[Any], columns: Sequence[Exported]) -> IO[bytes]:
    book = Workbook(write_only=True)
    sheet: Any = None
    for index, record in enumerate(_records(rows, columns)):
        if index % _SHEET_ROWS == 0:
            sheet = _sheet(book, columns)
        sheet.append([_cell(sheet, value) for value in record])
    if sheet is None:
        _sheet(book, columns)
    file = tempfile.TemporaryFile()  # noqa: SIM115 - FileResponse closes it
    book.save(file)
    file.seek(0)
    return file


def _sheet(book: Workbook, columns: Sequence[Exported]) -> Any:
    sheet = book.create_sheet()
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
