"""What `./ops up` survives: a real instance, real signals."""

import os
import signal

import psycopg
import pytest

from tests.ops.running import Up, ops

pytestmark = pytest.mark.slow


def connection(up: Up) -> "psycopg.Connection[tuple[object, ...]]":
    address = f"host={up.data}/run/sockets port=5432 user=emergency_ops dbname=emergency_ops"
    return psycopg.connect(address, autocommit=True)


@pytest.mark.parametrize("part", ["postgres", "valkey", "web", "beat"])
def test_a_killed_part_is_back_soon(up: Up, part: str) -> None:
    old = up.children()[part]
    os.kill(old, signal.SIGKILL)
    up.wait_for(lambda: up.children().get(part, old) != old and up.healthy())


def test_a_killed_worker_takes_tasks_again(up: Up) -> None:
    log = up.data / "log" / "worker.log"
    up.wait_for(lambda: log.read_text().count(" ready.") > 0)
    before = log.read_text().count(" ready.")
    os.kill(up.children()["worker"], signal.SIGKILL)
    up.wait_for(lambda: log.read_text().count(" ready.") > before)


def test_what_was_committed_outlives_a_killed_postgres(up: Up) -> None:
    with connection(up) as database:
        database.execute("CREATE TABLE IF NOT EXISTS kept (at timestamptz)")
        database.execute("INSERT INTO kept VALUES (now())")
        before = database.execute("SELECT count(*) FROM kept").fetchone()
    old = up.children()["postgres"]
    os.kill(old, signal.SIGKILL)
    up.wait_for(lambda: up.children().get("postgres", old) != old and up.healthy())
    with connection(up) as database:
        assert database.execute("SELECT count(*) FROM kept").fetchone() == before


def test_a_second_up_is_refused(up: Up) -> None:
    second = ops(up.data, "up")
    assert second.returncode == 1
    assert "Another ./ops up (process " in second.stderr
    assert f"uses the data folder {up.data}. Run ./ops down first" in second.stderr


def test_a_taken_port_is_named(up: Up, data) -> None:
    second = ops(data, "up", "--port", str(up.port))
    assert second.returncode == 1
    assert second.stderr.startswith(f"Port {up.port} is taken.")
    assert "--port" in second.stderr


def test_manage_uses_the_running_servers(up: Up) -> None:
    code = (
        "from django.db import connection as c; print(c.cursor().execute('SHOW unix_socket_directories').fetchone()[0])"
    )
    assert ops(up.data, "manage", "shell", "-v0", "-c", code).stdout.strip() == f"{up.data}/run/sockets"
    assert up.healthy()


def test_ctrl_c_stops_everything(up: Up) -> None:
    assert up.signal(signal.SIGINT) == 0
    assert up.leftovers() == []


def test_children_die_with_a_killed_supervisor_and_the_next_start_works(up: Up) -> None:
    up.signal(signal.SIGKILL)
    up.wait_for(lambda: up.leftovers() == [])
    up.serve()


def test_a_start_ends_what_an_earlier_supervisor_left_behind(up: Up) -> None:
    postmaster = up.children()["postgres"]
    os.kill(postmaster, signal.SIGSTOP)
    up.signal(signal.SIGKILL)
    up.serve()
    assert up.children()["postgres"] != postmaster


def test_down_waits_until_everything_has_stopped(up: Up) -> None:
    assert ops(up.data, "down").returncode == 0
    assert up.leftovers() == []
    assert "Nothing is running." in ops(up.data, "down").stderr
