"""What other processes tell: one subscription a process, that comes back by itself."""

import asyncio

import redis.asyncio as redis
import structlog
from django.conf import settings
from redis.exceptions import RedisError

from emergency_ops.lib.poking import channel

from .hub import EVERYTHING, Hub

log = structlog.get_logger(__name__)

QUIET = 20.0  # seconds after which a silent broker is asked whether it is there
AGAIN = (0.2, 0.5, 1.0, 2.0)


async def listen(hub: Hub) -> None:
    """Until it is cancelled. After an interruption everything may have changed, and that is what clients are told."""
    failures = 0
    while True:
        try:
            async with redis.from_url(settings.REDIS_URL, socket_connect_timeout=2) as broker, broker.pubsub() as heard:
                await heard.subscribe(channel())
                await heard.get_message(timeout=2)
                hub.publish([EVERYTHING])
                failures = 0
                await _forward(heard, hub)
        except (TimeoutError, RedisError, OSError) as error:
            log.warning("live.no_broker", error=type(error).__name__)
            await asyncio.sleep(AGAIN[min(failures, len(AGAIN) - 1)])
            failures += 1


async def _forward(heard: redis.client.PubSub, hub: Hub) -> None:
    while True:
        message = await heard.get_message(timeout=QUIET)
        if message is None:
            await heard.ping()
        elif message["type"] == "message":
            hub.publish(message["data"].decode().split())
