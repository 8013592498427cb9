"""What the pages, the paper and the downloads show of a version."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from emergency_ops.lib.timeline import EntryView, entry_view
from emergency_ops.lib.wording import bilingual, listed
from incidents.monitoring.choices import Scope
from incidents.response.choices import Grade
from resources.staff.choices import Function
from resources.staff.models import Person

from .access import is_author, may_approve, may_review, may_write
from .choices import CATEGORY_OF, UNDER_WAY, Cause, Evidence, Phase, ResourceKind, Section, VersionState, Work
from .comparing import Comparison, compare
from .models import Conditions, PlanEvent, PlanStep, PlanVersion
from .queries import conditions_of
from .rules import Facts
from .sentences import EVENT_LOOKS, EVENTS

BEFORE_STEPS = (Section.AIM, Section.SCOPE, Section.PRINCIPLES, Section.WATCH)
AFTER_STEPS = (Section.SAFEGUARDS, Section.IMPROVEMENT)


def conditions_in_words(row: Conditions) -> str:
    """For example 原因：电力中断、通信中断；影响范围：区域性中断; "" where it always applies."""
    parts = [
        (_("原因：%(values)s"), Cause, row.causes),
        (_("影响范围：%(values)s"), Scope, row.scopes),
        (_("等级：%(values)s"), Grade, row.grades),
    ]
    said = [
        pattern % {"values": listed(choices(value).label for value in values)}
        for pattern, choices, values in parts
        if values
    ]
    return _("；").join(said)


def resources_in_words(step: Any) -> list[str]:
    return [f"{bilingual(row['zh'], row.get('en', ''))} × {row['quantity']}" for row in step.resources]


def resource_kind(row: Mapping[str, Any]) -> str:
    return str(ResourceKind(row["kind"]).label)


def time_in_words(minutes: int) -> str:
    if minutes < 60:
        return ngettext("%(minutes)s分钟内", "%(minutes)s分钟内", minutes) % {"minutes": minutes}
    if minutes % 60:
        return _("%(hours)s小时%(minutes)s分钟内") % {"hours": minutes // 60, "minutes": minutes % 60}
    return ngettext("%(hours)s小时内", "%(hours)s小时内", minutes // 60) % {"hours": minutes // 60}


@dataclass(frozen=True, slots=True)
class StepLine:
    """A step with what is said about it. applies: whether it holds for what was asked (None: nothing was asked)."""

    step: PlanStep
    number: int
    function: str
    due: str
    conditions: str
    evidence: str
    work: str
    checklist: Sequence[tuple[str, bool]]
    resources: Sequence[str]
    applies: bool | None = None


@dataclass(frozen=True, slots=True)
class PhaseLines:
    phase: Phase
    steps: Sequence[StepLine]


@dataclass(frozen=True, slots=True)
class CauseText:
    cause: Cause
    category: str
    text: str


class VersionView:
    """A version as one person sees it; `facts`: for which incident the steps are asked about, None: for none."""

    def __init__(self, version: PlanVersion, person: Person, facts: Facts | None = None) -> None:
        self.version = version
        self.person = person
        self.facts = facts

    @cached_property
    def steps(self) -> list[StepLine]:
        rows = self.version.steps.order_by("position")
        return [line_of(step, number, self.facts) for number, step in enumerate(rows, start=1)]

    @property
    def phases(self) -> list[PhaseLines]:
        return [PhaseLines(phase, [line for line in self.steps if line.step.phase == phase]) for phase in Phase]

    @property
    def applying(self) -> int:
        return sum(line.applies is not False for line in self.steps)

    @property
    def sections(self) -> list[tuple[Section, str]]:
        return [(section, self.version.text(section)) for section in BEFORE_STEPS if self.version.text(section)]

    @property
    def closing(self) -> list[tuple[Section, str]]:
        return [(section, self.version.text(section)) for section in AFTER_STEPS if self.version.text(section)]

    @property
    def causes(self) -> list[CauseText]:
        return [CauseText(cause, str(CATEGORY_OF[cause].label), self.version.text(cause)) for cause in Cause]

    @property
    def conditions(self) -> str:
        return conditions_in_words(self.version)

    @cached_property
    def history(self) -> list[EntryView]:
        events = self.version.events.select_related("actor").order_by("-at", "-id")
        return [told(event) for event in events]

    @cached_property
    def can(self) -> dict[str, bool]:
        """What this person may do with it now; author: it is theirs, so somebody else decides about it."""
        state, author = self.version.state, is_author(self.person, self.version)
        writes, reviews, approves = may_write(self.person), may_review(self.person), may_approve(self.person)
        free = not self.version.plan.versions.filter(state__in=UNDER_WAY).exists()
        return {
            "edit": state == VersionState.DRAFT and writes,
            "submit": state == VersionState.DRAFT and writes,
            "discard": state == VersionState.DRAFT and writes,
            "comment": state in UNDER_WAY and reviews,
            "refuse": state in (VersionState.IN_REVIEW, VersionState.APPROVED) and reviews and not author,
            "approve": state == VersionState.IN_REVIEW and approves and not author,
            "enforce": state == VersionState.APPROVED and approves and not author,
            "retire": state == VersionState.IN_FORCE and approves,
            "draft": state in (VersionState.IN_FORCE, VersionState.SUPERSEDED) and writes and free,
            "author": author and state in (VersionState.IN_REVIEW, VersionState.APPROVED),
        }


def line_of(step: PlanStep, number: int, facts: Facts | None = None) -> StepLine:
    return StepLine(
        step=step,
        number=number,
        function=str(Function(step.function).label),
        due=time_in_words(step.due_minutes),
        conditions=conditions_in_words(step),
        evidence="" if step.evidence == Evidence.NONE else str(Evidence(step.evidence).label),
        work=str(Work(step.work).label) if step.work else "",
        checklist=[(bilingual(item["zh"], item.get("en", "")), bool(item["mandatory"])) for item in step.checklist],
        resources=resources_in_words(step),
        applies=None if facts is None else conditions_of(step).hold(facts),
    )


def told(event: PlanEvent) -> EntryView:
    """An event as the timeline component shows it."""
    tone, icon = EVENT_LOOKS.get(event.code, ("neutral", "pencil-square"))
    pattern = str(EVENTS.get(event.code, event.code))
    shown = {
        name: bilingual(value["zh"], value["en"]) if isinstance(value, Mapping) else value
        for name, value in event.params.items()
    }
    return entry_view(
        {"at": event.at, "title": pattern % shown, "text": event.text, "actor": event.actor, "tone": tone, "icon": icon}
    )


def comparison(before: PlanVersion, after: PlanVersion) -> Comparison:
    """What the later version changes."""
    return compare((_terms(before), _terms(after)), (_steps(before), _steps(after)))


def _terms(version: PlanVersion) -> dict[str, str]:
    said = {_("适用条件"): conditions_in_words(version) or _("不限")}
    for code, label in [*Section.choices, *Cause.choices]:
        text = version.texts.get(code, {})
        said[str(label)] = text.get("zh", "")
        said[_("%(field)s（英文）") % {"field": label}] = text.get("en", "")
    return said


def _steps(version: PlanVersion) -> list[tuple[str, PlanStep, dict[str, str]]]:
    return [(step.key, step, _said(step)) for step in version.steps.order_by("position")]


def _said(step: PlanStep) -> dict[str, str]:
    """A step's fields in words, Chinese and English."""
    items = [(item["zh"], item.get("en", ""), item["mandatory"]) for item in step.checklist]
    return {
        _("标题"): step.title_zh,
        _("英文标题"): step.title_en,
        _("做法"): step.text_zh,
        _("英文做法"): step.text_en,
        _("阶段"): str(Phase(step.phase).label),
        _("岗位"): str(Function(step.function).label),
        _("时限"): time_in_words(step.due_minutes),
        _("完成证据"): str(Evidence(step.evidence).label),
        _("办理页面"): str(Work(step.work).label) if step.work else "",
        _("适用条件"): conditions_in_words(step) or _("不限"),
        _("核对项"): "\n".join(
            zh if mandatory else _("%(item)s（选填）") % {"item": zh} for zh, _en, mandatory in items
        ),
        _("核对项（英文）"): "\n".join(en for _zh, en, _mandatory in items),
        _("所需资源"): "\n".join(
            f"{resource_kind(row)} {row['zh']} {row.get('en', '')} × {row['quantity']}" for row in step.resources
        ),
    }
