"""Which posts an absence touches: who takes over, and when nobody would be left. Read only; the form shows it, the action obeys it."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from .choices import AssignmentRole
from .models import Absence, Cover, Person, Post, PostAssignment
from .rules.absences import Window, joined, within, without

OTHER_ROLE = {AssignmentRole.A: AssignmentRole.B, AssignmentRole.B: AssignmentRole.A}
Spans = Mapping[int, Sequence[Window]]


@dataclass(frozen=True)
class Clash:
    """The other one is away as well in this time, and nobody is named to cover."""

    person: Person
    window: Window


@dataclass(frozen=True)
class Touched:
    """A post that somebody holds in a part of their absence, as A or B (role), or is named to cover then (role "").

    others: who hold the other role in that time. vacant: when nobody does; a cover may be named for it, and need not.
    """

    post: Post
    role: str
    window: Window
    others: tuple[Person, ...] = ()
    clashes: tuple[Clash, ...] = ()
    vacant: tuple[Window, ...] = ()

    @property
    def is_a(self) -> bool:
        return self.role == AssignmentRole.A

    @property
    def needed(self) -> list[Window]:
        """When a cover has to be named."""
        return joined(clash.window for clash in self.clashes) if self.role else [self.window]

    @property
    def wanted(self) -> list[Window]:
        """When a cover may be named."""
        return joined([*self.needed, *self.vacant])


def touched_posts(person: Person, window: Window) -> list[Touched]:
    """The posts in use that a person holds or covers in this time, those held first. Five queries."""
    period = DateTimeTZRange(window.start, window.end)
    now_held = PostAssignment.objects.filter(validity__overlap=period, post__is_active=True)
    held = list(now_held.filter(person=person).select_related("post__region").order_by("post__function", "post_id"))
    posts = {row.post_id for row in held}
    others = list(now_held.filter(post__in=posts).exclude(person=person).select_related("person"))
    standing = Cover.objects.filter(period__overlap=period, cancelled_at=None, post__is_active=True)
    covered = _windows(standing.filter(post__in=posts).exclude(person=person), "post_id", window)
    away = _windows(absences_in({row.person_id for row in others}, period), "person_id", window)
    found = [_held(row, others, covered, away, window) for row in held]
    named = standing.filter(person=person).select_related("post__region").order_by("period")
    return found + [Touched(cover.post, "", _part(window, cover.period)) for cover in named]


def absences_in(people: Collection[int], period: DateTimeTZRange) -> Any:
    """The absences of these people that touch a period."""
    return Absence.objects.filter(person__in=people, period__overlap=period, cancelled_at=None)


def _held(
    row: PostAssignment, others: Sequence[PostAssignment], covered: Spans, away: Spans, window: Window
) -> Touched:
    mine = _part(window, row.validity)
    opposite = [
        one for one in others if one.post_id == row.post_id and one.role == OTHER_ROLE[AssignmentRole(row.role)]
    ]
    shared = [(one.person, part) for one in opposite if one.person.is_active and (part := _within(mine, one.validity))]
    clashes = [
        Clash(other, left)
        for other, part in shared
        for gone in away.get(other.pk, ())
        for left in without(_both(part, gone), covered.get(row.post_id, ()))
    ]
    vacant = without([mine], [*(part for _other, part in shared), *covered.get(row.post_id, ())])
    people = tuple(dict.fromkeys(other for other, _part_of in shared))
    return Touched(row.post, row.role, mine, people, tuple(clashes), tuple(vacant))


def _both(one: Window, other: Window) -> list[Window]:
    shared = within(one, *other)
    return [shared] if shared else []


def _windows(rows: Any, key: str, window: Window) -> dict[int, list[Window]]:
    """The parts of absences or covers that lie in the window, by person or post."""
    found: dict[int, list[Window]] = defaultdict(list)
    for owner, period in rows.values_list(key, "period"):
        found[owner].append(_part(window, period))
    return found


def _within(window: Window, period: DateTimeTZRange) -> Window | None:
    return within(window, period.lower, period.upper)


def _part(window: Window, period: DateTimeTZRange) -> Window:
    """The part of a window that lies in a period which is known to touch it."""
    return _within(window, period) or window
