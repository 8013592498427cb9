"""A recording played through intake and detection, and what is wrong with recordings that cannot be."""

import gzip
import json
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from incidents.monitoring.models import TerminalState
from incidents.monitoring.scratch import scratch_schema
from resources.network.models import Site
from tests.conftest import NOON

SITES = "网点编号,网点名称,区划代码,地址,经度,纬度,类型,营业时间,日均客流,老年用户占比,联系电话\r\n" + "".join(
    f"310101-000{n},第{n}网点,310101,应急路{n}号,121.4,31.2,医院,00:00-24:00,600,0.2,021-12345678\r\n"
    for n in (1, 2, 3)
)
TERMINALS = "设备编号,网点编号,型号,软件版本,通信线路,支付方式,小时均笔数\r\n" + "".join(
    f"310101-000{n}-0{k},310101-000{n},ZZ-200,4.2.0,310101-{'电信' if n < 3 else '联通'},wechat|cash,12.0\r\n"
    for n in (1, 2, 3)
    for k in (1, 2, 3, 4)
)
DEAD = range(1200, 2400)


def recorded(at, terminal, seq):
    received = NOON + timedelta(seconds=at + 2)
    return {
        "received_at": received.isoformat(),
        "terminal": terminal,
        "at": (NOON + timedelta(seconds=at)).isoformat(),
        "seq": seq,
        "device": "online",
        "components": {},
        "network": {"state": "ok", "latency_ms": 20},
        "payments": {"wechat": {"ok": 1, "failed": 0}},
    }


def lines():
    """An hour of twelve terminals; the line of the first two sites is dead for twenty minutes."""
    codes = [line.split(",")[0] for line in TERMINALS.splitlines()[1:]]
    for second in range(3600):
        for i, code in enumerate(codes):
            if second % 60 == 5 * i and not (second in DEAD and i < 8):
                yield json.dumps(recorded(second, code, second // 60 + 1))


@pytest.fixture
def recording(tmp_path):
    (tmp_path / "sites.csv").write_bytes(SITES.encode("gb18030"))
    (tmp_path / "terminals.csv").write_bytes(TERMINALS.encode("gb18030"))
    with gzip.open(tmp_path / "reports.ndjson.gz", "wt", encoding="utf-8") as file:
        file.write("\n".join(lines()) + "\n")
    return tmp_path


def replay(folder, reports="reports.ndjson.gz"):
    call_command(
        "replay",
        f"--sites={folder / 'sites.csv'}",
        f"--terminals={folder / 'terminals.csv'}",
        f"--reports={folder / reports}",
        f"--out={folder / 'incidents.json'}",
    )
    return json.loads((folder / "incidents.json").read_text(encoding="utf-8"))


def schemas():
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_namespace WHERE nspname LIKE 'replay_%%'")
        return cursor.fetchone()[0]


@pytest.mark.django_db(transaction=True)
def test_dead_line_of_a_recording_is_found_in_time_and_scope(recording, regions):
    (found,) = replay(recording)
    assert (found["scope"], found["category"], len(found["terminals"])) == ("regional", "external", 8)
    opened, closed = (int(found[key][14:16]) for key in ("opened_at", "closed_at"))
    assert opened in (20, 21)
    assert 40 <= closed <= 45


@pytest.mark.django_db(transaction=True)
def test_replay_leaves_the_real_tables_alone(recording, regions):
    replay(recording)
    assert not Site.objects.exists()
    assert not TerminalState.objects.exists()
    assert schemas() == 0


@pytest.mark.django_db(transaction=True)
def test_schema_goes_also_after_an_error(regions):
    with pytest.raises(ZeroDivisionError), scratch_schema():
        1 / 0  # noqa: B018
    assert schemas() == 0


@pytest.mark.django_db(transaction=True)
def test_schema_of_a_killed_replay_is_dropped_by_the_next(regions):
    with connection.cursor() as cursor:
        cursor.execute("CREATE SCHEMA replay_dead")
    with scratch_schema():
        pass
    assert schemas() == 0


@pytest.mark.django_db(transaction=True)
def test_file_that_is_not_there_is_named(recording, regions):
    with pytest.raises(CommandError, match=r"missing\.ndjson"):
        replay(recording, "missing.ndjson")


@pytest.mark.django_db(transaction=True)
def test_broken_line_is_named_by_its_number(recording, regions):
    good = json.dumps(recorded(0, "310101-0001-01", 1))
    (recording / "bad.ndjson").write_text(f'{good}\n{{"terminal": 7}}\n', encoding="utf-8")
    with pytest.raises(CommandError, match="line 2"):
        replay(recording, "bad.ndjson")


@pytest.mark.django_db(transaction=True)
def test_broken_sites_file_is_named(recording, regions):
    (recording / "sites.csv").write_text("网点编号\n", encoding="utf-8")
    with pytest.raises(CommandError, match=r"sites\.csv"):
        replay(recording)


@pytest.mark.django_db(transaction=True)
def test_truncated_gzip_is_named(recording, regions):
    content = (recording / "reports.ndjson.gz").read_bytes()
    (recording / "short.gz").write_bytes(content[: len(content) // 2])
    with pytest.raises(CommandError, match=r"short\.gz"):
        replay(recording, "short.gz")
