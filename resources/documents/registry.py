"""The kinds of paper: their template, the form of their page, and who opens them. Each slice registers its own at the start."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from resources.staff.models import Person

from .choices import PaperKind
from .models import Paper

Facts = Mapping[str, Any]
#: the forms of a page, each with a style sheet of this name
PAGES: Final = ("A4", "A4 landscape", "A6", "labels", "label")


@dataclass(frozen=True, slots=True)
class PaperType:
    """How papers of a kind are set, who may open them besides those of the region, and which page one comes from."""

    kind: PaperKind
    template: str
    may_open: Callable[[Person, Paper], bool]
    page: str | Callable[[Facts], str]
    css: tuple[Path, ...]
    back: Callable[[Paper], str]

    def page_for(self, facts: Facts) -> str:
        """One of PAGES. Raises ValueError for any other."""
        found = self.page if isinstance(self.page, str) else self.page(facts)
        if found not in PAGES:
            raise ValueError(f"{self.kind}: no page form {found!r}, only {', '.join(PAGES)}")
        return found


_types: dict[str, PaperType] = {}


def register(
    kind: PaperKind,
    *,
    template: str,
    may_open: Callable[[Person, Paper], bool],
    page: str | Callable[[Facts], str] = "A4",
    css: tuple[Path, ...] = (),
    back: Callable[[Paper], str] = lambda paper: "",
) -> None:
    """Make a kind known. `page`: one of PAGES, or a function of the facts; `css`: style sheets after paper.css.

    `may_open(person, paper)` is asked besides the region; with a paper without region it alone decides.
    `back(paper)`: the address of the page that the paper belongs to, empty if there is none.
    """
    _types[kind] = PaperType(kind, template, may_open, page, css, back)


def type_of(kind: str) -> PaperType:
    """Raises LookupError for a kind that nobody registered."""
    return _types[kind]


def registered() -> list[PaperType]:
    return list(_types.values())
