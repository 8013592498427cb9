"""Garbage is looked for behind an answer, and only where there may be some."""

import gc

import pytest

from emergency_ops.lib import collecting
from emergency_ops.lib.collecting import CollectBetween, pass_due


@pytest.fixture(autouse=True)
def _as_before():
    before = gc.get_threshold()
    yield
    gc.set_threshold(*before)


@pytest.mark.parametrize(
    ("counts", "generation"),
    [((9_999, 50, 50), None), ((10_000, 9, 50), 0), ((10_000, 10, 9), 1), ((10_000, 10, 10), 2)],
)
def test_what_is_looked_through(counts, generation):
    assert pass_due(*counts) == generation


def test_it_is_looked_for_when_the_answer_is_closed(monkeypatch):
    passes = []
    monkeypatch.setattr(collecting, "pass_due", lambda *_counts: 0)
    monkeypatch.setattr(collecting.gc, "collect", passes.append)
    answer = CollectBetween(lambda _environ, _start: [b"one", b"two"])({}, None)
    assert (b"".join(answer), passes) == (b"onetwo", [])
    answer.close()
    assert passes == [0]


def test_the_answer_of_the_application_is_closed():
    class Parts(list):
        closed = False

        def close(self):
            type(self).closed = True

    CollectBetween(lambda _environ, _start: Parts())({}, None).close()
    assert Parts.closed
