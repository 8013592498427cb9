"""The commands behind `./ops`."""

import argparse
import os
import signal
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from emergency_ops.embedded import system
from emergency_ops.embedded.checks import run_checks
from emergency_ops.embedded.instance import Instance
from emergency_ops.embedded.layout import Layout, data_folder, read_env_file
from emergency_ops.embedded.messages import Refusal, say
from emergency_ops.embedded.postgres import FOR_TESTS
from emergency_ops.embedded.servers import OWN, check_machine, embedded, environment, manage, scratch, start_servers
from emergency_ops.embedded.supervisor import Stopped, Supervisor
from emergency_ops.embedded.up import up

ROOT = Path(__file__).resolve().parents[2]
LONGEST_STOP = 45.0


def up_command(arguments: Sequence[str], environ: Mapping[str, str]) -> int:
    """`./ops up`"""
    parser = argparse.ArgumentParser(prog="./ops up")
    parser.add_argument("--host", default=environ.get("OPS_HOST", "127.0.0.1"))
    parser.add_argument("--port", type=int, default=environ.get("OPS_PORT", "8000"))
    parser.add_argument("--stream-port", type=int, default=environ.get("OPS_STREAM_PORT") or None)
    parser.add_argument("--empty", action="store_true", help="without the sample network and demo accounts")
    options = parser.parse_args(arguments)
    stream = options.port + 1 if options.stream_port is None else options.stream_port
    layout = Layout.at(ROOT, data_folder(ROOT, environ))
    return up(layout, environ, options.host, options.port, stream, empty=options.empty)


def down_command(arguments: Sequence[str], environ: Mapping[str, str]) -> int:
    """`./ops down`: asks the running instance to stop and waits until it has."""
    data = data_folder(ROOT, environ)
    instance = Instance(Layout.at(ROOT, data)) if data.exists() else None
    holder = instance.holder() if instance else None
    if instance is None or holder is None or holder.command != "up":
        say("not-running")
        return 0
    os.kill(holder.pid, signal.SIGTERM)
    deadline = time.monotonic() + LONGEST_STOP
    while instance.holder() is not None:
        if time.monotonic() > deadline:
            os.kill(holder.pid, signal.SIGKILL)
            say("killed", pid=holder.pid)
            break
        time.sleep(0.1)
    say("stopped")
    return 0


def manage_command(arguments: Sequence[str], environ: Mapping[str, str]) -> int:
    """`./ops manage …`: with the running instance's servers, or with servers for the time of the command."""
    layout = Layout.at(ROOT, data_folder(ROOT, environ))
    instance = Instance(layout)
    holder = instance.holder()
    if not embedded(environ) or (holder and holder.command == "up"):
        command = manage(*arguments)
        address = holder.address if holder else ""
        os.execve(command[0], command, environment(layout, environ, address))  # noqa: S606
    with instance.held("manage"), Supervisor() as supervisor:
        start_servers(supervisor, layout, environ)
        return supervisor.run(manage(*arguments), environment(layout, environ))


def pytest_options(arguments: Sequence[str]) -> list[str]:
    """What pytest gets: two processes, no browser tests where there is no browser, then the user's own arguments."""
    chosen = [argument for argument in arguments if argument != "--browser"]
    if any(argument.startswith("--browser") for argument in chosen):
        raise Refusal("browser-alone")
    options = ["-n2", "--dist=loadfile"]
    if system.browser() is None:
        if len(chosen) < len(arguments):
            raise Refusal("no-browser", packages=system.BROWSER_PACKAGE)
        say("browser-left-out")
        options += ["-m", "not browser"]
    return options + chosen


def test_command(arguments: Sequence[str], environ: Mapping[str, str]) -> int:
    """`./ops test`: pytest with servers of its own. What `--browser` asks for was installed by `./ops` itself."""
    options = pytest_options(arguments)
    check_machine(environ)
    with scratch(ROOT, Path(tempfile.gettempdir()), "test") as layout, Supervisor() as supervisor:
        start_servers(supervisor, layout, environ, FOR_TESTS)
        settings = environment(layout, environ) | {"DJANGO_SETTINGS_MODULE": "emergency_ops.settings.test"}
        code = supervisor.run(manage("compile_catalogs"), settings)
        return code or supervisor.run([sys.executable, "-m", "pytest", *options], settings)


def bench_command(arguments: Sequence[str], environ: Mapping[str, str]) -> int:
    """`./ops bench`: measurements on servers of its own with production's durability."""
    environ = {name: value for name, value in environ.items() if name not in OWN}
    check_machine(environ)
    parent = data_folder(ROOT, environ)
    parent.mkdir(mode=0o711, parents=True, exist_ok=True)
    with scratch(ROOT, parent, "bench") as layout, Supervisor() as supervisor:
        start_servers(supervisor, layout, environ)
        settings = environment(layout, environ)
        code = supervisor.run(manage("migrate", "--verbosity=0"), settings)
        code = code or supervisor.run(manage("collectstatic", "--no-input", "--verbosity=0"), settings)
        return code or supervisor.run(manage("bench", *arguments), settings)


def check_command(arguments: Sequence[str], environ: Mapping[str, str]) -> int:
    """`./ops check`"""
    return run_checks(ROOT)


COMMANDS = {
    "up": up_command,
    "down": down_command,
    "manage": manage_command,
    "test": test_command,
    "bench": bench_command,
    "check": check_command,
}


def main(arguments: Sequence[str]) -> int:
    """Runs a command; returns the exit code."""
    os.umask(0o022)
    command, rest = arguments[0], arguments[1:]
    if command not in ("test", "manage") and "--browser" in rest:
        print(Refusal("browser-elsewhere"), file=sys.stderr)
        return 2
    # Tests and benchmarks must not reach the servers that a .env file names for everyday use.
    file = {} if command in ("test", "bench") else read_env_file(ROOT / ".env")
    try:
        return COMMANDS[command](rest, file | dict(os.environ))
    except Refusal as refusal:
        print(refusal, file=sys.stderr)
        return 1
    except Stopped:
        return 130
