"""Who sees the supply chain list, and who works on it."""

from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from emergency_ops.lib.errors import Forbidden
from emergency_ops.lib.roles import COORDINATORS, Role, has_role
from resources.network.access import sees_region, visible_regions

from .access import depots_for, may_see_inventory
from .models import Depot, SupplyRequest

SUPPLIERS = COORDINATORS | {Role.STOREKEEPER, Role.ADMINISTRATOR}


def supplies_for(person: Any) -> QuerySet[SupplyRequest]:
    """What is for a site, or delivered to a depot, that the person sees; and what they work on."""
    if not may_see_inventory(person):
        return SupplyRequest.objects.none()
    prefixes = visible_regions(person)
    if "" in prefixes:
        return SupplyRequest.objects.all()
    wanted = Q(owner=person) | Q(depot__in=depots_for(person))
    for prefix in prefixes:
        wanted |= Q(site__region__code__startswith=prefix)
    return SupplyRequest.objects.filter(wanted)


def supply_or_404(person: Any, number: str) -> SupplyRequest:
    """With what its page names. Somebody else's does not exist."""
    rows = supplies_for(person).select_related("site__region", "depot", "part", "owner", "asked_by", "delivery", "need")
    found = rows.filter(number=number).first()
    if found is None:
        raise Http404(number)
    return found


def may_supply(person: Any, region_code: str) -> bool:
    """Whether the person buys for a region: its coordinators and storekeepers. None is the system."""
    return person is None or (has_role(person, *SUPPLIERS) and sees_region(person, region_code))


def may_work_on(person: Any, row: SupplyRequest) -> bool:
    """Whether the person takes its steps: who has taken it on, and who buys for the place."""
    if person is not None and row.owner_id == person.pk:
        return True
    return may_supply(person, region_of(row))


def require_worker(person: Any, row: SupplyRequest) -> None:
    """Raises Forbidden unless the person may take the request's steps."""
    if not may_work_on(person, row):
        raise _forbidden()


def require_supplier(person: Any, region_code: str) -> None:
    """Raises Forbidden unless the person may ask for something to be bought for the region."""
    if not may_supply(person, region_code):
        raise _forbidden()


def _forbidden() -> Forbidden:
    return Forbidden("supply_not_yours", _("只有负责该区域的总指挥、值班经理、库管员和经办人可以登记供应链清单。"))


def region_of(row: SupplyRequest) -> str:
    """Of the site that needs it, else of the depot that it goes to."""
    place = row.site or row.depot
    return place.region_id if place is not None else "000000"


def depots_to_deliver(person: Any) -> QuerySet[Depot]:
    return depots_for(person).filter(is_active=True)
