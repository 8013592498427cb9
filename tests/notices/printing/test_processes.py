"""Work in forked copies of this process."""

import os
import signal
import time

import pytest

from notices.printing import processes
from notices.printing.processes import PartFailed, in_parts


@pytest.fixture(autouse=True)
def two_processors(monkeypatch):
    monkeypatch.setattr(processes, "at_once", lambda: 2)


def test_results_come_in_order():
    assert in_parts(lambda task: task * 2, [1, 2, 3, 4, 5]) == [2, 4, 6, 8, 10]


def test_every_second_part_is_another_process():
    pids = in_parts(lambda _: os.getpid(), [1, 2, 3])
    assert (pids[0], pids[2]) == (os.getpid(), os.getpid())
    assert pids[1] != os.getpid()


def test_large_results_pass_through():
    assert [len(part) for part in in_parts(lambda _: b"x" * 3_000_000, [1, 2])] == [3_000_000] * 2


def test_an_error_in_a_child_is_told():
    with pytest.raises(PartFailed, match="ZeroDivisionError"):
        in_parts(lambda task: 1 / task, [1, 0])


def test_a_child_that_is_killed_is_noticed():
    parent = os.getpid()

    def work(_):
        if os.getpid() != parent:
            os.kill(os.getpid(), signal.SIGKILL)

    with pytest.raises(PartFailed, match="died"):
        in_parts(work, [1, 2])


def test_no_child_is_left_when_the_parent_s_part_fails(tmp_path):
    written = tmp_path / "pid"

    def work(task):
        if task == 2:
            written.with_suffix(".new").write_text(str(os.getpid()))
            written.with_suffix(".new").rename(written)
            signal.pause()
        while not written.exists():
            time.sleep(0.01)
        raise ValueError("one")

    with pytest.raises(ValueError, match="one"):
        in_parts(work, [1, 2])
    with pytest.raises(ProcessLookupError):
        os.kill(int(written.read_text()), 0)
