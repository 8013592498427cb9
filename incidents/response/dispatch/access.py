"""Who sees a dispatch, who sends people, and who may say how it goes."""

from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from emergency_ops.lib.errors import Forbidden
from emergency_ops.lib.roles import COORDINATORS, has_role, roles_of
from resources.network.access import sees_region, within
from resources.network.models import Site
from resources.staff.models import Person

from .models import Dispatch, PartReplacement


def dispatches_for(person: Person) -> QuerySet[Dispatch]:
    """One's own, and those to the sites of one's regions."""
    own = Q(person=person)
    if not roles_of(person):
        return Dispatch.objects.filter(own)
    seen = within(Dispatch.objects.all(), person, "site__region__code")
    return seen | Dispatch.objects.filter(own)


def dispatch_or_404(person: Person, pk: int) -> Dispatch:
    """With all that its page names. Somebody else's dispatch does not exist."""
    rows = dispatches_for(person).select_related(
        "incident", "site__region", "person", "training", "transfer", "offered_by", "follows__person"
    )
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Http404(str(pk))
    return found


def replacements_for(person: Person) -> QuerySet[PartReplacement]:
    return within(PartReplacement.objects.all(), person, "terminal__site__region__code")


def may_send(person: Any, site: Site) -> bool:
    """Whether the person sends people to a site: who coordinates its region. None is the system."""
    return person is None or (has_role(person, *COORDINATORS) and sees_region(person, site.region_id))


def require_sender(person: Any, site: Site) -> None:
    """Raises Forbidden unless the person may send people to the site."""
    if not may_send(person, site):
        raise Forbidden("dispatch_not_sender", _("只有负责该区域的总指挥和值班经理可以派遣人员。"))


def may_tell(person: Any, dispatch: Dispatch) -> bool:
    """Whether the person may say how it goes: who is sent, or who may send them (told by phone)."""
    return (person is not None and dispatch.person_id == person.pk) or may_send(person, dispatch.site)


def require_teller(person: Any, dispatch: Dispatch) -> None:
    """Raises Forbidden unless the person may say how the dispatch goes."""
    if not may_tell(person, dispatch):
        raise Forbidden("dispatch_not_yours", _("只有被派人员本人，或负责该区域的总指挥、值班经理可以登记。"))
