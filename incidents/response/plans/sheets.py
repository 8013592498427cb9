"""A version to take along: its steps as a table, or all of it as data."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from emergency_ops.lib.listing import Column

from .actions.drafting import SAID
from .models import PlanVersion

COLUMNS = (
    Column("number", _("序号"), lambda line: line.number),
    Column("phase", _("阶段"), lambda line: line.step.get_phase_display()),
    Column("title", _("标题"), lambda line: line.step.title_zh),
    Column("title_en", _("英文标题"), lambda line: line.step.title_en),
    Column("text", _("做法"), lambda line: line.step.text_zh),
    Column("text_en", _("英文做法"), lambda line: line.step.text_en),
    Column("function", _("岗位"), lambda line: line.function),
    Column("due", _("启动后时限（分钟）"), lambda line: line.step.due_minutes),
    Column("conditions", _("适用条件"), lambda line: line.conditions),
    Column("checklist", _("核对项"), lambda line: "\n".join(text for text, _mandatory in line.checklist)),
    Column("evidence", _("完成证据"), lambda line: line.evidence),
    Column("resources", _("所需资源"), lambda line: "\n".join(line.resources)),
    Column("work", _("办理页面"), lambda line: line.work),
)


def as_data(version: PlanVersion) -> dict[str, Any]:
    """Everything that a version says, as plain JSON."""
    return {
        "plan": {"zh": version.plan.name, "en": version.plan.name_en},
        "version": version.number,
        "state": version.state,
        "in_force_at": version.in_force_at.isoformat() if version.in_force_at else None,
        "summary": version.summary,
        "causes": version.causes,
        "scopes": version.scopes,
        "grades": version.grades,
        "texts": version.texts,
        "steps": [
            {"key": step.key, **{name: getattr(step, name) for name in SAID}}
            for step in version.steps.order_by("position")
        ],
    }
