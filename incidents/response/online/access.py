"""Who sees and who changes online channels and emergency codes."""

from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _

from emergency_ops.lib.errors import Forbidden
from emergency_ops.lib.roles import COORDINATORS, Role, has_role
from incidents.response.access import substitutes_of
from incidents.response.choices import SubstituteKind
from incidents.response.models import Incident, Substitute
from resources.network.access import sites_for
from resources.staff.models import Person

from .models import EmergencyCode, OnlineChannel

#: those who say what the organisation's own channels are
KEEPERS = frozenset({*COORDINATORS, Role.PUBLISHER, Role.ADMINISTRATOR})


def may_keep_channels(person: Person) -> bool:
    return has_role(person, *KEEPERS)


def require_keeper(person: Person) -> None:
    """Raises Forbidden for those who only read the catalogue."""
    if not may_keep_channels(person):
        raise Forbidden("role", _("只有指挥人员、信息发布人员和管理员可以修改线上渠道。"))


def channel_or_404(pk: int) -> OnlineChannel:
    """Channels are the operator's own, for the whole country: everybody who works here sees them."""
    return get_object_or_404(OnlineChannel, pk=pk)


def online_or_404(person: Person, incident: Incident, pk: int) -> Substitute:
    """An online substitute of the incident that the person sees."""
    found = substitutes_of(person, incident).filter(kind=SubstituteKind.ONLINE).select_related("site")
    return get_object_or_404(found, pk=pk)


def codes_for(person: Person, substitute: Substitute) -> QuerySet[EmergencyCode]:
    """The substitute's codes at sites that the person sees, and the one for all sites."""
    return substitute.codes.filter(Q(site=None) | Q(site__in=sites_for(person)))


def code_or_404(person: Person, substitute: Substitute, code: str) -> EmergencyCode:
    found = codes_for(person, substitute).select_related("site", "terminal", "substitute__incident")
    return get_object_or_404(found, code=code)
