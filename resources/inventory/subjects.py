"""What stock is used for: something of another app that this one names and does not know."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Subject:
    """E.g. Subject("incident", 17, "SJ-20261123-0004"). `reference` is its number, as people write it."""

    kind: str
    id: int
    reference: str
