"""What happens to a plan in an incident, and to a plan itself, in words."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

#: in the timeline of an incident
PLANS: Mapping[str, Promise] = {
    "plan_frozen": ngettext_lazy(
        "按《%(plan)s》第%(version)s版处置，生成%(count)s项任务。",
        "按《%(plan)s》第%(version)s版处置，生成%(count)s项任务。",
        "count",
    ),
    "plan_missing": _("没有适用的生效预案，请人工安排任务。"),
    "plan_steps_added": ngettext_lazy(
        "情况变化，按预案第%(version)s版补充%(count)s项任务。",
        "情况变化，按预案第%(version)s版补充%(count)s项任务。",
        "count",
    ),
}

#: in the plan's own history
EVENTS: Mapping[str, Promise] = {
    "shipped": _("随系统提供，直接生效。"),
    "drafted": _("起草第%(number)s版。"),
    "terms_changed": _("修改正文或适用条件。"),
    "step_added": _("新增步骤“%(title)s”。"),
    "step_changed": _("修改步骤“%(title)s”。"),
    "step_moved": _("调整步骤“%(title)s”的顺序。"),
    "step_removed": _("删除步骤“%(title)s”。"),
    "submitted": _("提交评审。"),
    "commented": _("评审意见"),
    "refused": _("退回修改。"),
    "approved": _("批准。"),
    "in_force": _("开始生效。"),
    "superseded": _("被第%(number)s版替代。"),
    "retired": _("停止使用。"),
    "discarded": _("放弃草稿。"),
}
#: tone and icon in the history; the others are plain
EVENT_LOOKS: Mapping[str, tuple[str, str]] = {
    "submitted": ("info", "paper-airplane"),
    "refused": ("danger", "arrow-uturn-left"),
    "approved": ("ok", "check"),
    "in_force": ("ok", "check-circle"),
    "shipped": ("ok", "check-circle"),
    "superseded": ("neutral", "archive-box"),
    "retired": ("warn", "archive-box"),
    "discarded": ("neutral", "no-symbol"),
}
