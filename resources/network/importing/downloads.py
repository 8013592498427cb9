"""Files to fill in and to correct: templates, and the faulty rows of an import with what is wrong in them."""

import csv
import io
from collections.abc import Iterable, Sequence

from django.utils.translation import gettext_lazy as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from emergency_ops.lib.errors import Refused
from emergency_ops.lib.export import neutral
from resources.network.models import ImportRun

from .columns import COLUMNS
from .reading import Sheet

FORMATS = ("csv", "xlsx")
REASON = "错误原因"
_EXAMPLES = {
    "sites": [
        "310101-0001",
        "黄浦区中心医院",
        "310101",
        "上海市黄浦区人民大道517号",
        "121.46496",
        "31.23976",
        "医院",
        "周一至周五 08:30-12:00,13:30-17:00;周六 09:00-12:00",
        "3600",
        "0.48",
        "021-55501190",
    ],
    "terminals": [
        "310101-0001-01",
        "310101-0001",
        "ZZ-200",
        "4.2.1",
        "310101-电信",
        "微信|支付宝|银行卡|现金",
        "30",
        "投用",
        "挂号缴费|门诊缴费",
        "2024-05-01",
    ],
}


def template(kind: str, file_format: str) -> bytes:
    """The columns with one example row, to be filled in."""
    return _file(file_format, [[column.header for column in COLUMNS[kind]], _EXAMPLES[kind]])


def faulty_rows(run: ImportRun, file_format: str) -> bytes:
    """The listed faulty rows as they were, and why they are faulty; importing them again ignores that column."""
    if run.content is None:
        raise Refused("import_expired", _("文件已不再保留，请重新上传。"))
    reasons: dict[int, list[str]] = {}
    for error in run.errors:
        reasons.setdefault(error["line"], []).append(_reason(error))
    sheet = Sheet(run.kind, bytes(run.content))
    width = len(sheet.header.names)
    rows = [[*sheet.header.names, REASON]]
    for record in sheet.records():
        if record.line in reasons:
            cells = [*record.cells, *[""] * (width - len(record.cells))][:width]
            rows.append([*cells, "；".join(reasons[record.line])])
    return _file(file_format, rows)


def _reason(error: dict[str, str]) -> str:
    return f"{error['column']}：{error['message']}" if error["column"] else error["message"]


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
