"""The line of policies as a page shows it: what each asks for in words, and what is wrong with the line."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from emergency_ops.lib.wording import listed
from incidents.escalation.models import EscalationPolicy, PolicyVersion
from incidents.escalation.registry import vocabulary
from resources.staff.choices import DayKind

from .checks import Case, Findings, check
from .wording import asked, label, region_names


@dataclass(frozen=True)
class Shown:
    """A policy with its newest version. place: 1 for the first that is tried; 0 for one out of use."""

    policy: EscalationPolicy
    version: PolicyVersion
    place: int
    asks: Sequence[tuple[str, str]]
    is_first: bool
    is_last: bool


@dataclass(frozen=True)
class Remark:
    """A sentence about the line. tone: danger, warn or info."""

    tone: str
    text: str


def review(policies: Sequence[EscalationPolicy]) -> tuple[list[Shown], list[Remark]]:
    """policies: see queries.policies. One query, for the names of regions."""
    newest = [(policy, policy.versions.all()[0]) for policy in policies if policy.versions.all()]
    regions = region_names(code for _policy, version in newest for code in version.parsed_conditions.regions)
    line = [policy for policy, _version in newest if not policy.is_retired and not policy.is_default]
    shown = []
    for policy, version in newest:
        place = 0 if policy.is_retired else line.index(policy) + 1 if policy in line else len(line) + 1
        shown.append(
            Shown(
                policy,
                version,
                place,
                asked(version.parsed_conditions, regions),
                is_first=place == 1,
                is_last=place == len(line),
            )
        )
    conditions = [one.version.parsed_conditions for one in shown if one.policy in line]
    findings = check(conditions, list(vocabulary("grade")))
    return shown, remarks(findings, [policy.name for policy in line], regions, any(one.is_default for one in policies))


def remarks(findings: Findings, names: Sequence[str], regions: Mapping[str, str], has_default: bool) -> list[Remark]:
    found = []
    if not has_default:
        found.append(Remark("danger", _("没有默认策略：不符合任何条件的事件无人通知。")))
    for place in findings.never:
        text = _("“%(name)s”永远不会被选中：排在它前面的策略已包含它的全部情形。") % {"name": names[place]}
        found.append(Remark("danger", text))
    for earlier, later, case in findings.overlaps:
        if later not in findings.never:
            words = {"one": names[earlier], "other": names[later], "case": case_text(case, regions)}
            text = _("“%(one)s”与“%(other)s”重叠，例如%(case)s：选用排在前面的“%(one)s”。") % words
            found.append(Remark("warn", text))
    if findings.left and names:
        cases = _("；").join(case_text(case, regions) for case in findings.left)
        found.append(Remark("info", _("由默认策略处理的情形，例如：%(cases)s。") % {"cases": cases}))
    if not findings.is_complete:
        found.append(Remark("warn", _("条件的组合太多，只检查了其中一部分。")))
    return found


def case_text(case: Case, regions: Mapping[str, str]) -> str:
    """I级 特别重大、区域性中断、工作日08:00."""
    facts, moment = case.facts, case.moment
    named = [
        label(name, value, regions)
        for name, value in (
            ("grade", facts.grade),
            ("scope", facts.scope),
            ("category", facts.category),
            ("cause", ",".join(facts.causes)),
            ("payment_method", facts.payment_method),
            ("region", facts.region_code if facts.region_code in regions else ""),
        )
        if value
    ]
    clock = f"{moment.minute // 60:02d}:{moment.minute % 60:02d}"
    time = _("%(day)s%(time)s") % {"day": DayKind(moment.kind).label, "time": clock}
    return listed([*named, *([_("演练")] if facts.is_drill else []), time])
