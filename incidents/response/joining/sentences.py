"""How incidents hang together, in their timelines."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

JOINING: Mapping[str, Promise] = {
    "grade_by_merging": _("事件等级随合并由%(before)s升为%(after)s。"),
    "split_off": ngettext_lazy(
        "拆分出事件%(number)s：%(count)s台终端、%(counted_moved_sites)s。本事件现共%(counted_terminals)s。",
        "拆分出事件%(number)s：%(count)s台终端、%(counted_moved_sites)s。本事件现共%(counted_terminals)s。",
        "count",
    ),
    "opened_by_split": _("由事件%(number)s拆分：%(counted_terminals)s、%(counted_sites)s。30分钟时限沿用原事件。"),
    "related_causes": _("关联事件%(number)s：本事件引起该事件。"),
    "related_caused_by": _("关联事件%(number)s：本事件起因于该事件。"),
    "related_same_area": _("关联事件%(number)s：同一区域。"),
    "unrelated": _("解除与事件%(number)s的关联。"),
    "reclassified": _("更正分类：由%(category_before)s（%(cause_before)s）改为%(category)s（%(cause)s）。"),
    "reclassified_grade": _(
        "更正分类：由%(category_before)s（%(cause_before)s）改为%(category)s（%(cause)s）；事件等级由%(before)s调整为%(after)s。"
    ),
}
