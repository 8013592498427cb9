"""Encodings, separators, workbooks, and what is none of them."""

import io
import zipfile
from datetime import datetime
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.xml import LXML

from emergency_ops.lib.errors import Invalid
from emergency_ops.lib.sheets.files import Record, encoding_of, records
from emergency_ops.lib.sheets.reading import Sheet
from resources.network.importing.columns import SITES
from tests.resources.network.files import (
    SITE,
    SITE_HEADER,
    csv_bytes,
    repacked,
    site_row,
    xlsx_bytes,
    zip_bytes,
)

#: as openpyxl writes it, which uses lxml where that is installed
EMPTY_VALUE = b"<v></v>" if LXML else b"<v />"


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_every_encoding_and_separator_reads_the_same(encoding, delimiter):
    content = csv_bytes(SITE_HEADER, SITE, encoding=encoding, delimiter=delimiter)
    assert list(records(content)) == [Record(1, SITE_HEADER), Record(2, SITE)]


def test_rare_characters_of_gb18030():
    assert encoding_of("㐂𠮷镕".encode("gb18030")) == "gb18030"


def test_a_workbook_reads_like_the_csv_of_it():
    row = site_row(联系电话="021-55501190")
    assert list(records(xlsx_bytes(SITE_HEADER, row))) == [Record(1, SITE_HEADER), Record(2, row)]


def test_numbers_and_dates_of_a_workbook_are_what_was_typed():
    content = xlsx_bytes(["区划代码", "占比", "安装日期"], [310101.0, 0.35, datetime(2024, 5, 1)])  # noqa: DTZ001
    assert list(records(content))[1].cells == ["310101", "0.35", "2024-05-01"]


def test_a_formula_is_read_as_its_value():
    content = xlsx_bytes(["=1+1", "文字"])
    calculated = repacked(content, "xl/worksheets/sheet1.xml", EMPTY_VALUE, b"<v>2</v>")
    assert list(records(calculated)) == [Record(1, ["2", "文字"])]


def test_a_formula_that_was_never_calculated_is_empty():
    assert list(records(xlsx_bytes(["=1+1", "文字"]))) == [Record(1, ["", "文字"])]


def test_hidden_sheets_are_passed_over():
    book = Workbook()
    hidden: Any = book.active
    hidden.append(["看不见"])
    hidden.sheet_state = "hidden"
    book.create_sheet("数据").append(["看得见"])
    file = io.BytesIO()
    book.save(file)
    assert [record.cells for record in records(file.getvalue())] == [["看得见"]]


def test_a_cell_far_to_the_right_does_not_widen_the_sheet():
    content = xlsx_bytes(["a"], [*[None] * 16_000, "far"], ["b"])
    assert [record.cells for record in records(content)] == [["a"], ["b"]]


def test_blank_lines_count_as_excel_counts_them():
    content = csv_bytes(SITE_HEADER, [], ["", ""], SITE)
    assert [record.line for record in records(content)] == [1, 4]


def test_a_line_break_within_a_cell_is_one_line_of_the_sheet():
    rows = list(records(csv_bytes(["a", "b"], ["第一行\n第二行", "x"], ["y", "z"])))
    assert [record.line for record in rows] == [1, 2, 3]


def test_the_wrapping_of_spreadsheets_is_taken_off():
    assert next(records(b'="0310",\'+86 21\n')).cells == ["0310", "+86 21"]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "空"),
        (b" \n ", "空"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "旧版 Excel"),
        (b"%PDF-1.7", "PDF"),
        (b"\x89PNG\r\n", "图片"),
        (b"\x1f\x8b\x08", "压缩"),
        (b"<html><table>", "网页"),
        (b"a\x00b\x01\x02", "不是文本"),
        (b"\xff\xff\x81\x30", "编码"),
        (zip_bytes(word__document_xml="x").replace(b"word/document_xml", b"word/document.xml"), "Word"),
        (zip_bytes(readme="x"), "ZIP"),
        (b"PK\x03\x04broken", "损坏"),
    ],
)
def test_what_it_is_instead_is_said(content, says):
    with pytest.raises(Invalid, match=says):
        list(records(content))


def test_a_zip_bomb_is_refused_before_it_is_unpacked():
    content = xlsx_bytes(["a"])
    bomb = io.BytesIO(content)
    with zipfile.ZipFile(bomb, "a", zipfile.ZIP_DEFLATED) as archive:
        for number in range(9):
            archive.writestr(f"xl/media/{number}.bin", bytes(32 * 1024 * 1024))
    with pytest.raises(Invalid, match="过大"):
        list(records(bomb.getvalue()))


def test_document_types_in_a_workbook_are_refused():
    bad = zip_bytes(**{"xl__workbook.xml": '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><workbook/>'})
    with pytest.raises(Invalid, match="文档类型"):
        list(records(bad))


def test_titles_above_the_header_are_passed_over():
    sheet = Sheet(SITES, csv_bytes(["网点一览"], [], SITE_HEADER, SITE))
    assert [(row.line, row.errors) for row in sheet.rows()] == [(4, [])]


def test_english_headers():
    sheet = Sheet(SITES, csv_bytes(["Code", "Name", "Region Code", "Opening hours"], ["1", "a", "310101", "24小时"]))
    assert [column.field for column in sheet.columns] == ["code", "name", "region_id", "opening_hours"]


def test_a_file_without_header_says_which_columns_it_should_have():
    with pytest.raises(Invalid, match="网点编号、网点名称"):
        Sheet(SITES, csv_bytes(SITE))


def test_missing_columns_are_named():
    with pytest.raises(Invalid, match="区划代码"):
        Sheet(SITES, csv_bytes(["网点编号", "网点名称"], ["1", "a"]))


def test_a_column_twice_is_refused():
    with pytest.raises(Invalid, match="两次"):
        Sheet(SITES, csv_bytes(["网点编号", "code", "网点名称", "区划代码"]))


def test_a_row_longer_than_the_header_is_an_error():
    row = next(Sheet(SITES, csv_bytes(SITE_HEADER, [*SITE, "多出来的"])).rows())
    assert "多出了列" in row.errors[0].message
