"""What a request to the event stream is answered with: GET …/stream?topics=a,b&since=MS (&screen=SECRET of the wall), GET /healthz.

Events: `poke` with "MILLISECONDS topic topic …" (spread your request over so long), `beat` every 15 s, `bye` when the session has
ended. Their id is the server's time in milliseconds; `since` or Last-Event-ID brings what has changed after it.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any, TypeVar
from urllib.parse import parse_qs

import structlog
from django.conf import settings
from django.db import Error

from . import gate
from .hub import Client, Hub
from .listening import listen

log = structlog.get_logger(__name__)

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
T = TypeVar("T")

BEAT = 15.0  # seconds between two signs of life
LONGEST_SEND = 30.0  # seconds after which a client that takes nothing is given up
MOST_TOPICS = 200
RETRY_MS = 3000
HEADERS = {
    "content-type": "text/event-stream",
    "cache-control": "no-store",
    "x-accel-buffering": "no",
    "x-content-type-options": "nosniff",
}


class Stream:
    """One a process: the clients, the subscription, and the minute in which everybody is asked again who they are."""

    def __init__(self) -> None:
        self.hub = Hub()
        self.sessions: dict[Client, str] = {}
        self.asking = 0
        self._database = ThreadPoolExecutor(1, "live-database")
        self._tasks: list[asyncio.Task[None]] = []

    async def __call__(self, scope: Mapping[str, Any], receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        elif scope["type"] != "http":
            return
        elif scope["path"] == "/healthz":
            await _answer(send, 200, "ok\n")
        elif not scope["path"].endswith("/stream"):
            await _answer(send, 404)
        elif scope["method"] != "GET":
            await _answer(send, 405)
        else:
            await self._stream(scope, receive, send)

    async def _live(self, receive: Receive, send: Send) -> None:
        while True:
            message = await receive()
            if message["type"] == "lifespan.startup":
                self._tasks = [asyncio.create_task(work) for work in (listen(self.hub), self._beat(), self._recheck())]
                await send({"type": "lifespan.startup.complete"})
            else:
                for task in self._tasks:
                    task.cancel()
                self._database.shutdown(wait=False)
                await send({"type": "lifespan.shutdown.complete"})
                return

    async def _stream(self, scope: Mapping[str, Any], receive: Receive, send: Send) -> None:
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        if not gate.allowed_origin(headers):
            await _answer(send, 403)
            return
        cross = _cross_origin(headers)
        asked = _query(scope["query_string"].decode("latin-1"))
        session, screen = gate.session_of(headers.get("cookie", "")), asked.get("screen", [""])[0]
        topics = [topic for topic in asked.get("topics", [""])[0].split(",")[:MOST_TOPICS] if topic]
        try:
            owner, permitted = await self._admitted(session, screen, topics)
        except Error:
            await _answer(send, 503, extra=cross)
            return
        if refused := self._refused(owner):
            await _answer(send, refused, extra=cross)
            return
        client = Client(owner, permitted)
        await self._serve(client, "" if screen else session, _since(asked, headers), receive, send, cross)

    async def _admitted(self, session: str, screen: str, topics: list[str]) -> tuple[str, frozenset[str]]:
        """Raises Error where the database does not answer, or as many wait for it as there may be streams."""
        if self.asking >= settings.LIVE_STREAMS:
            raise Error("too many are waiting")
        return await self._ask(gate.admitted, session, screen, topics)

    def _refused(self, owner: str) -> int:
        """A status, or 0 for somebody who may have one more stream."""
        if not owner:
            return 401
        if len(self.hub.clients) >= settings.LIVE_STREAMS:
            return 503
        return 429 if sum(client.owner == owner for client in self.hub.clients) >= settings.LIVE_STREAMS_EACH else 0

    async def _serve(
        self, client: Client, session: str, since: float, receive: Receive, send: Send, extra: Mapping[str, str]
    ) -> None:
        self.sessions[client] = session
        self.hub.join(client)
        gone = asyncio.create_task(_gone(client, receive))
        try:
            await send({"type": "http.response.start", "status": 200, "headers": _raw({**HEADERS, **extra})})
            now = self.hub.now_ms()
            await _chunk(send, f"retry: {RETRY_MS}\nid: {now}\nevent: beat\ndata: \n\n")
            missed = self.hub.changed_since(since, client.topics) if since else set()
            if missed:
                client.hear(missed, 0, now)
            while not gone.done():
                await client.wake.wait()
                if client.is_closing:
                    break
                await _chunk(send, self._event(client))
            if not gone.done():
                await _chunk(send, "event: bye\ndata: \n\n")
                await send({"type": "http.response.body", "body": b""})
        except (TimeoutError, OSError):
            log.info("live.slow_client", owner=client.owner)
        finally:
            gone.cancel()
            self.hub.leave(client)
            self.sessions.pop(client, None)

    def _event(self, client: Client) -> str:
        topics, spread, stamp = client.take()
        if not topics:
            return f"id: {self.hub.now_ms()}\nevent: beat\ndata: \n\n"
        return f"id: {stamp}\nevent: poke\ndata: {spread} {' '.join(sorted(topics))}\n\n"

    async def _beat(self) -> None:
        while True:
            await asyncio.sleep(BEAT)
            self.hub.forget()
            for client in list(self.hub.clients):
                client.wake.set()

    async def _recheck(self) -> None:
        while True:
            await asyncio.sleep(settings.LIVE_RECHECK_SECONDS)
            with suppress(Error):
                await self._close_the_ended()

    async def _close_the_ended(self) -> None:
        asked = dict(self.sessions)
        owners = await self._ask(gate.owners_of_sessions, {session for session in asked.values() if session})
        screens = await self._ask(gate.still_in_use, {client.owner for client in asked})
        for client, session in asked.items():
            if client.owner not in screens and owners.get(session) != client.owner:
                client.close()

    async def _ask(self, question: Callable[..., T], *arguments: Any) -> T:
        """Ask the database, one after the other: a thousand browsers that come back at once do not reach it at once."""

        def ask() -> T:
            gate.fresh_connection()
            return question(*arguments)

        self.asking += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._database, ask)
        finally:
            self.asking -= 1


async def _gone(client: Client, receive: Receive) -> None:
    """Ends when the client has."""
    while (await receive())["type"] != "http.disconnect":
        pass
    client.wake.set()


async def _chunk(send: Send, text: str) -> None:
    async with asyncio.timeout(LONGEST_SEND):
        await send({"type": "http.response.body", "body": text.encode(), "more_body": True})


async def _answer(send: Send, status: int, text: str = "", extra: Mapping[str, str] | None = None) -> None:
    headers = {
        "content-type": "text/plain",
        "content-length": str(len(text)),
        "cache-control": "no-store",
        **(extra or {}),
    }
    await send({"type": "http.response.start", "status": status, "headers": _raw(headers)})
    await send({"type": "http.response.body", "body": text.encode()})


def _cross_origin(headers: Mapping[str, str]) -> dict[str, str]:
    """What lets a page of the same host on another port read the answer."""
    origin = headers.get("origin", "")
    if not origin:
        return {}
    return {"access-control-allow-origin": origin, "access-control-allow-credentials": "true", "vary": "Origin"}


def _query(text: str) -> dict[str, list[str]]:
    """Nothing of an address that nobody of ours has made."""
    try:
        return parse_qs(text, max_num_fields=8)
    except ValueError:
        return {}


def _since(asked: Mapping[str, list[str]], headers: Mapping[str, str]) -> float:
    """Seconds; 0 for somebody who wants only what comes."""
    text = headers.get("last-event-id", "") or asked.get("since", [""])[0]
    return int(text) / 1000 if text.isdecimal() and len(text) < 16 else 0.0


def _raw(headers: Mapping[str, str]) -> list[tuple[bytes, bytes]]:
    return [(name.encode(), value.encode("latin-1")) for name, value in headers.items()]
