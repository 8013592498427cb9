"""Who acts for which post, by the rule (rules/acting.py), in a fixed number of queries."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from emergency_ops.lib.roles import Role
from resources.network.regions import WHOLE_COUNTRY, parents

from .acting_facts import OF_THE_ACCOUNT, Silence, facts_at, with_the_past
from .choices import ActingRole, ActingState, Area, AssignmentRole, Function
from .models import Absence, Person, Post, PostAssignment
from .rules.acting import Acting, Facts, Reason, in_order, who_acts, who_is_next
from .sentences_acting import explanation, why

#: most who stand in have not done so for longer; only for the others older absences are looked up
RECENT = timedelta(days=31)
STATES = {
    ActingRole.A: ActingState.PRESENT,
    ActingRole.B: ActingState.ACTING,
    ActingRole.COVER: ActingState.COVERED,
    ActingRole.HEAD: ActingState.COVERED,
}


@dataclass(frozen=True)
class Incumbent:
    """The person who answers for a post and as what (ActingRole), why (Reason), for whom, since when; post None: by their role alone.

    since: for those who act in A's place only; None where it is not known.
    """

    person: Person
    role: str
    reason: str
    acting_for: Person | None = None
    post: Post | None = None
    since: datetime | None = None

    @property
    def state(self) -> ActingState:
        return STATES[ActingRole(self.role)]

    @property
    def why(self) -> str:
        """In a few words: A角; B角代行，自11月22日09:00起; 顶岗; 主管代行."""
        return why(self.role, self.reason, self.since)

    @property
    def explanation(self) -> str:
        """In a sentence, with what keeps A from it."""
        return explanation(self.role, self.reason, str(self.acting_for or ""), self.since)


class Where(NamedTuple):
    """A function, the region it is wanted for ("" the whole country), and the sites where these are known (primary keys)."""

    function: str
    region_code: str
    sites: Collection[int] = ()


class Line(NamedTuple):
    """Who acts for a function at a place, and whom to turn to when its A does not answer. Neither says since when."""

    acts: Incumbent | None
    following: Incumbent | None


def absent(people: Iterable[Person | int], at: datetime) -> set[int]:
    """Primary keys of those among `people` who are away at `at`. One query."""
    ids = [person if isinstance(person, int) else person.pk for person in people]
    away = Absence.objects.filter(person__in=ids, period__contains=at, cancelled_at=None)
    return set(away.values_list("person_id", flat=True))


def acting(where: Post | int | Where, at: datetime, silent: Iterable[Silence] = ()) -> Incumbent | None:
    """Who acts for a post at a time; for a function and a place: of the nearest post for which anybody does. A fixed number of queries."""
    if isinstance(where, tuple):
        place = Where(*where)
        found = acting_by_function([place.function], place.region_code, at, sites=place.sites, silent=silent)
        return found[place.function]
    pk = where if isinstance(where, int) else where.pk
    return acting_many([where], at, silent)[pk]


def with_a_present(at: datetime) -> Q:
    """The posts whose A is there: nobody need be asked who acts for them."""
    return Q(Exists(_present_as(at).filter(post=OuterRef("pk"))))


def acting_of_many(posts: Iterable[Post], at: datetime) -> dict[int, Incumbent | None]:
    """As `acting_many`, for hundreds of posts: what is known of a post is read only where its A is not there. Two queries more."""
    known = {post.pk: post for post in posts}
    present = dict(_present_as(at).filter(post__in=known).values_list("post_id", "person_id"))
    people = Person.objects.defer(*OF_THE_ACCOUNT).in_bulk(set(present.values()))
    others = acting_many([post for pk, post in known.items() if pk not in present], at)
    return {
        pk: Incumbent(people[present[pk]], ActingRole.A, Reason.HOLDS, post=post) if pk in present else others[pk]
        for pk, post in known.items()
    }


def _present_as(at: datetime) -> QuerySet[PostAssignment]:
    away = Absence.objects.filter(person=OuterRef("person"), period__contains=at, cancelled_at=None)
    return PostAssignment.objects.filter(
        ~Exists(away), role=AssignmentRole.A, validity__contains=at, person__is_active=True
    )


def acting_many(
    posts: Iterable[Post | int], at: datetime, silent: Iterable[Silence] = ()
) -> dict[int, Incumbent | None]:
    """Who acts for each of these posts at a time, by primary key. A fixed number of queries, however many posts."""
    known = _loaded(posts)
    facts, people = facts_at(known, at, silent)
    found = {pk: who_acts(fact, at) for pk, fact in facts.items()}
    stood_in = {pk for pk, one in found.items() if one and one.role != ActingRole.A and one.reason != Reason.A_CLOSED}
    found |= _dated(facts, stood_in, at, after=at - RECENT)
    older = {pk for pk in stood_in if not _is_after(found[pk], at - RECENT)}
    found |= _dated(facts, older, at)
    return {pk: _incumbent(one, people, known[pk], dated=pk in stood_in) for pk, one in found.items()}


def acting_by_function(
    functions: Collection[str],
    region_code: str,
    at: datetime,
    *,
    sites: Collection[int] = (),
    silent: Iterable[Silence] = (),
) -> dict[str, Incumbent | None]:
    """Who acts for each function there: of its nearest post for which anybody does, posts for all of the sites before regions.

    A fixed number of queries.
    """
    posts = nearest_posts(functions, region_code, sites)
    found = acting_many(posts, at, silent)
    return {function: next(_of(function, posts, found), None) for function in functions}


def in_line(
    functions: Collection[str],
    region_code: str,
    at: datetime,
    *,
    sites: Collection[int] = (),
    silent: Iterable[Silence] = (),
) -> dict[str, Line]:
    """For each function there: who acts (see acting_by_function), and whom to turn to when A does not answer: B, cover or
    head of the nearest post that has one. A fixed number of queries."""
    posts = nearest_posts(functions, region_code, sites)
    facts, people = facts_at({post.pk: post for post in posts}, at, silent)
    acts = {post.pk: _incumbent(who_acts(facts[post.pk], at), people, post) for post in posts}
    following = {post.pk: _incumbent(who_is_next(facts[post.pk], at), people, post) for post in posts}
    return {
        name: Line(next(_of(name, posts, acts), None), next(_of(name, posts, following), None)) for name in functions
    }


def whole_lines(
    functions: Collection[str],
    region_code: str,
    at: datetime,
    *,
    sites: Collection[int] = (),
    silent: Iterable[Silence] = (),
) -> dict[str, list[Incumbent]]:
    """For each function there everybody who can act for it, whoever acts first: of the nearest post that has anybody.

    A fixed number of queries.
    """
    posts = nearest_posts(functions, region_code, sites)
    facts, people = facts_at({post.pk: post for post in posts}, at, silent)
    lines: dict[str, list[Incumbent]] = {name: [] for name in functions}
    for post in posts:
        found = (_incumbent(one, people, post) for one in in_order(facts[post.pk], at))
        lines[post.function] = lines[post.function] or [one for one in found if one is not None]
    return lines


def whole_line(where: Where, at: datetime, silent: Iterable[Silence] = ()) -> list[Incumbent]:
    """Everybody to whom one can turn for a function there, in order: of the nearest post A, B, cover and head, then of the next.

    None says since when. A fixed number of queries.
    """
    posts = nearest_posts([where.function], where.region_code, where.sites)
    facts, people = facts_at({post.pk: post for post in posts}, at, silent)
    found = [_incumbent(one, people, post) for post in posts for one in in_order(facts[post.pk], at)]
    return [one for one in found if one is not None]


def leaders(
    region_code: str, at: datetime, *, sites: Collection[int] = (), silent: Iterable[Silence] = ()
) -> list[Incumbent]:
    """Who leads there, the nearest first: who acts for the commander's posts, then whoever has the commander's role over the region."""
    posts = nearest_posts([Function.COMMANDER], region_code, sites)
    found = acting_many(posts, at, silent)
    held = [one for post in posts if (one := found[post.pk]) is not None]
    away = Absence.objects.filter(person=OuterRef("pk"), period__contains=at, cancelled_at=None)
    by_role = Person.objects.filter(
        ~Exists(away),
        is_active=True,
        groups__name=Role.COMMANDER,
        regions__in=upwards(region_code),
    )
    return held + [Incumbent(one, ActingRole.A, Reason.BY_ROLE) for one in by_role.distinct().order_by("pk")]


def nearest_posts(functions: Collection[str], region_code: str, sites: Collection[int] = ()) -> list[Post]:
    """The posts of these functions that answer for a place: those for a set of sites with all of these in it (the smallest
    set first), then those of the region and of each region above it."""
    codes = upwards(region_code)
    posts = Post.objects.filter(function__in=functions, region__in=codes, is_active=True)
    of_regions = sorted(posts.exclude(area=Area.SITES), key=lambda post: codes.index(post.region_id))
    return [*_of_sites(posts.filter(area=Area.SITES), sites), *of_regions]


def upwards(region_code: str) -> list[str]:
    """A region and those above it, the nearest first; "" is the whole country."""
    return [region_code, *parents(region_code)] if region_code else [WHOLE_COUNTRY]


def _of_sites(posts: QuerySet[Post], sites: Collection[int]) -> Iterable[Post]:
    if not sites:
        return []
    within = Count("sites", filter=Q(sites__in=sites))
    return posts.annotate(size=Count("sites"), within=within).filter(within=len(set(sites))).order_by("size", "pk")


def _of(function: str, posts: Sequence[Post], found: Mapping[int, Incumbent | None]) -> Iterator[Incumbent]:
    return (one for post in posts if post.function == function and (one := found[post.pk]) is not None)


def _loaded(posts: Iterable[Post | int]) -> dict[int, Post]:
    given = list(posts)
    known = {post.pk: post for post in given if isinstance(post, Post)}
    missing = [post for post in given if isinstance(post, int)]
    return known | (Post.objects.in_bulk(missing) if missing else {})


def _dated(
    facts: Mapping[int, Facts], wanted: Collection[int], at: datetime, after: datetime | None = None
) -> dict[int, Acting | None]:
    """Who acts for the wanted posts and since when, by all that is known of the time before, or of that after an instant."""
    return {pk: who_acts(fact, at) for pk, fact in with_the_past(facts, wanted, after).items()}


def _is_after(found: Acting | None, instant: datetime) -> bool:
    return found is not None and found.since is not None and found.since > instant


def _incumbent(
    found: Acting | None, people: Mapping[int, Person], post: Post, *, dated: bool = False
) -> Incumbent | None:
    if found is None:
        return None
    return Incumbent(
        person=people[found.person],
        role=found.role,
        reason=found.reason,
        acting_for=people[found.acting_for] if found.acting_for is not None else None,
        post=post,
        since=found.since if dated else None,
    )
