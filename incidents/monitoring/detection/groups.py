"""The groupings that are compared, what they would mean, and what they cost."""

from collections.abc import Iterable
from typing import Final

from .facts import By, Group, Heard, Hypothesis, Kind, Place

WIDE: Final = (By.LINE, By.VERSION, By.REGION, By.RELEASE, By.NETWORK)
WIDTH: Final = {by: width for width, by in enumerate(By)}

SINGLE_POINT, SITE_WIDE, REGIONAL, NETWORK_WIDE = "single_point", "site_wide", "regional", "network_wide"
_SCOPES: Final = {By.TERMINAL: SINGLE_POINT, By.SITE: SITE_WIDE, By.NETWORK: NETWORK_WIDE}

SILENCE_CATEGORY: Final = {
    By.TERMINAL: "hardware", By.SITE: "external", By.LINE: "external", By.REGION: "external",
    By.VERSION: "software", By.RELEASE: "software", By.NETWORK: "external",
}  # fmt: skip
FAILURES_CATEGORY: Final = {by: "external" if by is By.LINE else "software" for by in By}


def scope_of(group: Group) -> str:
    """How far a warning for that group reaches."""
    return _SCOPES.get(group.by, REGIONAL)


def groups_of(place: Place, kinds: Iterable[By], method: str = "") -> list[Group]:
    """The groups of those kinds that a terminal is in."""
    return [Group(by, key, method) for by in kinds if (key := place.keys[by])]


def members_by_group(groups: Iterable[Group], members: Iterable[Heard]) -> dict[Group, list[Heard]]:
    """The members of each group, whatever their payment methods."""
    found: dict[Group, list[Heard]] = {group: [] for group in groups}
    kinds = {group.by for group in found}
    for member in members:
        for group in groups_of(member.place, kinds):
            if group in found:
                found[group].append(member)
    return found


def is_wider(group: Group, than: Group) -> bool:
    """Whether a group takes in more than another could: a wider kind, or the same with every payment method."""
    if WIDTH[group.by] != WIDTH[than.by]:
        return WIDTH[group.by] > WIDTH[than.by]
    return bool(than.method) and not group.method


def best_first(hypotheses: Iterable[Hypothesis]) -> list[Hypothesis]:
    """The best explanation first; what explains as much by less stands before."""
    return sorted(hypotheses, key=lambda h: (-h.score, WIDTH[h.group.by], h.group))


def category_of(kind: Kind, group: Group) -> str:
    """The guess at the cause where the terminals themselves name none."""
    return (SILENCE_CATEGORY if kind is Kind.SILENCE else FAILURES_CATEGORY)[group.by]
