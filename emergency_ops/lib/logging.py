"""structlog on top of the standard library: one pipeline for our events and for other packages' records."""

import re
from typing import Any

import structlog

#: addresses that are their own proof (links that acknowledge): who reads the log must not be able to use them
_TOKENS = re.compile(r"(/a/)[A-Za-z0-9_-]{8,}")


def mask_tokens(logger: Any, name: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
    """Processor: no token of an address in what a request is logged as."""
    return {key: _TOKENS.sub(r"\1***", value) if isinstance(value, str) else value for key, value in event.items()}


SHARED_PROCESSORS: list[structlog.typing.Processor] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso"),
    mask_tokens,
]


def configure() -> None:
    structlog.configure(
        processors=[*SHARED_PROCESSORS, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
