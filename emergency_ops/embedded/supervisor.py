"""Keeps parts running: starts them, starts them again when they die, and ends them in the right order."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

from emergency_ops.embedded.messages import Refusal, say
from emergency_ops.embedded.processes import Command, end_group, start, tied_to_us

TICK = 0.1
LONG_ENOUGH = 30.0
LONGEST_DELAY = 30.0
GRACE = 10.0
LARGEST_LOG = 20_000_000
TRIM_EVERY = 60.0


class Stopped(Exception):
    """A signal asked us to stop."""


@dataclass
class Part:
    """One supervised process. `clear` makes way for a start, `ready` says whether it serves."""

    command: Command
    log: Path
    clear: Callable[[], None] = lambda: None
    ready: Callable[[], bool] = lambda: True
    process: "subprocess.Popen[bytes] | None" = None
    started: float = 0.0
    failures: int = 0
    due: float = 0.0

    @property
    def name(self) -> str:
        """The part's name, also that of its log."""
        return self.command.name

    def start(self) -> None:
        """Starts the process; what an earlier one left behind is cleared first."""
        self.clear()
        self.process = start(self.command, self.log)
        self.started = time.monotonic()

    def ended(self) -> int | None:
        """The exit code once the process has ended; the next start is put off further with every quick death."""
        if self.process is None or self.process.poll() is None:
            return None
        code, now = self.process.returncode, time.monotonic()
        end_group(self.process, signal.SIGKILL)
        self.failures = 0 if now - self.started > LONG_ENOUGH else self.failures + 1
        self.due = now + (min(LONGEST_DELAY, 0.25 * 2**self.failures) if self.failures > 1 else 0.0)
        self.process = None
        return code


class Supervisor:
    """Runs parts until it is asked to stop. Use it as a context manager: leaving it stops everything."""

    def __init__(self, changed: Callable[[Mapping[str, int]], None] = lambda children: None) -> None:
        self.parts: list[Part] = []
        self.stopping = False
        self._changed = changed

    def __enter__(self) -> "Supervisor":
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._asked_to_stop)
        if signal.getsignal(signal.SIGHUP) != signal.SIG_IGN:
            signal.signal(signal.SIGHUP, self._asked_to_stop)
        return self

    def __exit__(self, *error: object) -> None:
        self.stop()

    def _asked_to_stop(self, number: int, frame: FrameType | None) -> None:
        if self.stopping:
            self._signal_all(signal.SIGKILL)
        self.stopping = True

    def add(self, part: Part) -> None:
        """Starts a part and keeps it running from now on."""
        part.start()
        self.parts.append(part)
        self._publish()

    def wait_ready(self, part: Part, seconds: float = 180.0) -> None:
        """Waits until a part serves.

        Raises:
            Refusal: it ended three times in a row or did not serve in time.
            Stopped: we were asked to stop.
        """
        deadline = time.monotonic() + seconds
        while not part.ready():
            if self.stopping:
                raise Stopped
            if part.failures >= 3 or time.monotonic() > deadline:
                raise Refusal("no-start", part=part.name, log=part.log, tail=tail(part.log))
            self.tick(tell=False)
            time.sleep(TICK)

    def tick(self, tell: bool = True) -> None:
        """Starts again what has died and is due."""
        for part in self.parts:
            code = part.ended()
            if code is not None and tell:
                say("restarted", part=part.name, status=describe(code), log=part.log)
            if part.process is None and time.monotonic() >= part.due:
                part.start()
                self._publish()

    def watch(self) -> None:
        """Keeps everything running until a signal arrives."""
        trimmed = 0.0
        while not self.stopping:
            self.tick()
            if time.monotonic() - trimmed > TRIM_EVERY:
                trimmed = time.monotonic()
                for part in self.parts:
                    trim(part.log)
            time.sleep(TICK)

    def run(self, argv: Sequence[str], env: Mapping[str, str]) -> int:
        """Runs a command in the foreground, the parts kept running meanwhile; returns its exit code.

        A terminal's Ctrl-C reaches the command by itself, being of our group; any other signal is passed on.
        """
        process = subprocess.Popen(argv, env=dict(env), preexec_fn=tied_to_us(signal.SIGTERM))  # noqa: PLW1509

        def pass_on(number: int, frame: FrameType | None) -> None:
            self.stopping = True
            if number != signal.SIGINT or not sys.stdin.isatty():
                process.send_signal(number)

        signal.signal(signal.SIGTERM, pass_on)
        signal.signal(signal.SIGINT, pass_on)
        while process.poll() is None:
            self.tick()
            time.sleep(TICK / 2)
        self.__enter__()
        return process.returncode if process.returncode >= 0 else 128 - process.returncode

    def stop(self) -> None:
        """Ends the parts in reverse order of their start, the servers last; what does not end in time is killed."""
        self.stopping = True
        servers = [part for part in self.parts if part.name in SERVERS]
        self._stop_together([part for part in self.parts if part.name not in SERVERS])
        for part in reversed(servers):
            self._stop_together([part])

    def _stop_together(self, parts: Sequence[Part]) -> None:
        running = [(part, part.process) for part in parts if part.process]
        for part, process in running:
            process.send_signal(part.command.stop)
        deadline = time.monotonic() + GRACE
        while any(process.poll() is None for _, process in running) and time.monotonic() < deadline:
            time.sleep(TICK / 2)
        for part, process in running:
            if process.poll() is None:
                say("slow-stop", part=part.name, seconds=GRACE)
            end_group(process, signal.SIGKILL)
            process.wait()

    def _signal_all(self, number: signal.Signals) -> None:
        for part in self.parts:
            if part.process:
                end_group(part.process, number)

    def _publish(self) -> None:
        self._changed({part.name: part.process.pid for part in self.parts if part.process})


SERVERS = ("postgres", "valkey")


def describe(code: int) -> str:
    """An exit code in words: "exit 1" or "SIGKILL"."""
    return signal.Signals(-code).name if code < 0 else f"exit {code}"


def trim(log: Path, largest: int = LARGEST_LOG) -> None:
    """Starts a log anew when it has grown too large; the old one is kept beside it. Its writer appends and goes on."""
    if log.exists() and log.stat().st_size > largest:
        shutil.copyfile(log, log.with_suffix(".log.1"))
        os.truncate(log, 0)


def tail(log: Path, lines: int = 15) -> str:
    """The end of a log."""
    if not log.exists():
        return ""
    with log.open("rb") as file:
        file.seek(max(0, log.stat().st_size - 8192), os.SEEK_SET)
        return "\n".join(file.read().decode(errors="replace").splitlines()[-lines:])
