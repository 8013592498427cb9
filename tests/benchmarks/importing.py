"""How long an import of 100,000 terminals takes, first and again, and how much memory it needs beyond the file."""

import csv
import io
import time
import tracemalloc
from collections.abc import Iterator

from django.db import transaction

from emergency_ops.lib import clock
from resources.importing import import_file
from resources.network.models import ImportRun

from .measure import Measurement

TERMINALS = 100_000
A_SITE = 8
SITES = TERMINALS // A_SITE
_SITE_HEADER = ["网点编号", "网点名称", "区划代码", "地址", "营业时间", "日均客流", "老年用户占比"]
_TERMINAL_HEADER = ["设备编号", "网点编号", "型号", "软件版本", "通信线路", "支付方式", "小时均笔数"]


def run() -> list[Measurement]:
    """Everything is rolled back: other benchmarks have a fleet of their own."""
    with transaction.atomic():
        sites = _timed("sites", _csv(_SITE_HEADER, _sites()))
        content = _csv(_TERMINAL_HEADER, _terminals())
        first, again = _timed("terminals", content), _timed("terminals", content)
        memory = _peak_megabytes(content)
        transaction.set_rollback(True)
    return [
        Measurement("import of 12,500 sites", sites, "s", 60, at_most=True),
        Measurement("import of 100,000 terminals", first, "s", 60, at_most=True),
        Measurement("import of the same file again", again, "s", 60, at_most=True),
        Measurement("import of 100,000 terminals, Python memory", memory, "MB", 64, at_most=True),
    ]


def _timed(kind: str, content: bytes) -> float:
    started = time.perf_counter()
    run = _imported(kind, content, apply=True)
    if run.faulty:
        raise RuntimeError(f"the benchmark's own file is faulty: {run.errors[:3]}")
    return time.perf_counter() - started


def _peak_megabytes(content: bytes) -> float:
    """Of a preview, which reads and checks everything; the file itself included."""
    tracemalloc.start()
    try:
        _imported("terminals", content, apply=False)
        return tracemalloc.get_traced_memory()[1] / 1_000_000
    finally:
        tracemalloc.stop()


def _imported(kind: str, content: bytes, *, apply: bool) -> ImportRun:
    return import_file(kind, io.BytesIO(content), actor=None, now=clock.now(), file_name="bench.csv", apply=apply)


def _csv(header: list[str], rows: Iterator[list[str]]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue().encode("gb18030")


def _sites() -> Iterator[list[str]]:
    for number in range(SITES):
        name = f"浦东新区第{number}供水营业厅"
        yield [f"bench-{number:05d}", name, "310115", f"世纪大道{number}号", "08:30-12:00,13:30-17:30", "600", "0.35"]


def _terminals() -> Iterator[list[str]]:
    for number in range(TERMINALS):
        site = f"bench-{number // A_SITE:05d}"
        line, usual = f"310115-{'电信联通移动'[number % 3 * 2 :][:2]}", str(number % 60)
        yield [f"{site}-{number % A_SITE + 1:02d}", site, "ZZ-200", "4.2.1", line, "wechat|alipay|cash", usual]
