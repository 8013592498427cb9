"""Who sees needs, who may say that something is needed, and who decides where it comes from."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from emergency_ops.lib.errors import Forbidden
from emergency_ops.lib.roles import OPERATORS, Role, has_role
from resources.network.access import sees_region, within

from .access import may_coordinate, may_see_inventory
from .models import Need


def needs_for(person: Any) -> QuerySet[Need]:
    """The needs of the sites in the person's regions."""
    if not may_see_inventory(person):
        return Need.objects.none()
    return within(Need.objects.all(), person, "site__region__code")


def need_or_404(person: Any, pk: int) -> Need:
    """The need with its site, terminal and part. Somebody else's need does not exist."""
    need = needs_for(person).select_related("site", "terminal", "part").filter(pk=pk).first()
    if need is None:
        raise Http404(str(pk))
    return need


def may_ask(person: Any, region_code: str) -> bool:
    """Whether the person may say that a site of the region needs something. None is the system."""
    if person is None:
        return True
    return has_role(person, *OPERATORS, Role.STOREKEEPER, Role.ADMINISTRATOR) and sees_region(person, region_code)


def may_plan(person: Any, region_code: str) -> bool:
    """Whether the person decides where a site of the region gets it from: who coordinates it, and its storekeepers."""
    if may_coordinate(person, region_code):
        return True
    return has_role(person, Role.STOREKEEPER) and sees_region(person, region_code)


def require_asker(person: Any, region_code: str) -> None:
    """Raises Forbidden unless the person may say what a site of the region needs."""
    if not may_ask(person, region_code):
        raise Forbidden("need_not_yours", _("您不能登记或取消该网点的需求：请联系负责该区域的值班经理或库管员。"))


def require_planner(person: Any, region_code: str) -> None:
    """Raises Forbidden unless the person may reserve for a site of the region."""
    if not may_plan(person, region_code):
        raise Forbidden("need_not_planner", _("只有负责该区域的总指挥、值班经理和库管员可以为该网点预留备件。"))
