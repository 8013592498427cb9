"""Who reads plans, who writes them, who approves."""

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _

from emergency_ops.lib.errors import Forbidden
from emergency_ops.lib.roles import COORDINATORS, Role, has_role
from resources.staff.models import Person

from .choices import VersionState
from .models import Plan, PlanStep, PlanVersion

WRITERS = COORDINATORS | {Role.ADMINISTRATOR}
#: what everybody reads: that which holds, or has held
PUBLISHED = (VersionState.IN_FORCE, VersionState.SUPERSEDED)
#: events that make somebody an author of a version
WRITING = ("drafted", "terms_changed", "step_added", "step_changed", "step_moved", "step_removed")


def may_write(person: Person) -> bool:
    return has_role(person, *WRITERS)


def may_review(person: Person) -> bool:
    return has_role(person, *COORDINATORS)


def may_approve(person: Person) -> bool:
    return has_role(person, Role.COMMANDER)


def versions_for(person: Person) -> QuerySet[PlanVersion]:
    """Drafts are for those who write and audit plans."""
    rows = PlanVersion.objects.select_related("plan", "created_by", "approved_by", "based_on")
    return rows if has_role(person, *WRITERS, Role.AUDITOR) else rows.filter(state__in=PUBLISHED)


def version_or_404(person: Person, pk: int) -> PlanVersion:
    return get_object_or_404(versions_for(person), pk=pk)


def plan_or_404(person: Person, pk: int) -> Plan:
    return get_object_or_404(Plan.objects.filter(versions__in=versions_for(person)).distinct(), pk=pk)


def step_or_404(person: Person, pk: int) -> PlanStep:
    rows = PlanStep.objects.filter(version__in=versions_for(person)).select_related("version__plan")
    return get_object_or_404(rows, pk=pk)


def is_author(person: Person, version: PlanVersion) -> bool:
    """Whether the person has written any of it."""
    return version.events.filter(actor=person, code__in=WRITING).exists()


def require_writer(person: Person) -> None:
    if not may_write(person):
        raise Forbidden("role", _("只有总指挥、值班经理或系统管理员可以编写预案。"))


def require_reviewer(person: Person) -> None:
    if not may_review(person):
        raise Forbidden("role", _("只有总指挥或值班经理可以评审预案。"))


def require_approver(person: Person) -> None:
    if not may_approve(person):
        raise Forbidden("role", _("只有总指挥可以批准预案和使其生效。"))


def require_other(person: Person, version: PlanVersion) -> None:
    """Four eyes: nobody decides about what they have written."""
    if is_author(person, version):
        raise Forbidden("author", _("您参与编写了该版本，须由他人评审和批准。"))
