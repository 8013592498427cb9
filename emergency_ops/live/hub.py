"""Who listens to what: topics come in, each client gets those it asked for, in bursts as few events as possible."""

import asyncio
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

EVERYTHING = "*"
CALM = 0.3  # seconds between two pokes of one topic
REMEMBERED = 600.0  # seconds for which it is known when a topic last changed
SPREAD_EACH = 4  # milliseconds a client over which those who hear of the same thing are to spread their requests
SPREAD_MOST = 1000


@dataclass(eq=False)
class Client:
    """One open stream. What it has not been sent yet is a set of topics, so that a slow one costs no more than that."""

    owner: str
    topics: frozenset[str]
    pending: set[str] = field(default_factory=set)
    spread: int = 0
    stamp: int = 0
    is_closing: bool = False
    wake: asyncio.Event = field(default_factory=asyncio.Event)

    def hear(self, topics: Iterable[str], spread: int, stamp: int) -> None:
        self.pending.update(topics)
        self.spread, self.stamp = max(self.spread, spread), stamp
        self.wake.set()

    def take(self) -> tuple[set[str], int, int]:
        """What there is to be sent: (topics, milliseconds to spread over, stamp)."""
        topics, spread = self.pending, self.spread
        self.pending, self.spread = set(), 0
        self.wake.clear()
        return topics, spread, self.stamp

    def close(self) -> None:
        self.is_closing = True
        self.wake.set()


class Hub:
    """In one event loop; nothing in it waits."""

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        self.clients: set[Client] = set()
        self._by_topic: dict[str, set[Client]] = {}
        self._clock = clock
        self._told: dict[str, float] = {}
        self._waiting: set[str] = set()
        self._timer: asyncio.TimerHandle | None = None
        self._blind_until = clock()

    def now_ms(self) -> int:
        return int(self._clock() * 1000)

    def join(self, client: Client) -> None:
        self.clients.add(client)
        for topic in client.topics:
            self._by_topic.setdefault(topic, set()).add(client)

    def leave(self, client: Client) -> None:
        self.clients.discard(client)
        for topic in client.topics:
            listeners = self._by_topic.get(topic)
            if listeners is not None:
                listeners.discard(client)
                if not listeners:
                    del self._by_topic[topic]

    def publish(self, topics: Iterable[str]) -> None:
        """A topic that was poked just now is poked once more when it has been calm for a moment."""
        now = self._clock()
        wanted = set(topics)
        if EVERYTHING in wanted:
            self._blind_until = now
        due = {topic for topic in wanted if now - self._told.get(topic, 0.0) >= CALM}
        self._waiting |= wanted - due
        self._poke(due, now)
        self._schedule()

    def changed_since(self, since: float, topics: frozenset[str]) -> set[str]:
        """Which of these topics have changed after a moment (seconds); everything where that is not known any more."""
        if since < max(self._blind_until, self._clock() - REMEMBERED):
            return {EVERYTHING}
        later = {topic for topic, told in self._told.items() if told >= since} | self._waiting
        return {topic for topic in later if topic in topics or self._kind(topic, topics)}

    def forget(self) -> None:
        """Drops what is too old to be asked for."""
        oldest = self._clock() - REMEMBERED
        self._told = {topic: told for topic, told in self._told.items() if told >= oldest}

    def _schedule(self) -> None:
        if self._waiting and self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(CALM, self._catch_up)

    def _catch_up(self) -> None:
        self._timer = None
        waiting, self._waiting = self._waiting, set()
        self.publish(waiting)

    def _poke(self, topics: set[str], now: float) -> None:
        hears: dict[Client, set[str]] = {}
        for topic in topics:
            self._told[topic] = now
            for client in self._listeners(topic):
                hears.setdefault(client, set()).add(topic)
        spread = min(SPREAD_MOST, SPREAD_EACH * max(0, len(hears) - 1))
        for client, heard in hears.items():
            client.hear(heard, spread, int(now * 1000))

    def _listeners(self, topic: str) -> Iterable[Client]:
        if topic == EVERYTHING:
            return self.clients
        if not topic.endswith(".*"):
            return self._by_topic.get(topic, ())
        return {client for one, found in self._by_topic.items() if one.startswith(topic[:-1]) for client in found}

    @staticmethod
    def _kind(topic: str, topics: frozenset[str]) -> bool:
        return topic == EVERYTHING or (topic.endswith(".*") and any(one.startswith(topic[:-1]) for one in topics))
