"""The values that detection reasons about."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, NamedTuple


class Kind(StrEnum):
    """What was seen: nothing at all, a fault that the terminal names, or payments that fail."""

    SILENCE = "silence"
    FAULT = "fault"
    FAILURES = "failures"


class By(StrEnum):
    """What the terminals of a group share, from narrow to wide."""

    TERMINAL = "terminal"
    SITE = "site"
    LINE = "line"
    VERSION = "version"
    REGION = "region"
    RELEASE = "release"
    NETWORK = "network"


class Group(NamedTuple):
    """Terminals that share something, and for payments perhaps only one method of them."""

    by: By
    key: str
    method: str = ""

    def __str__(self) -> str:
        name = "method" if self.by is By.NETWORK and self.method else str(self.by)
        parts = [part for part in (self.key, self.method) if part]
        return f"{name}:{'/'.join(parts)}"


class Place:
    """Where a terminal stands in the network. `hourly` is its usual number of payments an hour.

    `keys` names the group of each kind that it is in; empty where it is in none.
    """

    __slots__ = ("code", "hourly", "keys", "site", "terminal")

    def __init__(
        self, terminal: int, code: str, site: str, region: str, line: str, version: str, hourly: float = 0.0
    ) -> None:
        self.terminal, self.code, self.site, self.hourly = terminal, code, site, hourly
        self.keys: Mapping[By, str] = {
            By.TERMINAL: code, By.SITE: site, By.LINE: line, By.VERSION: version and f"{region}/{version}",
            By.REGION: region, By.RELEASE: version, By.NETWORK: "*",
        }  # fmt: skip

    def group(self, by: By, method: str = "") -> Group:
        """The group of that kind which the terminal is in."""
        return Group(by, self.keys[by], method)

    def within(self, group: Group) -> bool:
        """Whether the terminal is in that group, whatever the payment method."""
        return self.keys[group.by] == group.key


@dataclass(frozen=True, slots=True)
class Heard:
    """A terminal that is watched now: when it was last heard (or its silence began to count) and how often it reports."""

    place: Place
    last: float
    interval: float
    methods: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Faulty:
    """A watched terminal whose newest report names something that is not ok. `components` maps a part to (state, code)."""

    place: Place
    heard: float
    since: float
    device: str
    network: str
    components: Mapping[str, tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Paid:
    """Payments of one terminal by one method in the minute that begins at `minute`."""

    place: Place
    method: str
    minute: float
    ok: int
    failed: int


@dataclass(frozen=True, slots=True)
class Size:
    """How many watched terminals a group has, and their usual payments an hour."""

    terminals: int
    hourly: float


class Gaps(NamedTuple):
    """Pauses between two reports that ended since detection last learned.

    `late` counts the punctual ones by how much later than the interval they came (steps: baseline.LATENESS_STEPS), `long` are the
    others as (length, interval) in seconds, `interval` is the terminals' median.
    """

    late: list[int]
    long: list[tuple[float, float]]
    interval: float | None


@dataclass(frozen=True, slots=True)
class Rules:
    """What people decided about watching; see `monitoring.rules` for the defaults of the shipped rules."""

    failures: bool = True
    threshold: float = 0.05
    window: int = 60
    minimum_sample: int = 5
    recovery_seconds: float = 90.0
    groupings: frozenset[str] = frozenset({"terminal", "site", "region", "line", "version", "method"})
    silence: bool = True
    silence_minutes: float = 3.0
    faults: bool = True
    ignored_codes: frozenset[str] = frozenset()
    fault_minutes: float = 0.0


@dataclass(frozen=True, slots=True)
class Known:
    """A warning as it is stored: open, or cleared not long ago."""

    id: int
    kind: Kind
    group: Group
    scope: str
    category: str
    began: float
    opened: float
    cleared: float | None
    terminals: frozenset[int]
    memory: Mapping[str, Any] = field(default_factory=dict)

    @property
    def open(self) -> bool:
        return self.cleared is None

    @property
    def codes(self) -> frozenset[str]:
        return frozenset(self.memory.get("codes", ()))

    @property
    def rate(self) -> float:
        """The share of payments that failed when it opened or last grew."""
        return self.failed / max(1, self.tried)

    @property
    def failed(self) -> int:
        return int(self.memory.get("failed", 0))

    @property
    def tried(self) -> int:
        return int(self.memory.get("tried", 0))

    def covers(self, place: Place) -> bool:
        """Whether the terminal is one that the warning stands for."""
        return place.terminal in self.terminals or (self.group.by is not By.TERMINAL and place.within(self.group))


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """One cause that would explain part of what is seen. `shown_by` are the terminals that show it.

    `weight` is its evidence and `cost` how much rarer such causes are, in nats. With `growth_only` it is not enough for a warning
    of its own. Of payments `failed` and `tried` are counted where the evidence is clearest, `methods` are the failures by method.
    Whoever holds that it began before `denied_since` has most members against them.
    """

    kind: Kind
    group: Group
    weight: float
    cost: float
    began: float
    shown_by: frozenset[int]
    category: str
    evidence: Mapping[str, Any]
    codes: frozenset[str] = frozenset()
    growth_only: bool = False
    failed: int = 0
    tried: int = 0
    methods: Mapping[str, int] = field(default_factory=dict)
    denied_since: float = -math.inf

    @property
    def score(self) -> float:
        return self.weight - self.cost

    @property
    def rate(self) -> float:
        """The share of payments that fails."""
        return self.failed / max(1, self.tried)


@dataclass(frozen=True, slots=True)
class Opening:
    """A new warning, or (with `warning`) an open one that grows to this; `absorbs` are other open ones that become part of it."""

    hypothesis: Hypothesis
    scope: str
    method: str
    terminals: frozenset[int]
    warning: int | None = None
    absorbs: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """An open warning that stays what it is, with news: further terminals, another category, something to remember."""

    warning: int
    added: frozenset[int] = frozenset()
    signals: tuple[tuple[int, Kind, str], ...] = ()
    category: str | None = None
    evidence: Mapping[str, Any] | None = None
    memory: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Clearing:
    """An open warning whose cause is gone, or which was found to be part of another (`into`)."""

    warning: int
    reason: str
    into: int | None = None


@dataclass(slots=True)
class Outcome:
    """What a pass decided."""

    openings: list[Opening] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    clearings: list[Clearing] = field(default_factory=list)
