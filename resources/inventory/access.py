"""Who sees which depots, who keeps them, and who may promise what they hold. Everybody sees the regions that they answer for."""

from typing import Any, TypeVar

from django.db.models import Model, Q, QuerySet
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from emergency_ops.lib.errors import Forbidden
from emergency_ops.lib.roles import COORDINATORS, Role, has_role, roles_of
from resources.network.access import sees_region, visible_regions, within

from .models import Depot

M = TypeVar("M", bound=Model)
#: those who keep any depot of their regions; the keeper and the deputy of a depot keep that one
KEEPER_ROLES = frozenset({Role.STOREKEEPER, Role.MANAGER, Role.ADMINISTRATOR})


def may_see_inventory(person: Any) -> bool:
    """Whoever has a role; a person without one sees nothing."""
    return bool(roles_of(person))


def depots_for(person: Any) -> QuerySet[Depot]:
    """The depots of the person's regions, and those that they keep wherever they are. None is the system: all."""
    if person is None or sees_all(person):
        return Depot.objects.all()
    if not may_see_inventory(person):
        return Depot.objects.none()
    return within(Depot.objects.all(), person) | Depot.objects.filter(Q(keeper=person) | Q(deputy=person))


def sees_all(person: Any) -> bool:
    return may_see_inventory(person) and "" in visible_regions(person)


def of_depots(queryset: QuerySet[M], person: Any, path: str = "depot") -> QuerySet[M]:
    """The rows whose depot (a path to it) the person sees."""
    if person is None or sees_all(person):
        return queryset
    return queryset.filter(**{f"{path}__in": depots_for(person)})


def depot_or_404(person: Any, code: str) -> Depot:
    """The depot with its region and its keepers. Somebody else's depot does not exist."""
    depots = depots_for(person).select_related("region", "keeper", "deputy")
    depot = depots.filter(code=code).first()
    if depot is None:
        raise Http404(code)
    return depot


def sees_depot(person: Any, depot: Depot) -> bool:
    if person is None:
        return True
    return may_see_inventory(person) and (_is_keeper(person, depot) or sees_region(person, depot.region_id))


def may_keep(person: Any, depot: Depot) -> bool:
    """Whether the person may write the depot's ledger. None is the system."""
    if person is None:
        return True
    if _is_keeper(person, depot):
        return may_see_inventory(person)
    return has_role(person, *KEEPER_ROLES) and sees_region(person, depot.region_id)


def require_keeper(person: Any, depot: Depot) -> None:
    """Raises Forbidden unless the person keeps the depot. None is the system."""
    if not may_keep(person, depot):
        raise Forbidden(
            "inventory_not_keeper",
            _("只有备件库 %(depot)s 的库管员、代管员，或者负责该区域的库管、值班经理和管理员可以登记出入库。"),
            depot=depot.name,
        )


def may_coordinate(person: Any, region_code: str) -> bool:
    """Whether the person decides what goes where in a region: commander, manager, administrator. None is the system."""
    if person is None:
        return True
    return has_role(person, *COORDINATORS, Role.ADMINISTRATOR) and sees_region(person, region_code)


def may_reserve(person: Any, depot: Depot) -> bool:
    """Whether the person may promise what a depot holds: its keepers, and those who coordinate its region."""
    return may_keep(person, depot) or may_coordinate(person, depot.region_id)


def require_reserver(person: Any, depot: Depot) -> None:
    """Raises Forbidden unless the person may promise what the depot holds. None is the system."""
    if not may_reserve(person, depot):
        raise Forbidden(
            "inventory_not_reserver",
            _("您不能预留备件库 %(depot)s 的备件：请联系负责该区域的总指挥、值班经理或库管员。"),
            depot=depot.name,
        )


def _is_keeper(person: Any, depot: Depot) -> bool:
    return person.pk is not None and person.pk in (depot.keeper_id, depot.deputy_id)


def may_define(person: Any) -> bool:
    """Whether the person may define part types, which all regions share."""
    return person is None or has_role(person, Role.STOREKEEPER, Role.MANAGER, Role.ADMINISTRATOR)


def require_definer(person: Any) -> None:
    """Raises Forbidden unless the person may define part types. None is the system."""
    if not may_define(person):
        raise Forbidden("inventory_not_definer", _("只有库管员、值班经理和管理员可以修改备件型号。"))


def require_depot_editor(person: Any, *region_codes: str) -> None:
    """Raises Forbidden unless the person may set up depots in all these regions. None is the system."""
    if person is None:
        return
    if not has_role(person, Role.MANAGER, Role.ADMINISTRATOR):
        raise Forbidden("inventory_not_editor", _("只有值班经理和管理员可以设立和修改备件库。"))
    for code in region_codes:
        if not sees_region(person, code):
            raise Forbidden(
                "inventory_not_your_region", _("您不负责区划 %(region)s，不能设立或修改那里的备件库。"), region=code
            )


def kept_depots(person: Any) -> QuerySet[Depot]:
    """The depots in use whose ledger the person may write."""
    depots = depots_for(person).filter(is_active=True)
    if has_role(person, *KEEPER_ROLES):
        own = Q(keeper=person) | Q(deputy=person)
        return depots if sees_all(person) else within(depots, person) | depots.filter(own)
    return depots.filter(Q(keeper=person) | Q(deputy=person))
