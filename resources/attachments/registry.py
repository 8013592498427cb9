"""Whose attachments there are, and who sees them. Each slice registers the kinds of its subjects at the start."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from emergency_ops.lib.roles import COORDINATORS, has_role
from resources.staff.models import Person

from .models import Attachment

May = Callable[[Person, int], bool]
OnHide = Callable[[Attachment, Person, datetime], None]


def by_coordinators(person: Person, subject_id: int) -> bool:
    return has_role(person, *COORDINATORS)


@dataclass(frozen=True)
class SubjectType:
    """visible_to, may_hide: asked with the subject's id. back: the address of its page. on_hide: within the transaction."""

    visible_to: May
    may_hide: May
    back: Callable[[int], str]
    on_hide: OnHide


_types: dict[str, SubjectType] = {}


def register(
    kind: str,
    *,
    visible_to: May,
    may_hide: May = by_coordinators,
    back: Callable[[int], str] = lambda subject_id: "/",
    on_hide: OnHide = lambda attachment, actor, now: None,
) -> None:
    """Make a kind of subject known. Whoever sees the subject sees its files; whoever added a file may hide it as well."""
    _types[kind] = SubjectType(visible_to, may_hide, back, on_hide)


def type_of(kind: str) -> SubjectType | None:
    """None for a kind that nobody registered: nobody sees its files."""
    return _types.get(kind)
