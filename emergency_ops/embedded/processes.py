"""Starting processes that die with us, and finding and ending those that somebody else left behind."""

import ctypes
import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from emergency_ops.embedded.layout import Account

MARK = "OPS_SUPERVISED_BY"
PR_SET_PDEATHSIG = 1
_LIBC = ctypes.CDLL(None, use_errno=True)


@dataclass(frozen=True)
class Command:
    """What to start. `orphan` is the signal that the kernel sends when the supervisor dies, however it dies."""

    name: str
    argv: Sequence[str]
    env: Mapping[str, str]
    cwd: Path
    stop: signal.Signals = signal.SIGTERM
    orphan: signal.Signals = signal.SIGTERM
    account: Account | None = None


def tied_to_us(orphan: signal.Signals) -> Callable[[], None]:
    """For `preexec_fn`: asks the kernel for a signal at our death; runs after the change of user, which clears it."""
    parent = os.getpid()

    def tie() -> None:
        _LIBC.prctl(PR_SET_PDEATHSIG, int(orphan))
        if os.getppid() != parent:
            os._exit(1)

    return tie


def start(command: Command, log: Path) -> "subprocess.Popen[bytes]":
    """Starts a command in a session of its own (Ctrl-C is for us alone), its output appended to `log`."""
    user = command.account if command.account and command.account.drop else None
    with log.open("ab") as output:
        return subprocess.Popen(
            list(command.argv),
            env=dict(command.env),
            cwd=command.cwd,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            user=user.uid if user else None,
            group=user.gid if user else None,
            extra_groups=[] if user else None,
            preexec_fn=tied_to_us(command.orphan),  # noqa: PLW1509 - no threads here
        )


def end_group(process: "subprocess.Popen[bytes]", number: signal.Signals) -> None:
    """Sends a signal to everything that a command has started and that stayed in its group."""
    try:
        os.killpg(process.pid, number)
    except (ProcessLookupError, PermissionError):
        return


def _alive() -> Iterable[Path]:
    return (entry for entry in Path("/proc").iterdir() if entry.name.isdigit() and int(entry.name) != os.getpid())


def working_in(folder: Path) -> list[int]:
    """Database servers whose working folder is this one. Zombies have none and are left out."""
    found = []
    for entry in _alive():
        try:
            if (entry / "cwd").readlink() == folder and (entry / "exe").readlink().name in SERVERS:
                found.append(int(entry.name))
        except OSError:
            continue
    return found


SERVERS = ("postgres", "valkey-server", "redis-server", "valkey-check-rdb", "redis-check-rdb")


def marked_with(mark: str) -> list[int]:
    """Processes that a supervisor with this mark has started, and their children."""
    wanted = f"{MARK}={mark}".encode()
    found = []
    for entry in _alive():
        try:
            if wanted in (entry / "environ").read_bytes().split(b"\0"):
                found.append(int(entry.name))
        except OSError:
            continue
    return found


def end_all(find: Callable[[], list[int]], *steps: tuple[signal.Signals, float]) -> None:
    """Sends each signal in turn to what `find` finds, waiting up to its seconds for everything to be gone."""
    for number, seconds in steps:
        pids = find()
        for pid in pids:
            try:
                os.kill(pid, number)
            except ProcessLookupError:
                continue
        deadline = time.monotonic() + seconds
        while pids and time.monotonic() < deadline:
            time.sleep(0.05)
            pids = find()
        if not pids:
            return
