"""Who sees which equipment, and who may do what with it."""

from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from emergency_ops.lib.errors import Forbidden
from emergency_ops.lib.roles import OPERATORS, Role, has_role
from resources.network.access import sees_region, visible_regions
from resources.network.regions import parents, prefix_of
from resources.staff.models import Person

from .access import may_keep, may_see_inventory, sees_depot
from .choices import CustodyKind
from .models import Depot, Equipment

#: those who may take equipment for themselves, check batteries and report faults; auditors only read
USERS = OPERATORS | {Role.STOREKEEPER, Role.ADMINISTRATOR}
#: what is the keeper's alone, and what a user may do too with what lies in their regions
KEEPERS_STEPS = frozenset(
    {CustodyKind.MOVED, CustodyKind.MAINTENANCE_SENT, CustodyKind.MAINTENANCE_DONE, CustodyKind.FOUND}
    | {CustodyKind.SCRAPPED}
)
USERS_STEPS = frozenset({CustodyKind.OUT, CustodyKind.BATTERY_CHECK, CustodyKind.CONDITION})


def equipment_for(person: Any) -> QuerySet[Equipment]:
    """What belongs to depots that the person sees, what is at their sites, and what they hold. None is the system: all."""
    if person is None:
        return Equipment.objects.all()
    if not may_see_inventory(person):
        return Equipment.objects.none()
    prefixes = visible_regions(person)
    if "" in prefixes:
        return Equipment.objects.all()
    wanted = Q(holder=person) | Q(depot__keeper=person) | Q(depot__deputy=person)
    for prefix in prefixes:
        wanted |= Q(depot__region__code__startswith=prefix) | Q(site__region__code__startswith=prefix)
    return Equipment.objects.filter(wanted)


def equipment_or_404(person: Any, code: str) -> Equipment:
    """The item with all that its page names. Somebody else's item does not exist."""
    return _one(person, code=code)


def equipment_by_token(person: Any, token: str) -> Equipment | None:
    """The item whose label was scanned, where the person may see it."""
    return _with_names(equipment_for(person)).filter(token=token).first()


def _one(person: Any, **wanted: Any) -> Equipment:
    found = _with_names(equipment_for(person)).filter(**wanted).first()
    if found is None:
        raise Http404(str(wanted))
    return found


def _with_names(rows: QuerySet[Equipment]) -> QuerySet[Equipment]:
    return rows.select_related("depot__region", "depot__keeper", "depot__deputy", "holder", "site", "terminal")


def may_take_step(person: Any, item: Equipment, step: str) -> bool:
    """Whether the person may take a step with an item as it is now. None is the system."""
    if may_keep(person, item.depot):
        return True
    if step in KEEPERS_STEPS:
        return False
    if item.holder_id is not None and item.holder_id == person.pk:
        return True
    return step in USERS_STEPS and has_role(person, *USERS) and _is_near(person, item)


def _is_near(person: Any, item: Equipment) -> bool:
    """Whether the item's depot, or the site where it is, lies in the person's regions."""
    at_site = item.site is not None and sees_region(person, item.site.region_id)
    return at_site or sees_depot(person, item.depot)


def require_step(person: Any, item: Equipment, step: str) -> None:
    """Raises Forbidden unless the person may take the step."""
    if not may_take_step(person, item, step):
        raise Forbidden(
            "equipment_not_yours",
            _("您不能登记“%(step)s”：请联系备件库 %(depot)s 的库管员。"),
            step=CustodyKind(step).label,
            depot=item.depot.name,
        )


def require_receiver(person: Any, item: Equipment, holder: Person | None) -> None:
    """Raises Forbidden where somebody who does not keep the depot hands an item to anybody else than themselves."""
    if may_keep(person, item.depot) or (holder is not None and holder.pk == person.pk):
        return
    raise Forbidden(
        "equipment_for_oneself", _("您只能为自己领用；发给别人请联系备件库 %(depot)s 的库管员。"), depot=item.depot.name
    )


def require_visible(person: Any, depot: Depot) -> None:
    """Raises Forbidden where an item would go to a depot that the person does not see."""
    if not sees_depot(person, depot):
        raise Forbidden("equipment_depot_not_seen", _("您不负责备件库 %(depot)s 所在的区域。"), depot=depot.name)


def holders_for(depot: Depot) -> QuerySet[Person]:
    """Who may receive a depot's equipment: people in use who answer for its region, a part of it or one around it."""
    code = depot.region_id
    around = [code, *parents(code)]
    wanted = Q(regions__code__in=around) | Q(regions__code__startswith=prefix_of(code))
    return Person.objects.filter(wanted, is_active=True).distinct().order_by("name", "username")
