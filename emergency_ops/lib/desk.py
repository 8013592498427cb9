"""Cards of the start page: each slice registers what it has to tell people of a role. The library knows no app."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any, Final

from django.utils.functional import Promise

from .roles import Role, roles_of

#: rows of a card; whoever wants more follows its link
ROWS: Final = 5
#: what a card's query reads at most: one more tells that there are more
MOST: Final = ROWS + 1
#: cards that are there with the page; what comes after them is fetched when it is there
FIRST: Final = 7
#: from this place on a card is shown only when something is on it: what a role has to do now and then
RARELY: Final = 90


@dataclass(frozen=True, slots=True)
class Act:
    """What can be done about a row at once: a button that posts to `href`, with what else is to be sent along."""

    label: str
    icon: str
    href: str
    fields: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """One thing, the most urgent first. key: the same every time, so that the focus stays on it when the page asks for news.

    act: for what needs no other page. note: what is missing and whose turn it is, in a sentence. badges: (vocabulary, value) of `{% badge_for %}`. clock: started, due and stopped of a promise, clock_name: of which; has_lapsed: it was kept
    and does not hold any more. due: until when, where there is no such clock, due_name: what that time is. is_late: somebody should have done it by now; without a time, it is as urgent as that.
    """

    key: str
    title: str
    href: str
    detail: str = ""
    note: str = ""
    badges: Sequence[tuple[str, str]] = ()
    clock: tuple[datetime, datetime, datetime | None] | None = None
    clock_name: str = ""
    has_lapsed: bool = False
    due: datetime | None = None
    due_name: str = ""
    is_late: bool = False
    act: Act | None = None


@dataclass(frozen=True, slots=True)
class Card:
    """places: the roles that have it on their desk, and where, small first. empty: the one line that stands for an empty card.

    rows: at most MOST, in a fixed number of queries. all_href: of the list that has all of them. is_rare: not shown when empty,
    wherever its place is.
    """

    code: str
    label: str | Promise
    icon: str
    places: Mapping[Role, int]
    rows: Callable[[Any, datetime], Iterable[Row]]
    all_href: Callable[[], str]
    empty: str | Promise
    is_rare: bool = False

    def place(self, roles: Iterable[Role]) -> int | None:
        return min((self.places[role] for role in roles if role in self.places), default=None)


@dataclass(frozen=True, slots=True)
class Shown:
    """A card with its rows as a page shows it."""

    card: Card
    rows: Sequence[Row]
    has_more: bool

    @property
    def all_href(self) -> str:
        return self.card.all_href()

    @property
    def overdue(self) -> int:
        """Of the rows shown, those whose time is over."""
        return sum(row.is_late and (row.due is not None or row.clock is not None) for row in self.rows)

    @property
    def more_are_overdue(self) -> bool:
        """Whether there may be more of them than are shown."""
        return self.has_more and self.overdue == len(self.rows)


_cards: dict[str, Card] = {}


def register(card: Card) -> None:
    """Two different cards of one code are a programming error."""
    if _cards.setdefault(card.code, card) is not card:
        raise ValueError(f"the card {card.code!r} is registered already")


def cards_for(person: Any) -> list[Card]:
    """The cards of all of a person's roles, in the order of the role that has each first."""
    roles = roles_of(person)
    placed = [(card.place(roles), card.code, card) for card in _cards.values()]
    return [card for place, _code, card in sorted(placed, key=lambda one: (one[0] or 0, one[1])) if place is not None]


def first(person: Any, now: datetime) -> list[Shown]:
    """The cards that matter most to the person, with their rows."""
    return _filled(cards_for(person)[:FIRST], person, now)


def rest(person: Any, now: datetime) -> list[Shown]:
    """Those that come after the first ones."""
    return _filled(cards_for(person)[FIRST:], person, now)


def has_rest(person: Any) -> bool:
    return len(cards_for(person)) > FIRST


def shown(person: Any, now: datetime) -> list[Shown]:
    """All of them."""
    return [*first(person, now), *rest(person, now)]


def _filled(cards: Sequence[Card], person: Any, now: datetime) -> list[Shown]:
    """Those that are rarely wanted and empty are left out."""
    roles = roles_of(person)
    found = [_shown(card, person, now) for card in cards]
    return [one for one in found if one.rows or not (one.card.is_rare or (one.card.place(roles) or 0) >= RARELY)]


def _shown(card: Card, person: Any, now: datetime) -> Shown:
    rows = list(islice(card.rows(person, now), MOST))
    return Shown(card, rows[:ROWS], len(rows) > ROWS)
