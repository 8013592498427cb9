"""What an adapter is given: an account that is open, and a message in words. No database."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Any


@dataclass(frozen=True)
class Account:
    """A configured account with its secrets, which are in no repr. options: what the channel's form asks besides."""

    channel: str
    address: str
    options: Mapping[str, Any]
    secrets: Mapping[str, str] = field(repr=False, default_factory=dict)

    def secret(self, name: str) -> str:
        return self.secrets.get(name, "")

    def option(self, name: str) -> str:
        return str(self.options.get(name) or "")


@dataclass(frozen=True)
class Addressee:
    """Somebody who is mentioned, or reached. handle: their id in the channel, "" when it is not known."""

    name: str
    phone: str = ""
    handle: str = ""


@dataclass(frozen=True)
class Parcel:
    """A message to be sent once. key: the same at every attempt. link: a whole address, "" for none, link_label what it is for.

    token: of the link that acknowledges, for who is called in person. earlier: what is folded into this one, the oldest first.
    facts: (kind, id) of the subject and what a program wants to know.
    """

    key: str
    title: str
    body: str
    link: str = ""
    link_label: str = ""
    people: Sequence[Addressee] = ()
    token: str = ""
    is_call: bool = False
    earlier: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)
    created_at: datetime | None = None

    @property
    def digest(self) -> str:
        """The key as a header or an OutId may carry it: 32 hexadecimal digits."""
        return sha256(self.key.encode()).hexdigest()[:32]

    @property
    def tail(self) -> str:
        """The link with what it is for, which no cut may touch."""
        return f"{self.link_label}{self.link}" if self.link else ""
