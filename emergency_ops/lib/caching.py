"""Keeping what is dear to compute. The cache only saves time: nothing, and least of all logging in, needs it."""

from collections.abc import Callable
from typing import Any, TypeVar

import structlog
from django.core.cache import cache
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

log = structlog.get_logger(__name__)
T = TypeVar("T")


class ForgivingCache(RedisCache):
    """Without its server it is empty, and takes everything as new.

    That also lifts the limits of attempts which allauth keeps here, while axes' lock-out, in the database, holds on.
    """

    def get(self, key: Any, default: Any = None, *args: Any, **options: Any) -> Any:
        return _forgiven(lambda: super(ForgivingCache, self).get(key, default, *args, **options), default)

    def add(self, *args: Any, **options: Any) -> bool:
        return _forgiven(lambda: super(ForgivingCache, self).add(*args, **options), True)

    def set(self, *args: Any, **options: Any) -> None:
        _forgiven(lambda: super(ForgivingCache, self).set(*args, **options), None)

    def incr(self, key: Any, delta: int = 1, *args: Any, **options: Any) -> int:
        """Without its server, or where the key has lapsed meanwhile, a count begins anew."""
        try:
            return _forgiven(lambda: super(ForgivingCache, self).incr(key, delta, *args, **options), delta)
        except ValueError:
            return delta

    def delete(self, *args: Any, **options: Any) -> bool:
        return _forgiven(lambda: super(ForgivingCache, self).delete(*args, **options), False)


def _forgiven(act: Callable[[], T], otherwise: T) -> T:
    try:
        return act()
    except RedisError as error:
        log.warning("cache.unavailable", error=type(error).__name__)
        return otherwise


def kept(key: str, seconds: int, compute: Callable[[], T]) -> T:
    """What has been computed at most `seconds` ago (None is not kept), or now."""
    found: T | None = cache.get(key)
    return renewed(key, seconds, compute) if found is None else found


def renewed(key: str, seconds: int, compute: Callable[[], T]) -> T:
    """Computed now, and kept for those who ask within so many seconds."""
    found = compute()
    cache.set(key, found, seconds)
    return found


def counted(key: str, seconds: int) -> int:
    """How often this has been asked within a window of so many seconds, this time included; 1 without the cache's server."""
    return 1 if cache.add(key, 1, seconds) else int(cache.incr(key))
