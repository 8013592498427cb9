"""Whom an incident may be given to, or who may be mentioned in it: those who work on incidents and see this one."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q, QuerySet

from emergency_ops.lib.roles import OPERATORS
from incidents.response.access import incidents_for
from incidents.response.models import Incident
from resources.network.regions import WHOLE_COUNTRY, parents
from resources.staff.choices import Function
from resources.staff.models import Person, PostAssignment


def around(incident: Incident) -> QuerySet[Person]:
    """Those with a role in incidents whose regions lie around the incident's or inside it; a few inside may not see it."""
    code = incident.region_id or WHOLE_COUNTRY
    inside = Q() if code == WHOLE_COUNTRY else Q(regions__code__startswith=code.rstrip("0"))
    near = inside | Q(regions__in=[code, *parents(code), WHOLE_COUNTRY])
    people = Person.objects.filter(near, is_active=True, groups__name__in=[str(role) for role in OPERATORS])
    return people.distinct().order_by("name", "username")


def who_see(incident: Incident, people: Iterable[Person]) -> list[Person]:
    """Of a few people those who see the incident; one query each."""
    return [person for person in people if incidents_for(person).filter(pk=incident.pk).exists()]


def successor(giver: Person | None, now: datetime) -> Person | None:
    """Who has the command after the giver, most likely: the other of A and B at their post of command."""
    held = PostAssignment.objects.filter(post__function=Function.COMMANDER, validity__contains=now)
    others = held.filter(post__in=held.filter(person=giver).values("post"), person__is_active=True).exclude(
        person=giver
    )
    first = others.select_related("person").order_by("post", "role").first()
    return first.person if first else None
