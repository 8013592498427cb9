"""A large document is set in parts, each by a process of its own: a forked copy of the worker, with everything loaded.

(Celery's workers are daemons, which Python's own process pools refuse.)
"""

import os
import pickle
import signal
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeVar

Task = TypeVar("Task")
Result = TypeVar("Result")
MOST: Final = 4


class PartFailed(RuntimeError):
    """A part could not be made; the message is the part's own error."""


@dataclass(frozen=True, slots=True)
class _Child:
    pid: int
    pipe: int


def at_once() -> int:
    """How many processes this machine's processors are worth."""
    return min(len(os.sched_getaffinity(0)), MOST)


def in_parts(work: Callable[[Task], Result], tasks: Sequence[Task]) -> list[Result]:
    """The results of `work` in order of the tasks; the first of each round is done by this process itself.

    `work` must not touch the database. Raises PartFailed. No child outlives the call.
    """
    results: list[Result] = []
    while rest := tasks[len(results) :]:
        results += _round(work, rest[: at_once()])
    return results


def _round(work: Callable[[Task], Result], tasks: Sequence[Task]) -> list[Result]:
    children = [_start(work, task) for task in tasks[1:]]
    try:
        return [work(tasks[0]), *(_collect(child) for child in children)]
    finally:
        for child in children:
            _end(child)


def _start(work: Callable[[Task], Any], task: Task) -> _Child:
    reading, writing = os.pipe()
    pid = os.fork()
    if pid:
        os.close(writing)
        return _Child(pid, reading)
    os.close(reading)
    _be_child(work, task, writing)
    raise AssertionError("unreachable")


def _be_child(work: Callable[[Task], Any], task: Task, writing: int) -> None:
    """Never returns: nothing of the parent's, no connection and no handler, may be closed or run twice."""
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


def _collect(child: _Child) -> Any:
    with os.fdopen(os.dup(child.pipe), "rb") as pipe:
        try:
            succeeded, result = pickle.load(pipe)  # noqa: S301 - written by our own child
        except EOFError as error:
            raise PartFailed("the process that set a part has died") from error
    if not succeeded:
        raise PartFailed(result)
    return result


def _end(child: _Child) -> None:
    os.close(child.pipe)
    os.kill(child.pid, signal.SIGKILL)
    os.waitpid(child.pid, 0)
