"""Who sees the walls, who puts sheets up and takes them down, and who decides that a wall stays empty."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from emergency_ops.lib.errors import Forbidden
from emergency_ops.lib.roles import COORDINATORS, OPERATORS, Role, has_role
from resources.network.access import sees_region, within
from resources.network.models import Site
from resources.staff.models import Person

from .models import Posting

DECIDERS = frozenset({*COORDINATORS, Role.PUBLISHER})


def postings_for(person: Any) -> QuerySet[Posting]:
    """The postings at the sites that a person sees."""
    return within(Posting.objects.all(), person, "site__region__code")


def posting_or_404(person: Any, pk: int) -> Posting:
    """With site, notice, incident, sheet and people. Somebody else's wall does not exist."""
    rows = postings_for(person).select_related(
        "site__region", "notice", "incident", "sheet", "printed_by", "posted_by", "taken_down_by", "successor"
    )
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Http404(str(pk))
    return found


def may_work(person: Any) -> bool:
    return has_role(person, *OPERATORS)


def may_decide(person: Any) -> bool:
    return has_role(person, *DECIDERS)


def require_worker(person: Person, site: Site) -> None:
    """Raises Forbidden unless the person puts sheets up at the site."""
    if not may_work(person) or not sees_region(person, site.region_id):
        raise Forbidden("not_wall_worker", _("只有负责该网点的现场人员和指挥人员可以登记打印、张贴和取下。"))


def require_decider(person: Person, site: Site) -> None:
    """Raises Forbidden unless the person may say that a sheet is not to be put up at the site."""
    if not may_decide(person) or not sees_region(person, site.region_id):
        raise Forbidden("not_wall_decider", _("只有负责该网点的总指挥、值班经理和信息发布员可以取消张贴。"))
