"""Work in forked copies of this process."""

import os
import signal
import time

import pytest

from emergency_ops.lib.paper.printed import Stopped
from notices.printing import processes
from notices.printing.processes import PartFailed


@pytest.fixture(autouse=True)
def two_processors(monkeypatch):
    monkeypatch.setattr(processes, "at_once", lambda: 2)


def in_parts(work, tasks, seconds=20):
    return processes.in_parts(work, tasks, seconds=seconds)


def gone(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return False


def test_results_come_in_order():
    assert in_parts(lambda task: task * 2, [1, 2, 3, 4, 5]) == [2, 4, 6, 8, 10]


def test_every_part_is_a_process_of_its_own():
    pids = in_parts(lambda _: os.getpid(), [1, 2, 3])
    assert len({*pids, os.getpid()}) == 4


def test_no_more_run_at_once_than_there_are_processors(tmp_path):
    def work(task):
        (tmp_path / f"{task}").touch()
        time.sleep(0.05)
        count = len(list(tmp_path.iterdir()))
        (tmp_path / f"{task}").unlink()
        return count

    assert max(in_parts(work, range(6))) <= 2


def test_large_results_pass_through():
    assert [len(part) for part in in_parts(lambda _: b"x" * 3_000_000, [1, 2])] == [3_000_000] * 2


def test_an_error_in_a_child_is_told():
    with pytest.raises(PartFailed, match="ZeroDivisionError"):
        in_parts(lambda task: 1 / task, [1, 0])


def test_a_child_that_is_killed_is_noticed():
    with pytest.raises(PartFailed, match="died"):
        in_parts(lambda _: os.kill(os.getpid(), signal.SIGKILL), [1, 2])


def test_a_part_that_hangs_is_stopped(tmp_path):
    """In a way that no signal handler of Python could end."""

    def work(task):
        (tmp_path / "pid").write_text(str(os.getpid()))
        signal.pthread_sigmask(signal.SIG_BLOCK, range(1, 32))
        time.sleep(60)

    began = time.monotonic()
    with pytest.raises(Stopped, match="已停止"):
        in_parts(work, [1], seconds=0.5)
    assert time.monotonic() - began < 5
    assert gone(int((tmp_path / "pid").read_text()))


def test_no_child_is_left_when_another_part_fails(tmp_path):
    written = tmp_path / "pid"

    def work(task):
        if task == 2:
            written.with_suffix(".new").write_text(str(os.getpid()))
            written.with_suffix(".new").rename(written)
            signal.pause()
        while not written.exists():
            time.sleep(0.01)
        raise ValueError("one")

    with pytest.raises(PartFailed, match="one"):
        in_parts(work, [1, 2])
    assert gone(int(written.read_text()))
