"""PostgreSQL and Valkey for a command, embedded or the user's own, and the environment that leads Django to them."""

import shutil
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from emergency_ops.embedded import preflight
from emergency_ops.embedded.instance import Instance
from emergency_ops.embedded.layout import Layout
from emergency_ops.embedded.messages import Refusal
from emergency_ops.embedded.postgres import DURABLE, Postgres
from emergency_ops.embedded.supervisor import Part, Supervisor
from emergency_ops.embedded.valkey import Valkey

OWN = ("DATABASE_URL", "REDIS_URL")
STALE = 60.0  # seconds after which a scratch folder without a holder belongs to a command that was killed


def embedded(environ: Mapping[str, str]) -> bool:
    """Whether any server is ours to start."""
    return not all(environ.get(name) for name in OWN)


def environment(layout: Layout, environ: Mapping[str, str], address: str = "") -> dict[str, str]:
    """What the project's processes get: the user's settings, and this instance's where the user has none."""
    ours = {
        "DATABASE_URL": layout.database_url,
        "REDIS_URL": layout.redis_url,
        "DJANGO_SETTINGS_MODULE": "emergency_ops.settings.dev",
        "DJANGO_SECRET_KEY": layout.secret(),
        "STATIC_ROOT": str(layout.data / "static"),
        "STATUS_SNAPSHOT": str(layout.data / "status"),
        "LOAD_SAMPLE": "false" if layout.empty.exists() else "true",
        "PYTHONUNBUFFERED": "1",
    }
    if address:
        ours["SITE_URL"] = address
    return ours | {name: value for name, value in environ.items() if value}


def start_servers(
    supervisor: Supervisor, layout: Layout, environ: Mapping[str, str], settings: Mapping[str, str] = DURABLE
) -> bool:
    """Starts what the environment does not name; True when the database was made just now.

    Raises:
        Refusal: a program is missing, the data is of another version, or a server does not come up.
        Stopped: we were asked to stop.
    """
    parts, created = [], False
    if not environ.get("REDIS_URL"):
        valkey = Valkey.of(layout, environ)
        parts.append(Part(valkey.command(), layout.log / "valkey.log", valkey.clear, valkey.ready))
        supervisor.add(parts[-1])
    if not environ.get("DATABASE_URL"):
        postgres = Postgres.of(layout, environ, settings)
        postgres.check_data()
        created = postgres.create()
        parts.append(Part(postgres.command(), layout.log / "postgres.log", postgres.clear, postgres.ready))
        supervisor.add(parts[-1])
    for part in parts:
        supervisor.wait_ready(part)
    return created


@contextmanager
def scratch(root: Path, parent: Path, command: str) -> Iterator[Layout]:
    """A layout of its own in a new folder below `parent`, removed afterwards, as are those of killed commands."""
    prefix = f"emergency-ops-{command}-"
    for old in parent.glob(f"{prefix}*"):
        if time.time() - old.stat().st_mtime > STALE:
            _remove_unused(root, old)
    folder = Path(tempfile.mkdtemp(prefix=prefix, dir=parent))
    folder.chmod(0o711)
    layout = Layout.at(root, folder)
    try:
        with Instance(layout).held(command):
            yield layout
    finally:
        _remove(layout)


def _remove_unused(root: Path, folder: Path) -> None:
    try:
        layout = Layout.at(root, folder)
        if Instance(layout).holder() is None:
            _remove(layout)
    except (OSError, Refusal):
        return


def _remove(layout: Layout) -> None:
    for folder in (layout.data, *layout.outside):
        shutil.rmtree(folder, ignore_errors=True)


def check_machine(environ: Mapping[str, str]) -> None:
    """All checks that do not need a data folder."""
    if embedded(environ):
        preflight.check_platform()
    preflight.check_libraries()
    preflight.check_font()


def manage(*arguments: str) -> list[str]:
    """The command line of a Django management command."""
    return [sys.executable, str(Path(__file__).resolve().parents[2] / "manage.py"), *arguments]
