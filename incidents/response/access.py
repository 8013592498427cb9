"""Who sees an incident and who may act on it.

An incident is seen by those who see one of its sites. Its region is the nearest one that holds all of its sites, so for a
person's region P only incidents inside P and those of the regions above P (then by their sites) have to be looked at.
"""

from collections.abc import Collection, Mapping

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.shortcuts import get_object_or_404
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from emergency_ops.lib.errors import Forbidden
from emergency_ops.lib.roles import COORDINATORS, OPERATORS, Role, has_role
from resources.network.access import sees_region, visible_regions, within
from resources.network.models import Site
from resources.network.regions import WHOLE_COUNTRY, parents
from resources.staff.choices import Function
from resources.staff.models import Person

from .command.models import RoleHolder
from .models import Incident, IncidentRegion, IncidentTerminal, Substitute
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
    Verb.RESOURCES: OPERATORS | {Role.STOREKEEPER, Role.ADMINISTRATOR},
    Verb.EXTENT: OPERATORS,
    Verb.COMMAND: OPERATORS,
    Verb.RELATE: OPERATORS,
    Verb.SPLIT: COORDINATORS,
    Verb.RECLASSIFY: COORDINATORS,
    Verb.DIAGNOSE: OPERATORS | {Role.ADMINISTRATOR},
    Verb.DISPATCH: COORDINATORS,
    Verb.ATTEND: OPERATORS | {Role.STOREKEEPER, Role.ADMINISTRATOR},
}


def incidents_for(person: Person) -> QuerySet[Incident]:
    return visible(Incident.objects.all(), visible_regions(person))


def visible(incidents: QuerySet[Incident], prefixes: Collection[str]) -> QuerySet[Incident]:
    """The incidents that concern one of the regions given by code prefixes; '' is the whole country."""
    if "" in prefixes:
        return incidents
    inside = Q(pk__in=[])
    touched_here = Q(pk__in=[])
    above: set[str] = set()
    for prefix in prefixes:
        inside |= Q(region__code__startswith=prefix)
        touched_here |= Q(region__code__startswith=prefix)
        above.update(parents(prefix.ljust(6, "0")))
    touched = IncidentRegion.objects.filter(touched_here, incident=OuterRef("pk"))
    return incidents.filter(inside | (Q(region__in=above) & Q(Exists(touched))))


def incident_or_404(person: Person, number: str) -> Incident:
    queryset = incidents_for(person).select_related(
        "region", "opened_by", "merged_into", "policy_version__policy", "plan_version__plan"
    )
    return get_object_or_404(queryset.defer("plan_version__texts"), number=number)


def terminals_of(person: Person, incident: Incident) -> QuerySet[IncidentTerminal]:
    """The incident's terminals in the person's regions."""
    return within(incident.terminals.all(), person, "site__region__code")


def substitutes_of(person: Person, incident: Incident) -> QuerySet[Substitute]:
    """The incident's substitutes at sites that the person sees, and those for the whole incident."""
    everywhere = incident.substitutes.all()
    if "" in visible_regions(person):
        return everywhere
    return everywhere.filter(Q(site=None) | Q(pk__in=within(everywhere, person, "site__region__code").values("pk")))


def sees_all_of(person: Person, incident: Incident) -> bool:
    """Whether one of the person's regions holds the whole incident."""
    return sees_region(person, incident.region_id or WHOLE_COUNTRY)


def may_substitute(person: Person, incident: Incident, site: Site | None) -> bool:
    """Whether the person answers for the place: a site, or without one the whole incident."""
    return sees_all_of(person, incident) if site is None else sees_region(person, site.region_id)


def require_place(person: Person | None, incident: Incident, site: Site | None) -> None:
    """Raises Forbidden for a substitute beyond the person's regions; the system (None) may do everything."""
    if person is None or may_substitute(person, incident, site):
        return
    if site is not None:
        raise Forbidden("region", _("该网点不在您的负责区域内。"))
    raise Forbidden("whole", _("您不负责全部受影响区域，不能办理整个事件的替代方案，请按网点办理。"))


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


def commands(person: Person, incident: Incident) -> bool:
    """Whether the person coordinates by their role, or was named as this incident's commander."""
    if has_role(person, *COORDINATORS):
        return True
    named = RoleHolder.objects.filter(incident=incident, function=Function.COMMANDER, person=person, until=None)
    return named.exists()


def require_command(person: Person | None, incident: Incident, refusal: Promise | str) -> None:
    """Refuse, with this sentence, whoever neither coordinates nor commands the incident. Raises Forbidden."""
    if person is not None and not commands(person, incident):
        raise Forbidden("command", refusal)
