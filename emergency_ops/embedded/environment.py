"""Brings `.venv` in step with the hash-locked requirements; does nothing when it is."""

import contextlib
import fcntl
import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from emergency_ops.embedded.messages import say

ROOT = Path(__file__).resolve().parents[2]
LEVELS = {"base": ("uv", "base"), "dev": ("uv", "base", "dev")}


class Environment:
    """A virtual environment and the requirement files that it follows."""

    def __init__(self, root: Path) -> None:
        self.folder = root / ".venv"
        self.requirements = root / "requirements"
        self.python = self.folder / "bin" / "python"

    def checksum(self, level: str) -> str:
        """Changes with any file that decides what is installed, and with the Python that it is installed for."""
        digest = hashlib.sha256(sys.version.encode())
        for name in LEVELS[level]:
            digest.update((self.requirements / f"{name}.txt").read_bytes())
        return digest.hexdigest()

    def stamp(self, level: str) -> Path:
        """Where the checksum of the last successful installation of a level is kept."""
        return self.folder / f"installed-{level}"

    def satisfied(self, level: str) -> bool:
        """Whether this level, or one that contains it, is installed as locked."""
        return any(
            self.stamp(name).is_file() and self.stamp(name).read_text() == self.checksum(name)
            for name in LEVELS
            if set(LEVELS[level]) <= set(LEVELS[name])
        )

    def create(self) -> None:
        """Makes the virtual environment unless a working one is there."""
        working = self.python.exists() and _succeeds(str(self.python), "-m", "pip", "--version")
        if not working:
            say("venv")
            subprocess.run([sys.executable, "-m", "venv", "--clear", str(self.folder)], check=True)

    def install(self, level: str) -> None:
        """Installs a level: pip brings uv, uv the rest; pip the rest as well where uv does not get through."""
        if self.stamp("dev").is_file():
            level = "dev"
        say("install", level=level)
        locked = str(self.requirements / f"{level}.txt")
        pip = [str(self.python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes"]
        subprocess.run([*pip, "-r", str(self.requirements / "uv.txt")], check=True)
        uv = [str(self.folder / "bin" / "uv"), "pip", "sync", "--quiet", "--require-hashes"]
        if not _succeeds(*uv, "--python", str(self.python), locked):
            say("pip-instead")
            subprocess.run([*pip, "-r", locked], check=True)
        self.stamp(level).write_text(self.checksum(level))


def _succeeds(*command: str) -> bool:
    return subprocess.run(command, stdout=subprocess.DEVNULL, check=False).returncode == 0


@contextlib.contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Holds a lock on the folder: two commands at once must not install into one environment."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def main(level: str) -> int:
    """Sets the environment up; returns the exit code."""
    if level not in LEVELS:
        say("unknown-level", level=level)
        return 2
    environment = Environment(ROOT)
    with _alone(ROOT):
        if environment.python.exists() and environment.satisfied(level):
            return 0
        try:
            environment.create()
            environment.install(level)
        except subprocess.CalledProcessError as error:
            say("install-failed", error=f"{error.cmd[2]}, exit {error.returncode}")
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
