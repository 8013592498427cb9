"""From bytes to records: what kind of file it is, in which encoding, with which separator."""

import codecs
import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from emergency_ops.lib.errors import Invalid

from .workbooks import is_workbook, read_workbook

#: more than 100,000 sites have
MAX_BYTES = 32 * 1024 * 1024
MAX_ROWS = 200_000
_BLOCK = 1 << 20
_BOMS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
_SEPARATORS = ",;\t"

_WRONG_KINDS: dict[bytes, Promise] = {
    b"\xd0\xcf\x11\xe0": _("这是旧版 Excel（.xls）或加密的工作簿，请在 Excel 中另存为不加密的 .xlsx 或 CSV。"),
    b"%PDF": _("这是 PDF 文件，请导入 CSV 或 XLSX。"),
    b"\x89PNG": _("这是图片，请导入 CSV 或 XLSX。"),
    b"\xff\xd8\xff": _("这是图片，请导入 CSV 或 XLSX。"),
    b"GIF8": _("这是图片，请导入 CSV 或 XLSX。"),
    b"\x1f\x8b": _("这是压缩文件，请先解压，再导入其中的 CSV 或 XLSX。"),
    b"Rar!": _("这是压缩文件，请先解压，再导入其中的 CSV 或 XLSX。"),
    b"7z\xbc\xaf": _("这是压缩文件，请先解压，再导入其中的 CSV 或 XLSX。"),
}
_MARKUP = (b"<!doctype", b"<html", b"<table", b"<?xml", b"<?mso", b"<head", b"<meta")


@dataclass(frozen=True)
class Record:
    """One row of the sheet: its number as Excel shows it, and its cells as text."""

    line: int
    cells: list[str]


def records(content: bytes) -> Iterator[Record]:
    """The rows of a CSV or XLSX file from its first one, blank ones left out. Raises Invalid where it is something else."""
    if not content.strip():
        raise Invalid("import_empty", _("文件是空的。"))
    for magic, sentence in _WRONG_KINDS.items():
        if content.startswith(magic):
            raise Invalid("import_wrong_kind", sentence)
    if content[:64].lstrip(codecs.BOM_UTF8).lstrip().lower().startswith(_MARKUP):
        raise Invalid(
            "import_wrong_kind", _("这是网页或 XML 文件（有些系统把它命名为 .xls），请在 Excel 中另存为 .xlsx。")
        )
    rows = read_workbook(content) if is_workbook(content) else _read_csv(content)
    return (Record(line, cells) for line, cells in enumerate(rows, 1) if any(cells))


def first_records(content: bytes, most: int = 12) -> list[Record]:
    """The first rows that are not blank: where a header is looked for."""
    return list(islice(records(content), most))


def encoding_of(content: bytes) -> str:
    """utf-8-sig, utf-16, utf-8 or gb18030. Raises Invalid if it is none of them."""
    for bom, encoding in _BOMS.items():
        if content.startswith(bom):
            return encoding
    if b"\0" in content[:_BLOCK]:
        raise Invalid("import_binary", _("这不是文本文件，也不是 XLSX 工作簿，请导入 CSV 或 XLSX。"))
    for encoding in ("utf-8", "gb18030"):
        if _decodes(content, encoding):
            return encoding
    raise Invalid("import_encoding", _("文件的编码既不是 UTF-8 也不是 GB18030，请在 Excel 中另存为“CSV UTF-8”。"))


def separator_of(head: str) -> str:
    """The separator that the first line has most of."""
    return max(_SEPARATORS, key=head.count)


def _decodes(content: bytes, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        for start in range(0, len(content), _BLOCK):
            decoder.decode(content[start : start + _BLOCK], final=start + _BLOCK >= len(content))
    except UnicodeDecodeError:
        return False
    return True


def _read_csv(content: bytes) -> Iterator[list[str]]:
    encoding = encoding_of(content)
    with io.TextIOWrapper(io.BytesIO(content), encoding, newline="") as text:
        head = "".join(islice(text, 1))
        text.seek(0)
        reader = csv.reader(text, delimiter=separator_of(head))
        try:
            for cells in reader:
                yield [clean(cell) for cell in cells]
        except (csv.Error, UnicodeError) as error:
            raise Invalid(
                "import_broken_csv",
                _("第 %(line)d 行附近无法按 CSV 读取，请检查引号是否成对。"),
                line=reader.line_num,
            ) from error


def clean(cell: str) -> str:
    """A cell without the wrapping that spreadsheets put around text: ="0310" and '+86 become 0310 and +86."""
    text = cell.strip()
    if text.startswith('="') and text.endswith('"'):
        return text[2:-1].strip()
    if text.startswith("'") and len(text) > 1 and text[1] in "=+-@＝＋－＠":
        return text[1:]
    return text
