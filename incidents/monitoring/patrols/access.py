"""Who sees which rounds, who goes round, and who arranges it."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from emergency_ops.lib.errors import Forbidden
from emergency_ops.lib.roles import COORDINATORS, Role, has_role
from resources.network.access import sees_region, within
from resources.network.models import Site
from resources.staff.models import Person

from .models import PatrolFinding, PatrolRound, PatrolSetting

PATROLLERS = frozenset({*COORDINATORS, Role.FIELD_STAFF})
ARRANGERS = frozenset({*COORDINATORS, Role.ADMINISTRATOR})


def rounds_for(person: Any) -> QuerySet[PatrolRound]:
    return within(PatrolRound.objects.all(), person, "site__region__code")


def findings_for(person: Any) -> QuerySet[PatrolFinding]:
    return within(PatrolFinding.objects.all(), person, "terminal__site__region__code")


def settings_for(person: Any) -> QuerySet[PatrolSetting]:
    return within(PatrolSetting.objects.all(), person, "site__region__code")


def round_or_404(person: Any, token: str) -> PatrolRound:
    """The round with its site. Somebody else's round does not exist."""
    found = rounds_for(person).select_related("site__region", "assignee").filter(token=token.upper()).first()
    if found is None:
        raise Http404(token)
    return found


def finding_or_404(person: Any, pk: int) -> PatrolFinding:
    found = findings_for(person).select_related("terminal__site__region", "entry__person").filter(pk=pk).first()
    if found is None:
        raise Http404(str(pk))
    return found


def may_record(person: Any) -> bool:
    return has_role(person, *PATROLLERS)


def may_arrange(person: Any) -> bool:
    return has_role(person, *ARRANGERS)


def may_edit_checklists(person: Any) -> bool:
    return has_role(person, Role.COMMANDER, Role.ADMINISTRATOR)


def require_recorder(person: Person | None, site: Site) -> None:
    """Raises Forbidden unless the person may say what they saw at the site. None is the system itself."""
    if person is None:
        return
    if not may_record(person) or not sees_region(person, site.region_id):
        raise Forbidden("not_patroller", _("只有负责该区域的现场人员和指挥人员可以登记巡检结果。"))


def require_arranger(person: Person | None, *sites: Site) -> None:
    """Raises Forbidden unless the person may say how often these sites are gone round. None is the system itself."""
    if person is None:
        return
    if not may_arrange(person) or not all(sees_region(person, site.region_id) for site in sites):
        raise Forbidden("not_patrol_arranger", _("只有负责该区域的值班经理、总指挥和管理员可以设置巡检。"))


def require_checklist_editor(person: Person | None) -> None:
    if person is not None and not may_edit_checklists(person):
        raise Forbidden("not_checklist_editor", _("只有总指挥和管理员可以修改检查表。"))
