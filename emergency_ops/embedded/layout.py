"""Where everything lies: data, sockets, logs; and as whom PostgreSQL, which refuses root, runs."""

import hashlib
import os
import pwd
import secrets
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from emergency_ops.embedded.messages import Refusal

LONGEST_SOCKET_FOLDER = 86  # a socket's path ends at 107 bytes; PostgreSQL adds "/.s.PGSQL.5432.lock"
SYSTEM_HOME = Path("/var/lib/emergency-ops")


@dataclass(frozen=True)
class Account:
    """The user that PostgreSQL runs as; `drop` when that is not the user who started us."""

    name: str
    uid: int
    gid: int
    drop: bool

    @classmethod
    def current(cls) -> "Account":
        """The current user, or `nobody` in place of root."""
        drop = os.geteuid() == 0
        entry = pwd.getpwnam("nobody") if drop else pwd.getpwuid(os.geteuid())
        return cls(entry.pw_name, entry.pw_uid, entry.pw_gid, drop)

    def can_enter(self, folder: Path) -> bool:
        """Whether this user gets into the folder (or may run the program)."""
        if not self.drop:
            return os.access(folder, os.X_OK)
        command = ["test", "-x", str(folder)]
        done = subprocess.run(command, user=self.uid, group=self.gid, extra_groups=[], cwd="/", check=False)
        return done.returncode == 0

    def give(self, folder: Path) -> None:
        """Makes the folder, private to this user."""
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if self.drop:
            os.chown(folder, self.uid, self.gid)
        folder.chmod(0o700)


@dataclass(frozen=True)
class Layout:
    """One instance: `data` is what OPS_DATA names, `database` what PostgreSQL must reach, `sockets` the way in."""

    root: Path
    data: Path
    database: Path
    sockets: Path
    account: Account

    @classmethod
    def at(cls, root: Path, data: Path, account: Account | None = None) -> "Layout":
        """Lays an instance out below `data`, moving what cannot stay there; makes the folders.

        Raises:
            Refusal: a folder belongs to somebody else.
        """
        account = account or Account.current()
        data.mkdir(mode=0o711 if account.drop else 0o700, parents=True, exist_ok=True)
        data = data.resolve()
        if data.stat().st_uid != os.geteuid():
            raise Refusal("foreign-data", data=data, owner=owner_of(data))
        name = f"emergency-ops-{hashlib.sha256(os.fsencode(data)).hexdigest()[:10]}"
        reachable = account.can_enter(data)
        database = data if reachable else SYSTEM_HOME / name
        sockets = data / "run" / "sockets"
        if not reachable or len(os.fsencode(sockets)) > LONGEST_SOCKET_FOLDER:
            sockets = Path("/run" if account.drop else "/tmp") / f"{name}-{account.uid}"  # noqa: S108 - owner is checked
        layout = cls(root, data, database, sockets, account)
        layout._make_folders()
        return layout

    def _make_folders(self) -> None:
        for folder in self.outside:
            if folder.is_symlink() or (folder.exists() and folder.stat().st_uid not in (0, self.account.uid)):
                raise Refusal("foreign-folder", folder=folder)
        for folder in (self.run, self.log, self.valkey, self.database):
            folder.mkdir(mode=0o711, parents=True, exist_ok=True)
        self.account.give(self.sockets)

    @property
    def outside(self) -> list[Path]:
        """Folders of this instance that do not lie below `data`."""
        return [folder for folder in (self.database, self.sockets) if not folder.is_relative_to(self.data)]

    @property
    def run(self) -> Path:
        """What only a running instance needs."""
        return self.data / "run"

    @property
    def empty(self) -> Path:
        """There where the sample network was not wanted (`./ops up --empty`)."""
        return self.data / "empty"

    @property
    def log(self) -> Path:
        """One log file a part."""
        return self.data / "log"

    @property
    def valkey(self) -> Path:
        """Valkey's append-only files."""
        return self.data / "valkey"

    @property
    def postgres(self) -> Path:
        """PostgreSQL's data folder."""
        return self.database / "postgres"

    @property
    def database_url(self) -> str:
        """How Django reaches the embedded PostgreSQL."""
        return f"postgres://emergency_ops@/emergency_ops?host={self.sockets}&port=5432"

    @property
    def redis_url(self) -> str:
        """How Django and Celery reach the embedded Valkey."""
        return f"unix://{self.sockets}/valkey.sock?db=0"

    def secret(self) -> str:
        """This instance's own Django secret, made once."""
        path = self.data / "secret"
        if not path.exists():
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "w") as file:
                file.write(secrets.token_urlsafe(60))
        return path.read_text()


def owner_of(path: Path) -> str:
    """The owner's name, or number where it has none."""
    try:
        return path.owner()
    except KeyError:
        return str(path.stat().st_uid)


def read_env_file(path: Path) -> dict[str, str]:
    """NAME=value lines of a `.env` file; empty without one."""
    if not path.is_file():
        return {}
    lines = (line.strip().removeprefix("export ") for line in path.read_text().splitlines())
    pairs = (line.partition("=") for line in lines if "=" in line and not line.startswith("#"))
    return {name.strip(): value.strip().strip("'\"") for name, _, value in pairs}


def data_folder(root: Path, environ: Mapping[str, str]) -> Path:
    """OPS_DATA, or `.data` in the checkout."""
    return Path(environ.get("OPS_DATA") or root / ".data").absolute()
