"""Who asks, and whom they may see."""

from typing import Protocol

from django.core.exceptions import PermissionDenied
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404, HttpRequest

from emergency_ops.lib import clock
from emergency_ops.lib.roles import COORDINATORS, Role, has_role, roles_of
from resources.network.access import sees_region, visible_regions
from resources.network.regions import parents

from .models import Badge, Cover, Person, Post, PostAssignment, TrainingRecord

#: those who may look people up
DIRECTORY_ROLES = frozenset({*COORDINATORS, Role.AUDITOR, Role.ADMINISTRATOR})


def person_of(request: HttpRequest) -> Person:
    """The person who is logged in. Raises PermissionDenied for a stranger (the login middleware lets none so far)."""
    if not isinstance(request.user, Person):
        raise PermissionDenied
    return request.user


def people_for(person: Person) -> QuerySet[Person]:
    """Whom a person may look up: all who answer for a part of the same area or for an area around it; nobody without a role."""
    if not has_role(person, *DIRECTORY_ROLES):
        return Person.objects.none()
    prefixes = visible_regions(person)
    if "" in prefixes:
        return Person.objects.all()
    shared = Person.regions.through.objects.filter(_in_or_around(prefixes), person_id=OuterRef("pk"))
    return Person.objects.filter(Q(pk=person.pk) | Exists(shared))


def people_within(person: Person) -> QuerySet[Person]:
    """Those who answer for a part of what a person sees: whom a manager manages. Not those of the areas above."""
    prefixes = visible_regions(person)
    if "" in prefixes:
        return Person.objects.all()
    shared = Person.regions.through.objects.filter(_inside(prefixes), person_id=OuterRef("pk"))
    return Person.objects.filter(Exists(shared))


def person_or_404(person: Person, pk: int) -> Person:
    """Somebody whom this person may look up; everybody may look at themselves. Others do not exist for them."""
    found = _known(person).filter(pk=pk).first()
    if found is None:
        raise Http404(str(pk))
    return found


def sees_phones(person: Person) -> bool:
    """Whole phone numbers of others are for those who coordinate."""
    return has_role(person, *COORDINATORS)


class Keyed(Protocol):
    """A person's row, or some of its fields."""

    @property
    def pk(self) -> int: ...


def sees_phone(person: Person, other: Keyed) -> bool:
    """A whole phone number is for those who coordinate, and for oneself."""
    return person.pk == other.pk or sees_phones(person)


def may_change_access(person: Person) -> bool:
    return has_role(person, Role.ADMINISTRATOR)


def posts_for(person: Person) -> QuerySet[Post]:
    """The posts that answer for what a person sees: in the same area and above it, and those that are theirs now or later,
    as A, B, cover or head; without a role nothing."""
    if not roles_of(person):
        return Post.objects.none()
    prefixes = visible_regions(person)
    if "" in prefixes:
        return Post.objects.all()
    to_come = DateTimeTZRange(clock.now(), None)
    held = PostAssignment.objects.filter(person=person, post=OuterRef("pk"), validity__overlap=to_come)
    covered = Cover.objects.filter(person=person, post=OuterRef("pk"), period__overlap=to_come, cancelled_at=None)
    return Post.objects.filter(_in_or_around(prefixes) | Q(head=person) | Exists(held) | Exists(covered))


def post_or_404(person: Person, pk: int) -> Post:
    """The post with its region. Somebody else's post does not exist."""
    found = posts_for(person).select_related("region", "head", "required_training").filter(pk=pk).first()
    if found is None:
        raise Http404(str(pk))
    return found


def may_assign(person: Person | None, post: Post) -> bool:
    """Whether a person may change a post and who holds it. None: the system."""
    return may_coordinate(person, post.region_id)


def may_coordinate(person: Person | None, region_code: str) -> bool:
    """Commanders and managers of the region, and administrators. None: the system."""
    if person is None or has_role(person, Role.ADMINISTRATOR):
        return True
    return has_role(person, *COORDINATORS) and sees_region(person, region_code)


def may_qualify(person: Person | None, other: Person | None = None) -> bool:
    """Whether a person may record training and issue badges, at all or for somebody (`people_within`). None: the system."""
    if person is None or has_role(person, Role.ADMINISTRATOR):
        return True
    if not has_role(person, *COORDINATORS):
        return False
    return other is None or people_within(person).filter(pk=other.pk).exists()


def _in_or_around(prefixes: list[str]) -> Q:
    """Rows whose region lies within what is seen, or is above it."""
    around = {code for prefix in prefixes for code in parents(prefix.ljust(6, "0"))}
    return Q(region__code__in=around) | _inside(prefixes)


def _inside(prefixes: list[str]) -> Q:
    """Rows whose region lies within what is seen."""
    wanted = Q(pk__in=[])
    for prefix in prefixes:
        wanted |= Q(region__code__startswith=prefix)
    return wanted


def assignments_for(person: Person) -> QuerySet[PostAssignment]:
    """Who holds the posts that a person sees, and held them."""
    return PostAssignment.objects.filter(post__in=posts_for(person))


def records_for(person: Person) -> QuerySet[TrainingRecord]:
    """The training records of those whom a person may look up, and their own."""
    return TrainingRecord.objects.filter(person__in=_known(person))


def badges_for(person: Person) -> QuerySet[Badge]:
    """The badges of those whom a person may look up, and their own."""
    return Badge.objects.filter(person__in=_known(person))


def _known(person: Person) -> QuerySet[Person]:
    return people_for(person) | Person.objects.filter(pk=person.pk)
