"""Who asks, and whom they may see."""

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404, HttpRequest

from emergency_ops.lib.roles import COORDINATORS, Role, has_role
from resources.network.access import visible_regions
from resources.network.regions import parents

from .models import Person

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
    around = {code for prefix in prefixes for code in parents(prefix.ljust(6, "0"))}
    wanted = Q(region__code__in=around)
    for prefix in prefixes:
        wanted |= Q(region__code__startswith=prefix)
    shared = Person.regions.through.objects.filter(wanted, person_id=OuterRef("pk"))
    return Person.objects.filter(Q(pk=person.pk) | Exists(shared))


def person_or_404(person: Person, pk: int) -> Person:
    """Somebody whom this person may look up; everybody may look at themselves. Others do not exist for them."""
    found = (people_for(person) | Person.objects.filter(pk=person.pk)).filter(pk=pk).first()
    if found is None:
        raise Http404(str(pk))
    return found


def sees_phone(person: Person, other: Person) -> bool:
    """A whole phone number is for those who coordinate, and for oneself."""
    return person.pk == other.pk or has_role(person, *COORDINATORS)


def may_change_access(person: Person) -> bool:
    return has_role(person, Role.ADMINISTRATOR)
