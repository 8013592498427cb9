"""Servers on loopback that answer like WeCom, DingTalk, Feishu, Aliyun's text messages and a receiver of webhooks.

    with StubServer() as stubs:
        settings.CHANNEL_ADDRESSES = stubs.addresses
        stubs.plan("wecom", THROTTLE, ACCEPT)      # the next calls; after that they accept
        stubs.taken("wecom")                        # the messages that were accepted

`python -m tests.incidents.escalation.stubs --port 9100` runs them by themselves.
"""

from .server import (
    ACCEPT,
    BAD_KEY,
    DROP,
    DROP_AFTER,
    GARBAGE,
    SERVER_ERROR,
    THROTTLE,
    TIMEOUT_AFTER,
    UNAVAILABLE,
    StubServer,
    Taken,
)

__all__ = [
    "ACCEPT",
    "BAD_KEY",
    "DROP",
    "DROP_AFTER",
    "GARBAGE",
    "SERVER_ERROR",
    "THROTTLE",
    "TIMEOUT_AFTER",
    "UNAVAILABLE",
    "StubServer",
    "Taken",
]
