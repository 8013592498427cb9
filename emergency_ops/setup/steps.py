"""The steps of the guide: what each is for, how far it is, what to press. Plain values in, sentences out."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from resources.network.choices import ImportKind

from .facts import House

Text = str | Promise


class State(StrEnum):
    DONE = "done"
    BEGUN = "begun"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Button:
    label: str
    href: str


@dataclass(frozen=True, slots=True)
class Found:
    """How far a step is: figures as label and value, what is missing as sentences."""

    state: State
    figures: Sequence[tuple[str, object]] = ()
    missing: Sequence[str] = ()
    buttons: Sequence[Button] = ()
    files: Sequence[ImportKind] = ()
    extra: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """A step as such. why: one line; without: what will not work until it is done; needed: for the first alarm."""

    code: str
    title: Text
    icon: str
    why: Text
    without: Text
    look: Callable[[House], Found]
    term: str = ""
    needed: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    rule: Rule
    found: Found
    number: int = field(default=0)

    @property
    def is_done(self) -> bool:
        return self.found.state == State.DONE


def read(rules: Iterable[Rule], house: House) -> list[Step]:
    return [Step(rule, rule.look(house), number) for number, rule in enumerate(rules, start=1)]


def readiness(steps: Sequence[Step]) -> str:
    """In one sentence, how ready the house is."""
    needed = sum(step.rule.needed and not step.is_done for step in steps)
    later = sum(not step.rule.needed and not step.is_done for step in steps)
    if needed:
        return ngettext(
            "还不能值守：第一次报警之前还缺 %(number)d 项。", "还不能值守：第一次报警之前还缺 %(number)d 项。", needed
        ) % {"number": needed}
    if later:
        return ngettext(
            "可以开始值守：还缺 %(number)d 项，可以以后再做。",
            "可以开始值守：还缺 %(number)d 项，可以以后再做。",
            later,
        ) % {"number": later}
    return _("一切就绪，可以值守。")


def state(done: bool, begun: bool = False) -> State:
    return State.DONE if done else State.BEGUN if begun else State.OPEN
