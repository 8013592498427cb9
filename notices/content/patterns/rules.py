"""Which template a notice is written from. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from incidents.monitoring.choices import Category


@dataclass(frozen=True, slots=True)
class Pattern:
    """A template. cause: a Category, a Cause of the plan or ""; scope, case: "" holds for all. words: by field of told.FIELDS.

    pk: 0 for one that ships with the system.
    """

    kind: str
    language: str
    words: Mapping[str, str]
    cause: str = ""
    scope: str = ""
    case: str = ""
    pk: int = 0


@dataclass(frozen=True, slots=True)
class Features:
    """What a notice is about. cause: the plan's cause where it is sure which, else ""."""

    kind: str
    language: str
    category: str = ""
    cause: str = ""
    scope: str = ""
    case: str = ""


def choose(patterns: Iterable[Pattern], features: Features) -> Pattern | None:
    """The most specific that holds: the case counts most, then the cause, its category, the scope. None where none holds."""
    fitting = [pattern for pattern in patterns if holds(pattern, features)]
    return max(fitting, key=lambda pattern: (*_rank(pattern), -pattern.pk), default=None)


def holds(pattern: Pattern, features: Features) -> bool:
    return (
        (pattern.kind, pattern.language) == (features.kind, features.language)
        and pattern.cause in ("", features.cause, features.category)
        and pattern.scope in ("", features.scope)
        and pattern.case in ("", features.case)
    )


def _rank(pattern: Pattern) -> tuple[int, int, int]:
    cause = 0 if not pattern.cause else 1 if pattern.cause in Category.values else 2
    return int(bool(pattern.case)), cause, int(bool(pattern.scope))
