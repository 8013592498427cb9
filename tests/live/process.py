"""The event stream as it runs: uvicorn on a port of its own, the broker and the database of the tests."""

import http.client
import os
import socket
import subprocess
import sys
import time
from contextlib import contextmanager

from django.conf import settings
from django.db import connection

PERIOD = 0.5  # seconds between two looks at the sessions


@contextmanager
def served_stream():
    """The port of a stream that runs; the database of the tests must be there."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    database = connection.settings_dict
    options = f"?host={database['OPTIONS'].get('host') or database['HOST']}&port={database['PORT'] or 5432}"
    env = os.environ | {
        "DATABASE_URL": f"postgres://{database['USER']}@/{database['NAME']}{options}",
        "LIVE_RECHECK_SECONDS": str(PERIOD),
        "LIVE_STREAMS_EACH": "3",
        "REDIS_URL": settings.REDIS_URL,
    }
    argv = [sys.executable, "-m", "uvicorn", "emergency_ops.live.asgi:application", f"--port={port}"]
    process = subprocess.Popen(
        [*argv, "--no-access-log", "--timeout-graceful-shutdown=1", "--log-level=warning"], env=env
    )
    try:
        _wait(port)
        yield port
    finally:
        process.terminate()
        process.wait(10)


def _wait(port):
    deadline = time.monotonic() + 90
    while time.monotonic() < deadline:
        try:
            asked = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
            asked.request("GET", "/healthz")
            if asked.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("the stream did not start")
