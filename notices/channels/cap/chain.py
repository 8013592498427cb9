"""Which earlier messages a new one is about. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from .alert import Reference
from .choices import MessageType


@dataclass(frozen=True, slots=True)
class Sent:
    """A message that was sent. references: those that it named itself."""

    reference: Reference
    msg_type: str
    expires: datetime | None
    references: tuple[Reference, ...] = ()


def standing(messages: Iterable[Sent], now: datetime) -> list[Reference]:
    """Those that receivers still show, or would show again if the one that replaced them went: neither cancelled nor expired."""
    sent = list(messages)
    cancelled = {reference for one in sent if one.msg_type == MessageType.CANCEL for reference in one.references}
    return [
        one.reference
        for one in sent
        if one.msg_type != MessageType.CANCEL
        and one.reference not in cancelled
        and (one.expires is None or one.expires > now)
    ]
