"""What the press gives back, and how facts are named. Does not load the typesetter, so the web server may use it."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


class Stopped(RuntimeError):
    """A rendering took too long and was stopped; the message says so. Another try may work."""


@dataclass(frozen=True, slots=True)
class Printed:
    """A rendered document. `starts` says on which page (from 1) the element with an id begins."""

    pdf: bytes
    pages: int
    starts: Mapping[str, int]

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.pdf).hexdigest()


def canonical(facts: Any) -> bytes:
    """The one way in which these facts are written as JSON."""
    return json.dumps(facts, sort_keys=True, ensure_ascii=False).encode()


def digest(facts: Any) -> str:
    """The SHA-256 of facts (JSON), 64 hexadecimal digits."""
    return hashlib.sha256(canonical(facts)).hexdigest()


def identifier(facts: Any) -> bytes:
    """A PDF's file identifier, from the facts alone: 32 hexadecimal digits."""
    return digest(facts)[:32].encode()
