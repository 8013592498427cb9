"""The folder of the copy: `current` leads to the files of the last whole edition, which a plain web server serves."""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from django.conf import settings

CURRENT: Final = "current"
#: who reads the last edition but one finds its files still there
KEPT: Final = 2
_EDITIONS: Final = "editions"
_KINDS: Final = {
    ".html": "text/html; charset=utf-8",
    ".xml": "application/atom+xml; charset=utf-8",
    ".css": "text/css; charset=utf-8",
}


def folder() -> Path:
    return Path(settings.STATUS_SNAPSHOT)


@contextmanager
def alone(home: Path) -> Iterator[None]:
    """One writer at a time in a folder, on this machine."""
    home.mkdir(parents=True, exist_ok=True)
    with (home / ".lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def replace(home: Path, made: Iterable[tuple[str, bytes]]) -> int:
    """Put these files (path, content) in the place of the last edition, all at once; how many.

    They are written into a folder of their own first. Until `current` leads there, nobody sees any of them; if anything
    fails, `current` stands as it was. Raises OSError.
    """
    editions = home / _EDITIONS
    editions.mkdir(parents=True, exist_ok=True)
    new = Path(tempfile.mkdtemp(prefix="edition-", dir=editions))
    try:
        count = _write(new, made)
        _lead_to(home, new)
    except BaseException:
        shutil.rmtree(new, ignore_errors=True)
        raise
    _forget(editions, new)
    return count


def read(path: str) -> tuple[str, bytes] | None:
    """Kind and content of the copy's file at an address below the status page's; None where it has none."""
    if "\x00" in path:
        return None
    home = (folder() / CURRENT).resolve()
    wanted = (home / path / "index.html" if not path or path.endswith("/") else home / path).resolve()
    kind = _KINDS.get(wanted.suffix)
    if kind is None or not wanted.is_relative_to(home):
        return None
    try:
        return kind, wanted.read_bytes()
    except OSError:
        return None


def is_there(home: Path) -> bool:
    return (home / CURRENT / "index.html").exists()


def _write(new: Path, made: Iterable[tuple[str, bytes]]) -> int:
    count = 0
    for path, content in made:
        target = new / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
        count += 1
    os.sync()
    new.chmod(0o755)
    return count


def _lead_to(home: Path, new: Path) -> None:
    link = home / f".{CURRENT}-{new.name}"
    link.symlink_to(new.relative_to(home))
    link.replace(home / CURRENT)


def _forget(editions: Path, new: Path) -> None:
    old = sorted((one for one in editions.iterdir() if one != new), key=lambda one: one.stat().st_mtime, reverse=True)
    for one in old[KEPT - 1 :]:
        shutil.rmtree(one, ignore_errors=True)
