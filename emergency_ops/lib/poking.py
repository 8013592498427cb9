"""The way from a commit to the event stream: one thread a process, so that nobody waits for the broker.

What is told are topics, words without data. A lost one costs freshness only: pages also ask by themselves.
"""

import atexit
import os
import threading
import time
from collections import Counter
from collections.abc import Iterable
from urllib.parse import parse_qs, urlsplit

import redis
import structlog
from django.conf import settings

log = structlog.get_logger(__name__)

GATHER = 0.02  # seconds in which topics are gathered into one message
PAUSE = 0.08  # seconds more between two messages of a process
OPEN_FOR = 3.0  # seconds in which a broker that failed is left alone
LINGER = 0.5  # seconds that a process which ends waits for its last message
MANY = 100  # topics of one kind in a message; of more only kind.* is told


class Publisher:
    """Takes topics and tells them soon. Never raises, never waits; keeps what it could not tell until the broker is back."""

    def __init__(self) -> None:
        self._guard = threading.Condition()
        self._topics: set[str] = set()
        self._is_busy = False
        self._thread: threading.Thread | None = None
        self._broker: redis.Redis | None = None

    def put(self, topics: Iterable[str]) -> None:
        with self._guard:
            self._topics.update(topics)
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, name="live", daemon=True)
                self._thread.start()
            self._guard.notify_all()

    def drain(self, seconds: float) -> bool:
        """Waits until everything is told; whether it was within so many seconds."""
        with self._guard:
            return self._guard.wait_for(lambda: not self._topics and not self._is_busy, seconds)

    def _work(self) -> None:
        while True:
            with self._guard:
                self._guard.wait_for(lambda: self._topics)
            time.sleep(GATHER)
            with self._guard:
                topics, self._topics, self._is_busy = narrowed(self._topics), set(), True
            was_told = self._tell(topics)
            with self._guard:
                self._is_busy = False
                if not was_told:
                    self._topics |= topics
                self._guard.notify_all()
            time.sleep(PAUSE if was_told else OPEN_FOR)

    def _tell(self, topics: set[str]) -> bool:
        try:
            if self._broker is None:
                self._broker = redis.Redis.from_url(
                    settings.REDIS_URL, socket_timeout=1, socket_connect_timeout=1, retry=None
                )
            self._broker.publish(channel(), " ".join(sorted(topics)))
        except (redis.RedisError, OSError) as error:
            log.warning("live.unavailable", error=type(error).__name__)
            return False
        return True


def narrowed(topics: Iterable[str]) -> set[str]:
    """The same in a bounded number of words: a kind of which there are many is told as kind.*"""
    topics = set(topics)
    kinds = Counter(topic.partition(".")[0] for topic in topics if "." in topic)
    many = {kind for kind, count in kinds.items() if count > MANY or f"{kind}.*" in topics}
    return {f"{kind}.*" for kind in many} | {topic for topic in topics if topic.partition(".")[0] not in many}


def channel() -> str:
    """Where topics are told. The broker's channels know no databases, so that the number of ours is in the name."""
    url = urlsplit(settings.REDIS_URL)
    database = parse_qs(url.query).get("db", [""])[0]
    if not database and not url.scheme.startswith("unix"):
        database = url.path.strip("/")
    return f"{settings.LIVE_PREFIX}.{database or 0}"


_publisher = Publisher()


def tell(topics: Iterable[str]) -> None:
    """Soon, and at most once for what several ask within a moment."""
    _publisher.put(topics)


def told(seconds: float = 2.0) -> bool:
    """Waits until what was asked is told; whether it was in time."""
    return _publisher.drain(seconds)


def _afresh() -> None:
    global _publisher  # noqa: PLW0603 - a fork has neither the thread nor the connection
    _publisher = Publisher()


os.register_at_fork(after_in_child=_afresh)
atexit.register(lambda: told(LINGER))
