"""Files as offices send them."""

import csv
import io
import zipfile
from typing import Any

from openpyxl import Workbook

SITE_HEADER = [
    "网点编号",
    "网点名称",
    "区划代码",
    "地址",
    "经度",
    "纬度",
    "类型",
    "营业时间",
    "日均客流",
    "老年用户占比",
    "联系电话",
]
SITE = [
    "310101-0001",
    "黄浦区中心医院",
    "310101",
    "人民大道517号",
    "121.46",
    "31.23",
    "医院",
    "08:00-17:00",
    "600",
    "0.35",
    "",
]
TERMINAL_HEADER = ["设备编号", "网点编号", "型号", "软件版本", "通信线路", "支付方式", "小时均笔数"]
TERMINAL = ["310101-0001-01", "310101-0001", "ZZ-200", "4.2.1", "310101-电信", "wechat|cash", "12.0"]


def csv_bytes(*rows, encoding="gb18030", delimiter=","):
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter).writerows(rows)
    return text.getvalue().encode(encoding)


def xlsx_bytes(*rows):
    book = Workbook()
    sheet: Any = book.active
    for row in rows:
        sheet.append(list(row))
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def zip_bytes(**parts):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/"), content)
    return file.getvalue()


def repacked(content, name, old, new):
    """A ZIP with one part changed."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {part: archive.read(part) for part in archive.namelist()}
    assert old in parts[name]
    return zip_bytes(**(parts | {name: parts[name].replace(old, new)}))


def site_row(**changes):
    return changed(SITE_HEADER, SITE, changes)


def terminal_row(**changes):
    return changed(TERMINAL_HEADER, TERMINAL, changes)


def changed(header, row, changes):
    values = dict(zip(header, row, strict=True)) | changes
    return [values[name] for name in header]
