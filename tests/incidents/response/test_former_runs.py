"""What an incident keeps of how it had ended before it was opened again."""

from datetime import timedelta

from emergency_ops.lib import clock as now_clock
from incidents.response import actions

NOW = now_clock.now


def test_each_end_is_kept(restored, manager, clock):
    ended = restored.restored_at
    clock.shift(timedelta(minutes=5))
    actions.reopen(restored, actor=manager, now=NOW(), text="又坏了")
    run = restored.former_runs.get()
    assert (run.number, run.status, run.restored_at, run.reason) == (1, "restored", ended, "又坏了")


def test_they_are_counted(restored, manager, clock):
    for minutes in (5, 10):
        clock.shift(timedelta(minutes=minutes))
        actions.reopen(restored, actor=manager, now=NOW(), text="又坏了")
        actions.restore(restored, actor=manager, now=NOW())
    assert [run.number for run in restored.former_runs.all()] == [1, 2]
