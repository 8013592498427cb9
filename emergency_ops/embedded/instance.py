"""One data folder belongs to one `./ops` command at a time; others can see which, and where it listens."""

import contextlib
import fcntl
import json
import os
import time
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field

from emergency_ops.embedded.layout import Layout
from emergency_ops.embedded.messages import Refusal, say

LONGEST_PROBE = 0.5  # a command that only asks who holds the lock has it for a moment


@dataclass(frozen=True)
class State:
    """Who holds the data folder: the process, its command, its address and its children's process ids by name."""

    pid: int
    command: str
    address: str = ""
    children: Mapping[str, int] = field(default_factory=dict)


class Instance:
    """The lock and the public state of a layout. The kernel drops the lock when its holder dies, however it dies."""

    def __init__(self, layout: Layout) -> None:
        self._lock = layout.data / "lock"
        self._state = layout.run / "state.json"

    def holder(self) -> State | None:
        """Who holds the data folder now; None when nobody does."""
        handle = self._try_lock()
        if handle is None:
            return self.state()
        os.close(handle)
        return None

    def state(self) -> State:
        """What the holder has said about itself."""
        try:
            return State(**json.loads(self._state.read_text()))
        except (FileNotFoundError, ValueError):
            return State(pid=0, command="?")

    def publish(self, state: State) -> None:
        """Says who we are. Only for the holder of the lock."""
        fresh = self._state.with_suffix(".new")
        fresh.write_text(json.dumps(asdict(state)))
        fresh.rename(self._state)

    @contextlib.contextmanager
    def held(self, command: str) -> Iterator[None]:
        """Holds the data folder for a command; refuses while `up` has it, waits while a shorter command has it."""
        handle = self._wait_for_lock()
        try:
            self.publish(State(os.getpid(), command))
            yield
        finally:
            os.close(handle)

    def _wait_for_lock(self) -> int:
        began, told = time.monotonic(), False
        while (handle := self._try_lock()) is None:
            other = self.state()
            if time.monotonic() - began > LONGEST_PROBE:
                if other.command == "up":
                    raise Refusal("already-running", data=self._lock.parent, command=other.command, pid=other.pid)
                if not told:
                    say("waiting", command=other.command, pid=other.pid)
                told = True
            time.sleep(0.1)
        return handle

    def _try_lock(self) -> int | None:
        handle = os.open(self._lock, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(handle)
            return None
        return handle
