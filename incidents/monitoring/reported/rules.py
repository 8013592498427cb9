"""Pure decisions about what people and other systems report: what it amounts to, and which open warning explains it."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from incidents.monitoring.choices import Category, Scope, SignalKind, WarningSource
from incidents.monitoring.detection.codes import CODES, DEVICES, HUMAN, SOFTWARE, Meaning, Severity, severity_of
from incidents.monitoring.detection.codes import NETWORK_DOWN as LINE_DOWN
from incidents.monitoring.detection.facts import By, Group, Kind, Place
from resources.network.models import Terminal

#: what only eyes see; a code of the terminals' vocabulary means what it means there
MEANINGS: Final[Mapping[str, Meaning]] = {
    **CODES,
    **DEVICES,
    "network:down": LINE_DOWN,
    "notice:missing": Meaning(HUMAN, Severity.NOTE),
    "qr:covered": Meaning(HUMAN, Severity.CRITICAL),
    "external:alert": Meaning(SOFTWARE, Severity.MINOR),
}
_CAUSE_FIRST: Final = (Category.HUMAN, Category.EXTERNAL, Category.HARDWARE, Category.SOFTWARE)
_BY_KIND: Final = {
    SignalKind.SILENCE: Category.EXTERNAL,
    SignalKind.FAULT: Category.HARDWARE,
    SignalKind.FAILURES: Category.SOFTWARE,
}
_SCOPES: Final = (Scope.SINGLE_POINT, Scope.SITE_WIDE, Scope.REGIONAL, Scope.NETWORK_WIDE)


@dataclass(frozen=True, slots=True)
class Observation:
    """What was seen of one terminal.

    `code` is a fault code, a cause, or for failures a payment method ("" for any). `detail` is kept with the signal.
    `category` overrules the one that the code stands for.
    """

    terminal: Terminal
    kind: SignalKind
    code: str
    began_at: datetime
    detail: Mapping[str, Any] = field(default_factory=dict)
    category: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """An open warning: what it says, and which of the terminals asked about it covers still. `group` is detection's."""

    id: int
    source: str
    key: str
    kind: Kind
    codes: frozenset[str]
    method: str
    terminals: frozenset[int]
    group: Group | None = None
    alone: bool = False

    def covers(self, place: Place) -> bool:
        if place.terminal in self.terminals:
            return True
        return self.group is not None and self.group.by is not By.TERMINAL and place.within(self.group)

    @property
    def down(self) -> bool:
        """Whether it says that its terminals are cut off altogether: whatever else is seen there belongs to it for now."""
        return self.kind is Kind.SILENCE or any(_part_of(code) is Kind.SILENCE for code in self.codes)


def same_cause(standing: Standing, kind: str, code: str) -> bool:
    """Whether the warning says the very same, so that it is over when the warning is."""
    if kind == SignalKind.SILENCE:
        return standing.down
    if kind == SignalKind.FAILURES:
        return standing.kind is Kind.FAILURES and (not standing.method or not code or standing.method == code)
    part_of = _part_of(code)
    if part_of is Kind.SILENCE:
        return standing.down
    return code in standing.codes or (part_of is not None and part_of is standing.kind)


def explains(standing: Standing, kind: str, code: str) -> bool:
    """Whether what is seen at a terminal that the warning covers is one more sign of it and no matter of its own."""
    if same_cause(standing, kind, code) or standing.down:
        return True
    return standing.alone and standing.kind is Kind.FAULT and kind == SignalKind.FAULT


def host_of(standings: Iterable[Standing], place: Place, kind: str, code: str, *, own: str) -> Standing | None:
    """The open warning under which a signal belongs: the reporter's own (by its key), else detection's, else another's."""
    found = [
        (standing.key != own, standing.source != WarningSource.REPORTS, standing.id, standing)
        for standing in standings
        if standing.covers(place) and (standing.key == own or explains(standing, kind, code))
    ]
    return min(found)[3] if found else None


def category_of(kind: str, code: str, said: str = "") -> Category:
    """What was said, else what the code stands for (a fault code, or a category itself), else what is usual of the kind."""
    if said in Category.values:
        return Category(said)
    if known := MEANINGS.get(code):
        return Category(known.category)
    return Category(code) if code in Category.values else _BY_KIND[SignalKind(kind)]


def common_category(categories: Collection[Category]) -> Category:
    """The category that explains the others."""
    return next(category for category in _CAUSE_FIRST if category in categories)


def scope_of(terminals: Collection[int], sites: Collection[int], before: str = "") -> Scope:
    """How far it reaches; never less than it did `before`."""
    found = Scope.REGIONAL
    if len(sites) == 1:
        found = Scope.SINGLE_POINT if len(terminals) == 1 else Scope.SITE_WIDE
    return max(found, Scope(before), key=_SCOPES.index) if before else found


def most_telling(codes: Iterable[str]) -> str:
    """The code that says most."""
    return min(codes, key=lambda code: (-severity(code), code))


def severity(code: str) -> Severity:
    """A code that is not known counts as major."""
    known = MEANINGS.get(code)
    return known.severity if known else severity_of([code])


def _part_of(code: str) -> Kind | None:
    known = MEANINGS.get(code)
    return known.part_of if known else None
