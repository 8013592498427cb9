"""Outlets: where a notice becomes public. Each slice (paper, screens, channels, status page, feed) registers its own at the start.

`publish`, `replace` and `withdraw` run within the transaction that changes the notice: they write rows that say what is to
be done, and workers do it after the commit. They never call out.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.functional import Promise

from resources.staff.models import Person

from .models import Notice
from .told import Told


@dataclass(frozen=True, slots=True)
class Limit:
    """How long a field is in this outlet. `used` and `most` in the outlet's own way of counting."""

    name: str | Promise
    used: int
    most: int

    @property
    def is_over(self) -> bool:
        return self.used > self.most


@dataclass(frozen=True, slots=True)
class Preview:
    """What the outlet would carry. template: of a fragment that gets what is in `context`, and `preview` and `told`; problems: sentences that stop approval."""

    template: str
    context: dict[str, Any]
    limits: Sequence[Limit] = ()
    problems: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """One place where a notice is, or is to be: a wall, a terminal group, an account, the page. For the deliveries page.

    notice: the id of the notice that is there, None for a sheet made without one. tone: ok, info, warn, danger or neutral. open: something is still to be done. standing: the public can read it there now.
    action: the address of the page where somebody does what is to be done, "" for nothing to do.
    """

    outlet: str
    notice: int | None
    place: str
    state: str | Promise
    tone: str
    since: datetime | None = None
    until: datetime | None = None
    open: bool = False
    standing: bool = False
    link: str = ""
    action: str = ""
    detail: str | Promise = ""
    by: str = ""


def _nothing(notice: Notice, *, actor: Person | None, now: datetime) -> None:
    return None


def _no_lines(notices: Sequence[Notice], now: datetime) -> Iterable[Line]:
    return ()


def _always(notice: Notice) -> bool:
    return True


def _no_words(params: Mapping[str, Any]) -> str:
    return ""


@dataclass(frozen=True, slots=True)
class Outlet:
    """is_public: people outside can read it, so a drill never reaches it (publish is not called then, and says so).

    publish: the notice is issued. replace: the notice is issued and `notice.previous` stood there; by default it is withdrawn and
    the new one published. withdraw: the notice ended (superseded without successor here, withdrawn, expired).
    lines: where these notices are, for the deliveries page; a fixed number of queries. order: on pages, small first.
    tell: a sentence for an OUTLET event of the notice's history whose params name this outlet; "" for none.
    """

    code: str
    label: str | Promise
    icon: str
    order: int
    is_public: bool
    preview: Callable[[Told], Preview]
    publish: Callable[..., None] = _nothing
    replace: Callable[..., None] | None = None
    withdraw: Callable[..., None] = _nothing
    lines: Callable[[Sequence[Notice], datetime], Iterable[Line]] = _no_lines
    serves: Callable[[Notice], bool] = _always
    tell: Callable[[Mapping[str, Any]], str] = _no_words


_outlets: dict[str, Outlet] = {}


def register(outlet: Outlet) -> None:
    """Two different outlets of one code are a programming error."""
    if _outlets.setdefault(outlet.code, outlet) is not outlet:
        raise ValueError(f"the outlet {outlet.code!r} is registered already")


def outlets() -> list[Outlet]:
    return sorted(_outlets.values(), key=lambda outlet: outlet.order)


def outlet(code: str) -> Outlet | None:
    return _outlets.get(code)
