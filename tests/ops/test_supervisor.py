import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping

import pytest

from emergency_ops.embedded.messages import Refusal
from emergency_ops.embedded.processes import Command, end_all
from emergency_ops.embedded.supervisor import Part, Supervisor, describe, tail, trim

SLEEP = ("sleep", "60")


@pytest.fixture
def supervisor():
    supervisor = Supervisor()
    yield supervisor
    supervisor.stop()


def part(folder, *argv, name="part", **options) -> Part:
    return Part(Command(name, argv or SLEEP, dict(os.environ), folder), folder / f"{name}.log", **options)


def running(part: Part) -> "subprocess.Popen[bytes]":
    assert part.process
    return part.process


def kill(part: Part) -> int:
    """Kills its process and waits for the death; returns the process id."""
    process = running(part)
    process.kill()
    wait_for(lambda: process.poll() is not None)
    return process.pid


def wait_for(condition) -> None:
    deadline = time.monotonic() + 10
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_a_dead_part_is_started_again_at_once(supervisor, tmp_path):
    sleeper = part(tmp_path)
    supervisor.add(sleeper)
    first = kill(sleeper)
    supervisor.tick()
    assert running(sleeper).pid != first


def test_a_part_that_dies_again_and_again_waits_longer_each_time(tmp_path):
    brief = part(tmp_path, "false")
    delays = []
    for _ in range(4):
        brief.start()
        wait_for(lambda: brief.ended() is not None)
        delays.append(round(brief.due - time.monotonic()))
    assert delays == [0, 1, 2, 4]


def test_the_way_is_cleared_before_every_start(supervisor, tmp_path):
    cleared = []
    sleeper = part(tmp_path, clear=lambda: cleared.append(1))
    supervisor.add(sleeper)
    kill(sleeper)
    supervisor.tick()
    assert len(cleared) == 2


def test_what_a_dead_part_started_is_ended_too(supervisor, tmp_path):
    family = part(tmp_path, "sh", "-c", "sleep 61 & echo $!; wait")
    supervisor.add(family)
    wait_for(lambda: family.log.read_text().strip())
    child = int(family.log.read_text())
    kill(family)
    supervisor.tick()
    wait_for(lambda: not alive(child))


def alive(pid: int) -> bool:
    try:
        with open(f"/proc/{pid}/stat") as file:  # noqa: PTH123 - one short read
            return file.read().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_a_part_that_cannot_start_is_refused_with_the_end_of_its_log(supervisor, tmp_path):
    broken = part(tmp_path, "sh", "-c", "echo out of order; exit 1", ready=lambda: False)
    supervisor.add(broken)
    with pytest.raises(Refusal, match="out of order"):
        supervisor.wait_ready(broken)


def test_servers_stop_after_those_who_use_them(tmp_path):
    supervisor = Supervisor()
    for name in ("postgres", "web"):
        supervisor.add(
            part(
                tmp_path, "sh", "-c", f"trap 'echo {name} >> order; exit' TERM; while :; do sleep .05; done", name=name
            )
        )
    time.sleep(0.3)
    supervisor.stop()
    assert (tmp_path / "order").read_text().split() == ["web", "postgres"]


def test_who_watches_knows_the_children(tmp_path):
    seen: list[Mapping[str, int]] = []
    supervisor = Supervisor(seen.append)
    sleeper = part(tmp_path)
    supervisor.add(sleeper)
    pid = running(sleeper).pid
    supervisor.stop()
    assert seen == [{"part": pid}]


def test_children_die_with_a_killed_parent(tmp_path):
    program = (
        "import os, sys; from pathlib import Path; from emergency_ops.embedded.processes import Command, start;"
        "p = start(Command('x', ('sleep', '62'), {}, Path('/')), Path(sys.argv[1])); print(p.pid, flush=True);"
        "os.kill(os.getpid(), 9)"
    )
    done = subprocess.run([sys.executable, "-c", program, str(tmp_path / "log")], capture_output=True, text=True)
    wait_for(lambda: not alive(int(done.stdout)))


def test_a_stubborn_process_gets_the_next_signal(tmp_path):
    stubborn = subprocess.Popen(["sh", "-c", "trap '' TERM; echo; while :; do sleep .05; done"], stdout=subprocess.PIPE)
    assert stubborn.stdout
    stubborn.stdout.read(1)
    end_all(lambda: [stubborn.pid] if stubborn.poll() is None else [], (signal.SIGTERM, 0.3), (signal.SIGKILL, 5.0))
    assert stubborn.returncode == -signal.SIGKILL


def test_a_long_log_is_started_anew(tmp_path):
    log = tmp_path / "web.log"
    log.write_text("x" * 100)
    trim(log, largest=99)
    assert log.read_text() == ""
    assert (tmp_path / "web.log.1").read_text() == "x" * 100


def test_exit_codes_are_words():
    assert (describe(-9), describe(3)) == ("SIGKILL", "exit 3")


def test_the_end_of_a_log(tmp_path):
    (tmp_path / "log").write_text("\n".join(map(str, range(100))))
    assert tail(tmp_path / "log", lines=2) == "98\n99"
