"""A version is reviewed, approved and put in force, by others than those who wrote it."""

from datetime import datetime

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from emergency_ops.lib.errors import Invalid, Refused
from incidents.response.plans.access import (
    require_approver,
    require_other,
    require_reviewer,
    require_writer,
)
from incidents.response.plans.choices import Phase, Section, VersionState
from incidents.response.plans.models import Plan, PlanVersion
from incidents.response.plans.rules import StepLine, faults
from resources.staff.models import Person

from .editing import Edit, editing

LACKING: dict[str, str | Promise] = {
    "no_aim": _("请先写明预案的目的。"),
    "no_steps": _("请至少写一个步骤。"),
    "no_phase": _("五个阶段都要有步骤：确认、替代、资源、信息、恢复。"),
    "unsaid": _("每个步骤都要有标题和做法。"),
}


def submit(version: PlanVersion, *, actor: Person, now: datetime, text: str = "") -> PlanVersion:
    """草稿 → 评审中. Raises Invalid for a version that lacks something."""
    require_writer(actor)
    with editing(version, VersionState.DRAFT, actor=actor, now=now) as edit:
        wrong = faults_of(edit.version)
        if wrong:
            raise Invalid(wrong[0], LACKING[wrong[0]])
        edit.save(state=VersionState.IN_REVIEW)
        edit.write("submitted", text)
    return edit.version


def comment(version: PlanVersion, *, actor: Person, now: datetime, text: str) -> PlanVersion:
    """A remark on a version that is under way."""
    require_reviewer(actor)
    _require_text(text)
    states = (VersionState.DRAFT, VersionState.IN_REVIEW, VersionState.APPROVED)
    with editing(version, *states, actor=actor, now=now) as edit:
        edit.write("commented", text)
    return edit.version


def refuse(version: PlanVersion, *, actor: Person, now: datetime, text: str) -> PlanVersion:
    """评审中 or 已批准 → 草稿, with what is to be changed. Raises Invalid without it."""
    require_reviewer(actor)
    _require_text(text)
    with editing(version, VersionState.IN_REVIEW, VersionState.APPROVED, actor=actor, now=now) as edit:
        require_other(actor, edit.version)
        edit.save(state=VersionState.DRAFT, approved_at=None, approved_by=None)
        edit.write("refused", text)
    return edit.version


def approve(version: PlanVersion, *, actor: Person, now: datetime, text: str = "") -> PlanVersion:
    """评审中 → 已批准, by a commander who has not written any of it."""
    require_approver(actor)
    with editing(version, VersionState.IN_REVIEW, actor=actor, now=now) as edit:
        require_other(actor, edit.version)
        edit.save(state=VersionState.APPROVED, approved_at=now, approved_by=actor)
        edit.write("approved", text)
    return edit.version


def enforce(version: PlanVersion, *, actor: Person, now: datetime, text: str = "") -> PlanVersion:
    """已批准 → 生效; what was in force until now is superseded. Incidents keep the version that they began with."""
    require_approver(actor)
    with editing(version, VersionState.APPROVED, actor=actor, now=now) as edit:
        require_other(actor, edit.version)
        former = edit.version.plan.versions.filter(state=VersionState.IN_FORCE).first()
        if former is not None:
            _supersede(Edit(former, actor, now), number=edit.version.number)
        edit.save(state=VersionState.IN_FORCE, in_force_at=now)
        edit.write("in_force", text)
    return edit.version


def retire(version: PlanVersion, *, actor: Person, now: datetime, text: str) -> PlanVersion:
    """A version in force holds no longer, and none takes its place. Raises Refused for the last one of all plans."""
    require_approver(actor)
    _require_text(text)
    with transaction.atomic():
        list(Plan.objects.select_for_update().order_by("pk"))
        return _retire(version, text, actor, now)


def _retire(version: PlanVersion, text: str, actor: Person, now: datetime) -> PlanVersion:
    with editing(version, VersionState.IN_FORCE, actor=actor, now=now) as edit:
        others = PlanVersion.objects.filter(state=VersionState.IN_FORCE).exclude(pk=edit.version.pk)
        if not others.exists():
            raise Refused("last", _("必须有一个生效的预案：请先使另一个版本或预案生效。"))
        edit.save(state=VersionState.SUPERSEDED, superseded_at=now)
        edit.write("retired", text)
    return edit.version


def faults_of(version: PlanVersion) -> list[str]:
    """Codes of what the version lacks, the worst first."""
    steps = [StepLine(step.phase, step.title_zh, step.text_zh, step.due_minutes) for step in version.steps.all()]
    return faults(version.texts.get(Section.AIM, {}).get("zh", ""), steps, list(Phase))


def _supersede(edit: Edit, *, number: int) -> None:
    edit.save(state=VersionState.SUPERSEDED, superseded_at=edit.now)
    edit.write("superseded", number=number)


def _require_text(text: str) -> None:
    if not text.strip():
        raise Invalid("text", _("请写明意见。"))
