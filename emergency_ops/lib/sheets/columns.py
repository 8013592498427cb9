"""The columns of a table: their headers in Chinese and other names, what is read from them; and finding a file's header."""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from emergency_ops.lib.errors import Invalid
from emergency_ops.lib.wording import listed

from .files import Record


@dataclass(frozen=True)
class Column:
    """A column: `header` is what templates write, `aliases` what is accepted too, `empty` what an empty cell means.

    `read` makes a value of a cell's text, which is not empty; it raises ValueError with a translated sentence.
    """

    field: str
    header: str
    label: str | Promise
    aliases: tuple[str, ...]
    read: Callable[[str], Any]
    empty: Any = ""
    required: bool = False


@dataclass(frozen=True)
class Header:
    """A file's header row: where each known column stands, what is not known, and how wide it is."""

    line: int
    places: Mapping[str, int]
    unknown: Sequence[str]
    names: Sequence[str]


#: titles and notes may stand above the header
_HEADER_WITHIN = 10


def find_header(columns: Sequence[Column], first: Sequence[Record]) -> Header:
    """The first record with at least two known headers (one, if no more are required). Raises Invalid naming what is missing."""
    by_name = _names(columns)
    found = _header_record(by_name, first)
    if found is None:
        raise Invalid(
            "import_no_header",
            _("找不到表头。第一行应是列名，例如：%(columns)s。"),
            columns=listed(column.header for column in columns),
        )
    return _header(columns, found, [by_name.get(normal(cell)) for cell in found.cells])


def fits(columns: Sequence[Column], first: Sequence[Record]) -> bool:
    """Whether these records have a header with everything that the columns require."""
    try:
        find_header(columns, first)
    except Invalid:
        return False
    return True


def _header_record(by_name: Mapping[str, Column], first: Sequence[Record]) -> Record | None:
    required = {column.field for column in by_name.values() if column.required}
    enough = max(1, min(2, len(required)))
    for record in first[:_HEADER_WITHIN]:
        if sum(normal(cell) in by_name for cell in record.cells) >= enough:
            return record
    return None


def normal(header: str) -> str:
    """A header as it is compared: without case, spaces, underscores, stars and what is added in brackets."""
    plain = re.sub(r"\(.*?\)", "", unicodedata.normalize("NFKC", header).lower())
    return re.sub(r"[\s_\-*:\"']", "", plain)


def _names(columns: Sequence[Column]) -> dict[str, Column]:
    """First come, first served: a header belongs to the column that names it first."""
    found: dict[str, Column] = {}
    for column in columns:
        for name in (column.header, *column.aliases):
            found.setdefault(normal(name), column)
    return found


def _header(columns: Sequence[Column], record: Record, found: Sequence[Column | None]) -> Header:
    places: dict[str, int] = {}
    for place, column in enumerate(found):
        if column is None:
            continue
        if column.field in places:
            raise Invalid("import_column_twice", _("列“%(column)s”出现了两次。"), column=record.cells[place])
        places[column.field] = place
    missing = [column.header for column in columns if column.required and column.field not in places]
    if missing:
        raise Invalid("import_columns_missing", _("缺少必需的列：%(columns)s。"), columns=listed(missing))
    unknown = [name for name, column in zip(record.cells, found, strict=True) if column is None and name]
    return Header(record.line, places, unknown, record.cells)
