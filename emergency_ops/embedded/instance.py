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
        try:
            with self._locked():
                return None
        except BlockingIOError:
            return self.state()

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
    def held(self, command: str, wait: bool = False) -> Iterator[None]:
        """Holds the data folder for a command; refuses, or waits, while another one has it."""
        told = False
        while True:
            try:
                with self._locked():
                    self.publish(State(os.getpid(), command))
                    yield
                    return
            except BlockingIOError:
                other = self.state()
                if not wait or other.command == "up":
                    raise Refusal(
                        "already-running", data=self._lock.parent, command=other.command, pid=other.pid
                    ) from None
                if not told:
                    say("waiting", command=other.command, pid=other.pid)
                told = True
                time.sleep(0.2)

    @contextlib.contextmanager
    def _locked(self) -> Iterator[None]:
        handle = os.open(self._lock, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            yield
        finally:
            os.close(handle)
