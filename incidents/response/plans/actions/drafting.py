"""Plans and drafts are written. An edit only ever changes a draft."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from emergency_ops.lib.errors import Invalid, Refused
from incidents.response.plans.access import require_writer
from incidents.response.plans.choices import UNDER_WAY, Phase, VersionState
from incidents.response.plans.models import Plan, PlanStep, PlanVersion
from resources.staff.models import Person

from .editing import Edit, editing, write

#: what a step says; everything but its key and its place
SAID = (
    "phase", "title_zh", "title_en", "text_zh", "text_en", "function", "due_minutes", "evidence", "work",
    "causes", "scopes", "grades", "checklist", "resources",
)  # fmt: skip
PHASES = list(Phase)


@dataclass(frozen=True, slots=True)
class Terms:
    """What a version says besides its steps."""

    summary: str
    causes: list[str]
    scopes: list[str]
    grades: list[str]
    texts: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


def create_plan(
    name: str, name_en: str = "", *, source: PlanVersion | None, actor: Person, now: datetime
) -> PlanVersion:
    """A plan of its own with a first draft, copied from a version of another plan or empty. Raises Refused for a name that is taken."""
    require_writer(actor)
    if not name.strip():
        raise Invalid("name", _("请填写预案名称。"))
    try:
        with transaction.atomic():
            plan = Plan.objects.create(name=name.strip(), name_en=name_en.strip(), created_at=now, created_by=actor)
            version = _copy(plan, 1, source, actor, now)
            write(plan, version, "drafted", actor=actor, now=now, number=1)
    except IntegrityError:
        raise Refused("name_taken", _("已有名为“%(name)s”的预案。"), name=name.strip()) from None
    return version


def draft_from(version: PlanVersion, *, actor: Person, now: datetime) -> PlanVersion:
    """A draft with all that the version says. Raises Refused while another one is under way."""
    require_writer(actor)
    with transaction.atomic():
        plan = Plan.objects.select_for_update().get(pk=version.plan_id)
        other = plan.versions.filter(state__in=UNDER_WAY).first()
        if other is not None:
            raise Refused("under_way", _("第%(number)s版还在修订中，请先完成或放弃。"), number=other.number)
        last = plan.versions.aggregate(last=Max("number"))["last"] or 0
        draft = _copy(plan, last + 1, version, actor, now)
        write(plan, draft, "drafted", actor=actor, now=now, number=draft.number)
    return draft


def save_terms(version: PlanVersion, terms: Terms, *, actor: Person, now: datetime) -> PlanVersion:
    """An edit without a change writes nothing."""
    require_writer(actor)
    with editing(version, VersionState.DRAFT, actor=actor, now=now) as edit:
        wanted = {
            "summary": terms.summary.strip(),
            "causes": terms.causes,
            "scopes": terms.scopes,
            "grades": terms.grades,
            "texts": {code: dict(said) for code, said in terms.texts.items() if any(said.values())},
        }
        changed = {name: value for name, value in wanted.items() if getattr(edit.version, name) != value}
        if changed:
            edit.save(**changed)
            edit.write("terms_changed", fields=sorted(changed))
    return edit.version


def add_step(version: PlanVersion, said: Mapping[str, Any], *, actor: Person, now: datetime) -> PlanStep:
    """At the end of its phase."""
    require_writer(actor)
    with editing(version, VersionState.DRAFT, actor=actor, now=now) as edit:
        last = edit.version.steps.aggregate(last=Max("position"))["last"] or 0
        step = PlanStep.objects.create(
            version=edit.version, key=f"own-{secrets.token_hex(5)}", position=last + 1, **_known(said)
        )
        _renumber(edit.version)
        edit.write("step_added", step=step.key, **_titles(step))
    return step


def change_step(step: PlanStep, said: Mapping[str, Any], *, actor: Person, now: datetime) -> PlanStep:
    """What is given; the others stay. One whose phase changes goes to the end of the new one."""
    require_writer(actor)
    with editing(step.version, VersionState.DRAFT, actor=actor, now=now) as edit:
        fresh = _fresh(edit, step)
        changed = {name: value for name, value in _known(said).items() if getattr(fresh, name) != value}
        if changed:
            for name, value in changed.items():
                setattr(fresh, name, value)
            if "phase" in changed:
                last = edit.version.steps.aggregate(last=Max("position"))["last"] or 0
                fresh.position = changed["position"] = last + 1
            fresh.save(update_fields=list(changed))
            _renumber(edit.version)
            edit.write("step_changed", step=fresh.key, fields=sorted(set(changed) - {"position"}), **_titles(fresh))
    return fresh


def move_step(step: PlanStep, by: int, *, actor: Person, now: datetime) -> None:
    """One place up (-1) or down (1) within its phase; at the end of it nothing happens."""
    require_writer(actor)
    with editing(step.version, VersionState.DRAFT, actor=actor, now=now) as edit:
        fresh = _fresh(edit, step)
        siblings = list(edit.version.steps.filter(phase=fresh.phase).order_by("position"))
        place = [one.pk for one in siblings].index(fresh.pk) + by
        if not 0 <= place < len(siblings):
            return
        other = siblings[place]
        fresh.position, other.position = other.position, fresh.position
        PlanStep.objects.bulk_update([fresh, other], ["position"])
        edit.write("step_moved", step=fresh.key, **_titles(fresh))


def remove_step(step: PlanStep, *, actor: Person, now: datetime) -> None:
    require_writer(actor)
    with editing(step.version, VersionState.DRAFT, actor=actor, now=now) as edit:
        fresh = _fresh(edit, step)
        edit.write("step_removed", step=fresh.key, **_titles(fresh))
        fresh.delete()
        _renumber(edit.version)


def discard(version: PlanVersion, *, actor: Person, now: datetime, reason: str) -> PlanVersion:
    """A draft is given up; it stays on record. Raises Invalid without a reason."""
    require_writer(actor)
    if not reason.strip():
        raise Invalid("reason", _("请写明理由。"))
    with editing(version, VersionState.DRAFT, actor=actor, now=now) as edit:
        edit.save(state=VersionState.DISCARDED)
        edit.write("discarded", reason)
    return edit.version


def _copy(plan: Plan, number: int, source: PlanVersion | None, actor: Person, now: datetime) -> PlanVersion:
    said = {name: getattr(source, name) for name in ("causes", "scopes", "grades", "texts")} if source else {}
    draft = PlanVersion.objects.create(
        plan=plan, number=number, based_on=source, created_at=now, created_by=actor, **said
    )
    steps = source.steps.order_by("position") if source else []
    PlanStep.objects.bulk_create(
        PlanStep(version=draft, key=step.key, position=step.position, **{name: getattr(step, name) for name in SAID})
        for step in steps
    )
    return draft


def _fresh(edit: Edit, step: PlanStep) -> PlanStep:
    """Raises Refused for one that somebody has removed meanwhile."""
    found = edit.version.steps.filter(pk=step.pk).first()
    if found is None:
        raise Refused("gone", _("该步骤已被他人删除，请刷新页面。"))
    return found


def _renumber(version: PlanVersion) -> None:
    """Phase after phase, without gaps."""
    steps = sorted(version.steps.all(), key=lambda step: (PHASES.index(Phase(step.phase)), step.position))
    moved = []
    for position, step in enumerate(steps, start=1):
        if step.position != position:
            step.position = position
            moved.append(step)
    PlanStep.objects.bulk_update(moved, ["position"])


def _known(said: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in said.items() if name in SAID}


def _titles(step: PlanStep) -> dict[str, Any]:
    return {"title": {"zh": step.title_zh, "en": step.title_en}}
