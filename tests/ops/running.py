"""A real `./ops up` in a data folder of its own."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path

from emergency_ops.embedded.processes import marked_with, tied_to_us, working_in

ROOT = Path(__file__).resolve().parents[2]
#: PostgreSQL, Valkey, web server, event stream, worker, beat
PARTS = 6
NOT_INHERITED = (
    "DATABASE_URL",
    "REDIS_URL",
    "DJANGO_SETTINGS_MODULE",
    "DJANGO_SECRET_KEY",
    "STATIC_ROOT",
    "STATUS_SNAPSHOT",
    "SITE_URL",
)


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def environment(data: Path) -> dict[str, str]:
    """An environment as in a fresh terminal, with a data folder of its own."""
    kept = {name: value for name, value in os.environ.items() if name not in NOT_INHERITED}
    return kept | {"OPS_DATA": str(data), "LC_ALL": "C.UTF-8"}


def ops(data: Path, *arguments: str, seconds: float = 150, **extra: str) -> "subprocess.CompletedProcess[str]":
    """Runs one command to its end."""
    command = [sys.executable, "-m", "emergency_ops.embedded", *arguments]
    env = environment(data) | extra
    return subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, timeout=seconds)


class Up:
    """`./ops up` of one data folder; `serve` starts it when it does not run."""

    def __init__(self, data: Path) -> None:
        self.data = data
        self.port = free_port()
        self.process: subprocess.Popen[bytes] | None = None

    def serve(self) -> None:
        """Returns once every part runs and database and broker answer."""
        if self.process is None or self.process.poll() is not None:
            with (self.data / "up.log").open("ab") as log:
                self.process = subprocess.Popen(
                    [sys.executable, "-m", "emergency_ops.embedded", "up", "--port", str(self.port)],
                    cwd=ROOT,
                    env=environment(self.data),
                    stdout=log,
                    stderr=log,
                    start_new_session=True,
                    preexec_fn=tied_to_us(signal.SIGTERM),  # noqa: PLW1509 - no threads here
                )
        self.wait_for(lambda: len(self.children()) == PARTS and self.healthy(), seconds=150)

    def children(self) -> dict[str, int]:
        """Process ids by name."""
        try:
            found: dict[str, int] = json.loads((self.data / "run" / "state.json").read_text())["children"]
        except (FileNotFoundError, KeyError):
            return {}
        return found

    def healthy(self) -> bool:
        """Whether web, database and broker answer."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/readyz", timeout=5) as answer:
                return bool(answer.status == 200)
        except (OSError, urllib.error.URLError):
            return False

    def leftovers(self) -> list[int]:
        """Processes of this instance that are alive."""
        servers = [*working_in(self.data / "postgres"), *working_in(self.data / "valkey")]
        return servers + marked_with(str(self.data))

    def signal(self, number: signal.Signals) -> int:
        """Signals the supervisor alone and waits for its end; returns its exit code."""
        assert self.process
        self.process.send_signal(number)
        return self.process.wait(40)

    def wait_for(self, condition: Callable[[], bool], seconds: float = 60) -> None:
        """Waits for a condition; fails with what `up` has printed when it does not come true."""
        deadline = time.monotonic() + seconds
        while not condition():
            assert time.monotonic() < deadline, (self.data / "up.log").read_text()
            time.sleep(0.1)

    def stop(self) -> int:
        """Ends it if it runs; returns its exit code."""
        return self.signal(signal.SIGTERM) if self.process else 0
