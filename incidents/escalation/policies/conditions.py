"""Which policy serves a subject: the first, by rank, whose conditions all hold. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

from incidents.escalation.choices import Days, Drill
from resources.network.regions import WHOLE_COUNTRY, is_within

from .hours import Moment, Window, open_window, parse_windows, stored_windows

#: why a policy was taken although it asks for nothing, and what holds of a day that the calendar does not know
DEFAULT = "default"
UNCONDITIONAL = "unconditional"
GUESSED = "guessed_day"


@dataclass(frozen=True)
class Conditions:
    """What must be so for a policy to serve. An empty field asks for nothing; of several values one is enough.

    regions: GB/T 2260 codes; a region stands for all that lies in it. drill: a Drill value or "". windows: when it is chosen.
    """

    grades: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    causes: tuple[str, ...] = ()
    scopes: tuple[str, ...] = ()
    payment_methods: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    drill: str = ""
    windows: tuple[Window, ...] = ()

    @property
    def are_empty(self) -> bool:
        return self == Conditions()


@dataclass(frozen=True)
class Facts:
    """What is known of a subject. causes: the codes that its evidence names. region_code "" is the whole country."""

    grade: str = ""
    category: str = ""
    causes: frozenset[str] = frozenset()
    scope: str = ""
    payment_method: str = ""
    region_code: str = ""
    is_drill: bool = False


@dataclass(frozen=True)
class Verdict:
    """Whether conditions hold, and what speaks for it: [name of the condition, value] pairs. Where they fail, the first that does."""

    holds: bool
    reasons: tuple[tuple[str, str], ...] = ()


def judge(conditions: Conditions, facts: Facts, moment: Moment) -> Verdict:
    reasons: list[tuple[str, str]] = []
    for name, asked, value in _simple(conditions, facts):
        if asked and value is None:
            return Verdict(False, ((name, _actual(name, facts)),))
        if asked:
            reasons.append((name, str(value)))
    if conditions.windows:
        window = open_window(conditions.windows, moment)
        if window is None:
            return Verdict(False, (("hours", ""),))
        reasons.append(("hours", f"{window.days} {window.start}-{window.end}"))
        if not moment.known and window.days != Days.ALL:
            reasons.append((GUESSED, ""))
    return Verdict(True, tuple(reasons) or ((UNCONDITIONAL, ""),))


def _simple(conditions: Conditions, facts: Facts) -> list[tuple[str, bool, str | None]]:
    """Of each condition but the hours: its name, whether it asks for anything, and the value that fits it (None: none does)."""
    drill = Drill.DRILL if facts.is_drill else Drill.REAL
    region = facts.region_code or WHOLE_COUNTRY
    return [
        ("grade", bool(conditions.grades), _one_of(facts.grade, conditions.grades)),
        ("category", bool(conditions.categories), _one_of(facts.category, conditions.categories)),
        ("cause", bool(conditions.causes), next((one for one in conditions.causes if one in facts.causes), None)),
        ("scope", bool(conditions.scopes), _one_of(facts.scope, conditions.scopes)),
        ("payment_method", bool(conditions.payment_methods), _one_of(facts.payment_method, conditions.payment_methods)),
        ("region", bool(conditions.regions), next((one for one in conditions.regions if is_within(region, one)), None)),
        ("drill", bool(conditions.drill), _one_of(str(drill), (conditions.drill,))),
    ]


def _one_of(value: str, wanted: Sequence[str]) -> str | None:
    return value if value in wanted else None


def _actual(name: str, facts: Facts) -> str:
    if name == "cause":
        return ",".join(sorted(facts.causes))
    if name == "drill":
        return str(Drill.DRILL if facts.is_drill else Drill.REAL)
    if name == "region":
        return facts.region_code or WHOLE_COUNTRY
    return str(getattr(facts, name))


def parse_conditions(stored: Mapping[str, Any]) -> Conditions:
    """The conditions as PolicyVersion.conditions keeps them."""
    lists = {
        field.name: tuple(str(value) for value in stored.get(field.name, ()))
        for field in fields(Conditions)
        if field.name not in ("drill", "windows")
    }
    return Conditions(**lists, drill=str(stored.get("drill", "")), windows=parse_windows(stored.get("windows", ())))


def stored_conditions(conditions: Conditions) -> dict[str, Any]:
    """The inverse of parse_conditions; what asks for nothing is left out."""
    stored: dict[str, Any] = {
        field.name: list(getattr(conditions, field.name))
        for field in fields(Conditions)
        if field.name not in ("drill", "windows") and getattr(conditions, field.name)
    }
    if conditions.drill:
        stored["drill"] = str(conditions.drill)
    if conditions.windows:
        stored["windows"] = stored_windows(conditions.windows)
    return stored
