"""Real HTTP: gunicorn as `./ops up` runs it, and a light generator of load."""

import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

WORKERS = 2
THREADS = 8


@contextmanager
def served() -> Iterator[int]:
    """The port of a gunicorn with the project's intake and the bare views."""
    port = _free_port()
    argv = [sys.executable, "-m", "gunicorn", "emergency_ops.wsgi:application", f"--bind=127.0.0.1:{port}", "--preload"]
    argv += ["--worker-class=gthread", f"--workers={WORKERS}", f"--threads={THREADS}", "--no-control-socket"]
    env = os.environ | {"DJANGO_SETTINGS_MODULE": "tests.benchmarks.settings", "LOG_LEVEL": "WARNING"}
    process = subprocess.Popen([*argv, "--log-level=warning"], env=env)
    try:
        _wait(port, process)
        yield port
    finally:
        process.terminate()
        process.wait(20)


def throughput(port: int, requests: Sequence[bytes], connections: int) -> float:
    """Requests answered 200 a second, sent over so many connections, each waiting for its answer."""
    faults: list[str] = []
    shares = [requests[number::connections] for number in range(connections)]
    began = time.perf_counter()
    threads = [threading.Thread(target=_send, args=(port, share, faults)) for share in shares]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seconds = time.perf_counter() - began
    if faults:
        raise RuntimeError(f"{len(faults)} requests failed, first: {faults[0]}")
    return len(requests) / seconds


def request(path: str, body: bytes, secret: str) -> bytes:
    """A POST as bytes."""
    head = (
        f"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
        f"Authorization: Bearer {secret}\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


def _send(port: int, requests: Sequence[bytes], faults: list[str]) -> None:
    with socket.create_connection(("127.0.0.1", port)) as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for one in requests:
            connection.sendall(one)
            answer = _answer(connection)
            if not answer.startswith(b"HTTP/1.1 200") or b'"rejected":[{' in answer:
                faults.append(answer.decode(errors="replace")[:300])
                return


def _answer(connection: socket.socket) -> bytes:
    received = connection.recv(65536)
    while received:
        head, separator, body = received.partition(b"\r\n\r\n")
        if separator and len(body) >= _length(head):
            return received
        more = connection.recv(65536)
        if not more:
            break
        received += more
    return received


def _length(head: bytes) -> int:
    return int(head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0] or 0)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(port: int, process: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + 60
    while process.poll() is None and time.monotonic() < deadline:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("gunicorn did not start")
