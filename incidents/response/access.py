"""Who sees an incident and who may act on it.

An incident is seen by those who see one of its sites. Its region is the nearest one that holds all of its sites, so for a
person's region P only incidents inside P and those of the regions above P (then by their sites) have to be looked at.
"""

from collections.abc import Collection, Mapping

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _

from emergency_ops.lib.errors import Forbidden
from emergency_ops.lib.roles import COORDINATORS, OPERATORS, Role, has_role
from resources.network.access import visible_regions
from resources.network.regions import parents
from resources.staff.models import Person

from .models import Incident, IncidentTerminal
from .rules.transitions import Verb

#: who may make which move; auditors only read
ROLES: Mapping[Verb, frozenset[Role]] = {
    Verb.CONFIRM: OPERATORS,
    Verb.FALSE_ALARM: OPERATORS,
    Verb.ACKNOWLEDGE: OPERATORS,
    Verb.NOTE: OPERATORS,
    Verb.SUBSTITUTE: OPERATORS,
    Verb.WITHDRAW: OPERATORS,
    Verb.EXPECT: OPERATORS,
    Verb.RESTORE: OPERATORS,
    Verb.ACTIVATE: COORDINATORS,
    Verb.LEVEL: COORDINATORS,
    Verb.GRADE: COORDINATORS,
    Verb.MERGE: COORDINATORS,
    Verb.FOLLOW: COORDINATORS,
    Verb.REOPEN: COORDINATORS,
    Verb.CLOSE: COORDINATORS,
}


def incidents_for(person: Person) -> QuerySet[Incident]:
    return visible(Incident.objects.all(), visible_regions(person))


def visible(incidents: QuerySet[Incident], prefixes: Collection[str]) -> QuerySet[Incident]:
    """The incidents that concern one of the regions given by code prefixes; '' is the whole country."""
    if "" in prefixes:
        return incidents
    inside = Q(pk__in=[])
    at_sites = Q(pk__in=[])
    above: set[str] = set()
    for prefix in prefixes:
        inside |= Q(region__code__startswith=prefix)
        at_sites |= Q(terminal__site__region__code__startswith=prefix)
        above.update(parents(prefix.ljust(6, "0")))
    touched = IncidentTerminal.objects.filter(at_sites, incident=OuterRef("pk"))
    return incidents.filter(inside | (Q(region__in=above) & Q(Exists(touched))))


def incident_or_404(person: Person, number: str) -> Incident:
    queryset = incidents_for(person).select_related("region", "opened_by", "merged_into", "policy_version__policy")
    return get_object_or_404(queryset, number=number)


def may(person: Person, verb: Verb) -> bool:
    return has_role(person, *ROLES[verb])


def require(person: Person | None, verb: Verb) -> None:
    """Refuse whoever has no role for the move; the system (None) may do everything. Raises Forbidden."""
    if person is not None and not may(person, verb):
        raise Forbidden("role", _("您的角色不能进行此操作，请联系总指挥或值班经理。"))


def require_opener(person: Person) -> None:
    """Refuse whoever may not open incidents by hand. Raises Forbidden."""
    if not has_role(person, *OPERATORS):
        raise Forbidden("role", _("您的角色不能登记事件，请联系值班经理。"))


def require_sight(person: Person | None, incident: Incident) -> None:
    """Refuse whoever does not see the incident. Raises Forbidden."""
    if person is not None and not incidents_for(person).filter(pk=incident.pk).exists():
        raise Forbidden("region", _("该事件不在您的负责区域内。"))
