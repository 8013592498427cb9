"""Who sees what others sent, and who says which terminals it is about."""

from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from emergency_ops.lib.errors import Forbidden
from emergency_ops.lib.roles import COORDINATORS, Role, has_role
from resources.network.access import sites_for
from resources.staff.models import Person

from .models import AlertSource, ExternalAlert, LabelRule

#: who says which terminals a label means
MAPPERS = COORDINATORS | {Role.ADMINISTRATOR}


def alerts_for(person: Person) -> QuerySet[ExternalAlert]:
    """Alerts about sites that the person sees; what is not mapped yet belongs to nobody, so all who may map it see it."""
    mine = Q(site__in=sites_for(person))
    return ExternalAlert.objects.filter(mine | Q(site=None) if may_map(person) else mine)


def alert_or_404(person: Person, pk: int) -> ExternalAlert:
    found = alerts_for(person).select_related("source", "site", "terminal", "warning").filter(pk=pk).first()
    if found is None:
        raise Http404(str(pk))
    return found


def rules_for(person: Person) -> QuerySet[LabelRule]:
    """What was said about labels: of places that the person sees, and of what is none of ours."""
    if not may_map(person):
        return LabelRule.objects.none()
    sites = sites_for(person)
    seen = Q(terminal=None, site=None) | Q(site__in=sites) | Q(terminal__site__in=sites)
    return LabelRule.objects.filter(seen)


def sources_for(person: Person) -> QuerySet[AlertSource]:
    return AlertSource.objects.all() if may_manage_sources(person) else AlertSource.objects.none()


def may_manage_sources(person: Person) -> bool:
    return has_role(person, Role.ADMINISTRATOR)


def may_map(person: Person) -> bool:
    return has_role(person, *MAPPERS)


def require_source_manager(person: Person | None) -> None:
    """Raises Forbidden unless the person is an administrator; None is the system."""
    if person is not None and not may_manage_sources(person):
        raise Forbidden("not_source_manager", _("只有管理员可以管理告警来源。"))


def require_mapper(person: Person | None) -> None:
    """Raises Forbidden unless the person coordinates or administers; None is the system."""
    if person is not None and not may_map(person):
        raise Forbidden("not_mapper", _("只有总指挥、值班经理和管理员可以设置标签对应。"))
