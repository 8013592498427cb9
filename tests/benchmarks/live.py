"""300 open pages: how long from a commit to their event, what the stream costs, and what pages cost with it and without."""

import asyncio
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import redis
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import transaction
from django.test import Client

from emergency_ops.lib import clock
from emergency_ops.lib.roles import Role
from resources.staff import events
from resources.staff.models import Person

from .measure import Measurement
from .serving import _free_port, _wait
from .visiting import visitor

STREAMS = 300
COMMITS = 40
SECONDS = 15
TICKS = os.sysconf("SC_CLK_TCK")
#: the desk's fragments: address, seconds between two requests without the stream and with it
DESK = [
    ("/live/", 5, 20),
    ("/messages/unread/", 15, 45),
    ("/tasks/count/", 15, 45),
    ("/monitoring/fleet/figures/", 20, 20),
]
#: what changes on a desk in a minute of a busy hour
CHANGES = 2


def run() -> list[Measurement]:
    keys = list(_sessions())
    with _stream() as (port, process):
        return asyncio.run(_measured(keys, port, process.pid)) + _pages()


def _sessions() -> Iterator[str]:
    """The keys of so many people who are logged in."""
    now = clock.now().timestamp()
    for number in range(STREAMS):
        person = Person.objects.create(username=f"live-{now}-{number}", name="测试")
        session = SessionStore()
        session[SESSION_KEY], session[HASH_SESSION_KEY] = str(person.pk), person.get_session_auth_hash()
        session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
        session.create()
        yield str(session.session_key)


@contextmanager
def _stream() -> Iterator[tuple[int, "subprocess.Popen[bytes]"]]:
    port = _free_port()
    argv = [sys.executable, "-m", "uvicorn", "emergency_ops.live.asgi:application", f"--port={port}", "--no-access-log"]
    process = subprocess.Popen([*argv, "--log-level=warning", "--timeout-graceful-shutdown=1"])
    try:
        _wait(port, process)
        yield port, process
    finally:
        process.terminate()
        process.wait(20)


async def _measured(keys: list[str], port: int, pid: int) -> list[Measurement]:
    arrivals: list[float] = []
    tasks = [asyncio.create_task(_listen(key, port, arrivals)) for key in keys]
    await asyncio.sleep(8)
    idle = await _cpu(pid, SECONDS)
    latencies = []
    for _ in range(COMMITS):
        arrivals.clear()
        committed = await asyncio.to_thread(_commit)
        await asyncio.sleep(0.6)
        if len(arrivals) < STREAMS:
            raise RuntimeError(f"{len(arrivals)} of {STREAMS} heard of it")
        latencies += [1000 * (arrived - committed) for arrived in arrivals[:STREAMS]]
    load = asyncio.create_task(_poke_often())
    busy = await _cpu(pid, SECONDS)
    load.cancel()
    memory = _memory(pid)
    for task in tasks:
        task.cancel()
    bare = await asyncio.to_thread(_bare)
    return [
        Measurement("300 open pages, commit to event, median", statistics.median(latencies), "ms", 500, at_most=True),
        Measurement("the same, 95 %", statistics.quantiles(latencies, n=20)[-1], "ms", 1000, at_most=True),
        Measurement("the same, a bare publish to one subscriber", bare, "ms", 50, at_most=True),
        Measurement("event stream of 300 pages, idle", idle, "% of a core", 3, at_most=True),
        Measurement("the same, ten changes a second", busy, "% of a core", 60, at_most=True),
        Measurement("the same, memory", memory, "MB", 250, at_most=True),
    ]


async def _listen(key: str, port: int, arrivals: list[float]) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    head = f"GET /live/stream?topics=duty,incidents HTTP/1.1\r\nHost: localhost\r\nCookie: sessionid={key}\r\n\r\n"
    writer.write(head.encode())
    while line := await reader.readline():
        if line.startswith(b"event: poke"):
            arrivals.append(time.perf_counter())


def _commit() -> float:
    with transaction.atomic():
        events.write("feed_created", at=clock.now(), actor=None)
    return time.perf_counter()


async def _poke_often() -> None:
    while True:
        await asyncio.to_thread(_commit)
        await asyncio.sleep(0.1)


async def _cpu(pid: int, seconds: float) -> float:
    """Percent of a core over so many seconds."""
    began, before = time.perf_counter(), _spent(pid)
    await asyncio.sleep(seconds)
    return 100 * (_spent(pid) - before) / (time.perf_counter() - began)


def _spent(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def _memory(pid: int) -> float:
    line = next(line for line in Path(f"/proc/{pid}/status").read_text().splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


def _bare() -> float:
    """Milliseconds from publishing to hearing, without anything of ours."""
    took = []
    with redis.Redis.from_url(settings.REDIS_URL) as broker, broker.pubsub(ignore_subscribe_messages=True) as heard:
        heard.subscribe("bare")
        heard.get_message(timeout=1)
        for _ in range(COMMITS):
            began = time.perf_counter()
            broker.publish("bare", "x")
            while heard.get_message(timeout=1) is None:
                pass
            took.append(1000 * (time.perf_counter() - began))
    return statistics.median(took)


def _pages() -> list[Measurement]:
    """Milliseconds of a core that an open desk costs in a minute."""
    client = visitor(Role.COMMANDER, "000000", "全国")[1]
    cost = {path: _milliseconds(client, path) for path, *_ in DESK}
    polled = sum(cost[path] * 60 / every for path, every, _ in DESK)
    told = sum(cost[path] * 60 / calm for path, _, calm in DESK) + CHANGES * cost["/live/"]
    return [
        Measurement(
            "an open desk, two changes a minute (floor: without the stream)",
            told,
            "ms CPU a minute",
            0.6,
            polled,
            at_most=True,
        )
    ]


def _milliseconds(client: Client, path: str) -> float:
    client.get(path, headers={"hx-request": "true"})
    began = time.process_time()
    for _ in range(20):
        if client.get(path, headers={"hx-request": "true"}).status_code not in (200, 204):
            raise RuntimeError(path)
    return 1000 * (time.process_time() - began) / 20
