"""XLSX as rows of text, read row by row. What would unpack to something huge is refused before it is unpacked."""

import io
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from typing import Any

from django.utils.translation import gettext_lazy as _
from openpyxl import load_workbook

from emergency_ops.lib.errors import Invalid

_MAX_UNPACKED = 256 * 1024 * 1024
_MAX_STRINGS = 64 * 1024 * 1024
_MAX_PARTS = 2_000
_MAX_COLUMNS = 100
_OTHERS = {
    "word/document.xml": _("这是 Word 文档，请导入 CSV 或 XLSX。"),
    "ppt/presentation.xml": _("这是 PowerPoint 文件，请导入 CSV 或 XLSX。"),
    "content.xml": _("这是 OpenDocument 文件，请另存为 .xlsx 或 CSV。"),
    "xl/workbook.bin": _("这是二进制工作簿（.xlsb），请另存为 .xlsx 或 CSV。"),
}


def is_workbook(content: bytes) -> bool:
    """Whether it is a ZIP, as XLSX files are."""
    return content.startswith(b"PK\x03\x04")


def read_workbook(content: bytes) -> Iterator[list[str]]:
    """The rows of the first visible sheet; formulas as their last values. Raises Invalid where it cannot be a workbook."""
    check_archive(content)
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
    except Exception as error:  # openpyxl raises whatever its parsing meets
        raise _broken() from error
    try:
        sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
        if not sheets:
            raise Invalid("import_no_sheet", _("工作簿里没有可见的工作表。"))
        sheet: Any = sheets[0]
        sheet.reset_dimensions()
        yield from _rows(sheet)
    finally:
        book.close()


def check_archive(content: bytes) -> None:
    """Raises Invalid unless the archive is a workbook of a reasonable unpacked size without document types in it."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise _broken() from error
    with archive:
        parts = archive.infolist()
        _check_kind({part.filename for part in parts})
        strings = sum(part.file_size for part in parts if part.filename.endswith("sharedStrings.xml"))
        unpacked = sum(part.file_size for part in parts)
        if len(parts) > _MAX_PARTS or unpacked > _MAX_UNPACKED or strings > _MAX_STRINGS:
            raise Invalid(
                "import_bomb", _("这个工作簿解压后过大，已拒绝读取。请删去多余的工作表和格式，或另存为 CSV。")
            )
        if any(_has_doctype(archive, part) for part in parts if part.filename.endswith((".xml", ".rels"))):
            raise Invalid("import_doctype", _("这个工作簿含有文档类型声明，已拒绝读取。"))


def _check_kind(names: set[str]) -> None:
    if "xl/workbook.xml" in names:
        return
    for name, sentence in _OTHERS.items():
        if name in names:
            raise Invalid("import_wrong_kind", sentence)
    raise Invalid("import_wrong_kind", _("这是 ZIP 压缩文件而不是 XLSX 工作簿，请先解压。"))


def _has_doctype(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> bool:
    try:
        with archive.open(part) as file:
            return b"<!DOCTYPE" in file.read(2_000).upper()
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError) as error:
        raise _broken() from error


def _rows(sheet: Any) -> Iterator[list[str]]:
    try:
        for row in sheet.iter_rows(values_only=True, max_col=_MAX_COLUMNS):
            yield [as_text(value) for value in row[: _width(row)]]
    except Invalid:
        raise
    except Exception as error:  # as above
        raise _broken() from error


def _width(row: Sequence[Any]) -> int:
    """How many cells there are up to the last one that has something: rows come padded."""
    width = len(row)
    while width and row[width - 1] is None:
        width -= 1
    return width


def as_text(value: Any) -> str:
    """A cell's value as a person would have typed it: 310101.0 is 310101, a date is 2026-11-23."""
    if isinstance(value, str):
        return value.strip()
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, datetime) and value.time() == time():
        return value.date().isoformat()
    return value.isoformat() if isinstance(value, date | time) else str(value)


def _broken() -> Invalid:
    return Invalid("import_broken_workbook", _("工作簿已损坏，无法读取。请在 Excel 中打开后重新保存。"))
