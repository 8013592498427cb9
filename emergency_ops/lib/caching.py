"""Keeping what is dear to compute. The cache only saves time: nothing needs it."""

from collections.abc import Callable
from typing import TypeVar

import structlog
from django.core.cache import cache
from redis.exceptions import RedisError

log = structlog.get_logger(__name__)
T = TypeVar("T")


def kept(key: str, seconds: int, compute: Callable[[], T]) -> T:
    """What has been computed at most `seconds` ago (None is not kept), or now; without the cache's server always now."""
    try:
        found: T | None = cache.get(key)
    except RedisError as error:
        log.warning("cache.unavailable", error=type(error).__name__)
        return compute()
    if found is not None:
        return found
    value = compute()
    try:
        cache.set(key, value, seconds)
    except RedisError as error:
        log.warning("cache.unavailable", error=type(error).__name__)
    return value
