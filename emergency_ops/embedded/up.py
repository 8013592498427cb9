"""`./ops up`: everything, in the foreground, until Ctrl-C."""

import hashlib
import http.client
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from emergency_ops.embedded import preflight
from emergency_ops.embedded.instance import Instance, State
from emergency_ops.embedded.layout import Layout
from emergency_ops.embedded.messages import Refusal, say
from emergency_ops.embedded.processes import MARK, Command, end_all, marked_with
from emergency_ops.embedded.servers import check_machine, environment, manage, start_servers
from emergency_ops.embedded.supervisor import Part, Stopped, Supervisor

SOURCES = ("*/*/migrations/*.py", "*/migrations/*.py", "emergency_ops/static/**/*", "emergency_ops/locale/**/*.[pm]o")
EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - what the user may ask for


def reachable(host: str) -> str:
    """An address that this machine reaches itself at when it listens on `host`."""
    return EVERYWHERE.get(host, host)


def authority(host: str, port: int) -> str:
    """host:port as in a URL."""
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def up(
    layout: Layout, environ: Mapping[str, str], host: str, port: int, stream_port: int, *, empty: bool = False
) -> int:
    """Starts everything and keeps it running; returns the exit code after a stop that was asked for.

    stream_port: of the event stream; 0 for none, pages then ask by themselves.

    Raises:
        Refusal: something must be put right first.
    """
    began = time.monotonic()
    check_machine(environ)
    instance = Instance(layout)
    address = f"http://{authority(reachable(host), port)}"

    def publish(children: Mapping[str, int]) -> None:
        instance.publish(State(os.getpid(), "up", address, children))

    with instance.held("up"), Supervisor(publish) as supervisor:
        end_all(lambda: marked_with(str(layout.data)), (signal.SIGTERM, 5.0), (signal.SIGKILL, 5.0))
        preflight.check_port(host, port)
        if stream_port:
            preflight.check_port(host, stream_port, "stream-port")
        if empty:
            _leave_empty(layout)
        live = {"LIVE_URL": f":{stream_port}"} if stream_port else {}
        settings = live | environment(layout, environ, address)
        with suppress(Stopped):
            created = start_servers(supervisor, layout, environ)
            _prepare(supervisor, layout, settings, fresh=created or bool(environ.get("DATABASE_URL")))
            _start_project(supervisor, layout, settings, host, port, stream_port, began)
            supervisor.watch()
        say("stopping")
    say("stopped")
    return 0


def _leave_empty(layout: Layout) -> None:
    """Remembers that the sample is not wanted; from then on `--empty` need not be given again.

    Raises:
        Refusal: this data folder was filled with the sample before.
    """
    if (layout.data / "prepared").exists() and not layout.empty.exists():
        raise Refusal("not-empty", data=layout.data)
    layout.empty.touch()


def _prepare(supervisor: Supervisor, layout: Layout, settings: Mapping[str, str], *, fresh: bool) -> None:
    """Brings tables, sample data, translations and static files up to date unless their sources are unchanged."""
    stamp = layout.data / "prepared"
    if not fresh and stamp.exists() and stamp.read_text() == _checksum(layout.root):
        return
    say("prepare")
    code = supervisor.run(manage("prepare"), settings)
    if supervisor.stopping:
        raise Stopped
    if code:
        raise Refusal("failed-step", step="manage.py prepare", code=code)
    stamp.write_text(_checksum(layout.root))


def _checksum(root: Path) -> str:
    """Changes with any migration, static file or translation."""
    digest = hashlib.sha256()
    for path in sorted(path for pattern in SOURCES for path in root.glob(pattern) if path.is_file()):
        digest.update(f"{path.relative_to(root)}\0".encode())
        if path.suffix != ".mo":
            digest.update(path.read_bytes())
    return digest.hexdigest()


def _start_project(
    supervisor: Supervisor,
    layout: Layout,
    settings: Mapping[str, str],
    host: str,
    port: int,
    stream_port: int,
    began: float,
) -> None:
    accounts = subprocess.Popen(manage("demo_accounts"), env=dict(settings), stdout=subprocess.PIPE, text=True)
    children = dict(settings) | {MARK: str(layout.data)}
    web = _web(layout, children, host, port)
    supervisor.add(web)
    supervisor.wait_ready(web)
    if stream_port:
        supervisor.add(_stream(layout, children, host, stream_port))
    supervisor.add(_worker(layout, children))
    supervisor.add(_beat(layout, children))
    say("ready", seconds=time.monotonic() - began, address=settings["SITE_URL"])
    print(accounts.communicate()[0].rstrip(), file=sys.stderr)
    if host in EVERYWHERE:
        say("open", port=port)
    say("first-account" if layout.empty.exists() else "simulator")
    say("logs", folder=layout.log)


def _web(layout: Layout, env: Mapping[str, str], host: str, port: int) -> Part:
    bind = authority(host, port)
    options = ["--worker-class=gthread", "--workers=2", "--threads=8", "--graceful-timeout=5", "--no-control-socket"]
    argv = [sys.executable, "-m", "gunicorn", "emergency_ops.wsgi:application", f"--bind={bind}", "--preload", *options]
    command = Command("web", argv, env, layout.root)
    return Part(command, layout.log / "web.log", ready=lambda: answers(host, port))


def _stream(layout: Layout, env: Mapping[str, str], host: str, port: int) -> Part:
    options = ["--no-access-log", "--no-server-header", "--timeout-graceful-shutdown=1", "--log-level=warning"]
    argv = [sys.executable, "-m", "uvicorn", "emergency_ops.live.asgi:application", f"--host={host}", f"--port={port}"]
    return Part(Command("stream", [*argv, *options], env, layout.root), layout.log / "stream.log")


def _worker(layout: Layout, env: Mapping[str, str]) -> Part:
    options = ["--loglevel=INFO", "--concurrency=2", "--without-gossip", "--without-mingle"]
    argv = [sys.executable, "-m", "celery", "-A", "emergency_ops", "worker", *options]
    return Part(Command("worker", argv, env, layout.root, orphan=signal.SIGKILL), layout.log / "worker.log")


def _beat(layout: Layout, env: Mapping[str, str]) -> Part:
    options = [f"--schedule={layout.run / 'beat-schedule'}", "--pidfile="]
    argv = [sys.executable, "-m", "celery", "-A", "emergency_ops", "beat", "--loglevel=WARNING", *options]
    return Part(Command("beat", argv, env, layout.root), layout.log / "beat.log")


def answers(host: str, port: int, path: str = "/healthz") -> bool:
    """Whether a real request to the web server is answered with 200."""
    connection = http.client.HTTPConnection(reachable(host), port, timeout=5)
    try:
        connection.request("GET", path)
        return connection.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
