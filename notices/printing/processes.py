"""Documents are set by forked copies of the worker, with everything loaded: a large one in parts, side by side.

A copy that hangs or crashes, even inside a library, takes nothing with it. (Celery's workers are daemons, which Python's own
process pools refuse.)
"""

import ctypes
import os
import pickle
import selectors
import signal
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, TypeVar

from django.utils.translation import gettext as _

from emergency_ops.lib.paper.printed import Stopped

Task = TypeVar("Task")
Result = TypeVar("Result")
MOST: Final = 4
_CHUNK: Final = 1 << 20
#: prctl(2): a copy dies with its worker
_PR_SET_PDEATHSIG: Final = 1


class PartFailed(RuntimeError):
    """A part could not be made; the message is the part's own error."""


@dataclass(slots=True)
class _Child:
    number: int
    pid: int
    pipe: int
    received: list[bytes] = field(default_factory=list)


def at_once() -> int:
    """How many processes this machine's processors are worth."""
    return min(len(os.sched_getaffinity(0)), MOST)


def in_parts(work: Callable[[Task], Result], tasks: Sequence[Task], *, seconds: float) -> list[Result]:
    """The results of `work` in order of the tasks, as many at once as there are processors.

    `work` must not touch the database. Raises PartFailed, or Stopped where it all takes longer than `seconds`. No child outlives
    the call.
    """
    results: dict[int, Result] = {}
    running: dict[int, _Child] = {}
    deadline = time.monotonic() + seconds
    try:
        while len(results) < len(tasks):
            for number in range(len(results) + len(running), min(len(tasks), len(results) + at_once())):
                child = _start(work, tasks[number], number)
                running[child.pipe] = child
            for child in _heard_of(running, deadline, seconds):
                results[child.number] = _result(child)
                _end(running.pop(child.pipe))
    finally:
        for child in running.values():
            _end(child)
    return [results[number] for number in range(len(tasks))]


def _heard_of(running: dict[int, _Child], deadline: float, seconds: float) -> Iterator[_Child]:
    """Children that have said everything; waits for the next word of any of them."""
    with selectors.DefaultSelector() as selector:
        for pipe in running:
            selector.register(pipe, selectors.EVENT_READ)
        heard = selector.select(max(deadline - time.monotonic(), 0))
    if not heard:
        raise Stopped(_("排版超过%(seconds)s秒，已停止。") % {"seconds": round(seconds)})
    for key, _events in heard:
        child = running[key.fd]
        if chunk := os.read(child.pipe, _CHUNK):
            child.received.append(chunk)
        else:
            yield child


def _start(work: Callable[[Task], Any], task: Task, number: int) -> _Child:
    reading, writing = os.pipe()
    pid = os.fork()
    if pid:
        os.close(writing)
        return _Child(number, pid, reading)
    os.close(reading)
    _be_child(work, task, writing)
    raise AssertionError("unreachable")


def _be_child(work: Callable[[Task], Any], task: Task, writing: int) -> None:
    """Never returns: nothing of the parent's, no connection and no handler, may be closed or run twice."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGUSR1):
        signal.signal(number, signal.SIG_DFL)
    try:
        answer: tuple[bool, Any] = (True, work(task))
    except Exception as error:
        answer = (False, f"{type(error).__name__}: {error}")
    try:
        with os.fdopen(writing, "wb") as pipe:
            pickle.dump(answer, pipe)
    finally:
        os._exit(0)


def _result(child: _Child) -> Any:
    if not child.received:
        raise PartFailed("the process that set a part has died")
    succeeded, result = pickle.loads(b"".join(child.received))  # noqa: S301 - written by our own child
    if not succeeded:
        raise PartFailed(result)
    return result


def _end(child: _Child) -> None:
    os.close(child.pipe)
    os.kill(child.pid, signal.SIGKILL)
    os.waitpid(child.pid, 0)
