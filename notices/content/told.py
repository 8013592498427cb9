"""A notice as outlets read it: plain values, no database. See queries.told()."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

FIELDS: Final = ("title", "short", "lead", "until", "instead", "cash", "bring", "priority")


@dataclass(frozen=True, slots=True)
class Words:
    """A notice's words in one language. `instead` has one way a line."""

    title: str
    short: str
    lead: str
    until: str
    instead: str
    cash: str
    bring: str
    priority: str

    @property
    def ways(self) -> list[str]:
        return [line.strip() for line in self.instead.splitlines() if line.strip()]


@dataclass(frozen=True, slots=True)
class SiteTold:
    """A site that a notice is about. facts: see wording.content; {} for planned maintenance."""

    code: str
    name: str
    region_code: str
    affected: int
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Told:
    """kind, status: NoticeKind, NoticeStatus values. words by language ("zh-hans", "en"); Chinese is always there.

    url: absolute address of the notice's public page. hotline: the number that everybody may call. Times are aware, in the
    project's zone. issuer, approver, submitter: names, "" while there is none. previous: number of the notice that it replaces, "".
    earlier: numbers of all notices of this incident that were issued before it, the oldest first.
    """

    pk: int
    number: str
    kind: str
    status: str
    is_drill: bool
    incident: str
    grade: str
    category: str
    region_code: str
    region: str
    began_at: datetime
    expected_until: datetime | None
    expires_at: datetime
    issued_at: datetime | None
    ended_at: datetime | None
    organisation: str
    hotline: str
    url: str
    issuer: str
    approver: str
    previous: str
    earlier: tuple[str, ...]
    words: Mapping[str, Words]
    sites: tuple[SiteTold, ...]
    submitter: str = ""

    @property
    def zh(self) -> Words:
        return self.words["zh-hans"]

    @property
    def en(self) -> Words | None:
        return self.words.get("en")
