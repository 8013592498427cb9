"""A CAP 1.2 message as plain values, in the order of its elements. Times are aware; texts may hold anything."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Self


@dataclass(frozen=True, slots=True)
class Reference:
    """How one message names another."""

    sender: str
    identifier: str
    sent: str

    def __str__(self) -> str:
        return f"{self.sender},{self.identifier},{self.sent}"

    @classmethod
    def parse(cls, text: str) -> Self:
        """Raises ValueError for anything but three parts between commas."""
        sender, identifier, sent = text.split(",")
        return cls(sender, identifier, sent)


@dataclass(frozen=True, slots=True)
class Area:
    """circles: (latitude, longitude, radius in km). geocodes: region codes of GB/T 2260."""

    description: str
    circles: Sequence[tuple[float, float, float]] = ()
    geocodes: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Info:
    """The message in one language (`zh-CN` or `en`)."""

    language: str
    event: str
    response: str
    urgency: str
    severity: str
    certainty: str
    sender_name: str
    headline: str
    description: str
    instruction: str
    web: str
    contact: str
    effective: datetime
    onset: datetime | None = None
    expires: datetime | None = None
    category: str = "Infra"
    parameters: Sequence[tuple[str, str]] = ()
    areas: Sequence[Area] = ()


@dataclass(frozen=True, slots=True)
class Alert:
    """restriction: for whom it is, where the scope is Restricted."""

    identifier: str
    sender: str
    sent: datetime
    status: str
    msg_type: str
    note: str
    references: Sequence[Reference]
    incident: str
    infos: Sequence[Info]
    scope: str
    restriction: str = ""
