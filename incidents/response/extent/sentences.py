"""The extent of an incident in its timeline."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

EXTENT: Mapping[str, Promise] = {
    "extent_added": ngettext_lazy(
        "加入受影响终端%(count)s台：%(codes)s。现共%(counted_terminals)s、%(counted_sites)s。",
        "加入受影响终端%(count)s台：%(codes)s。现共%(counted_terminals)s、%(counted_sites)s。",
        "count",
    ),
    "extent_removed": ngettext_lazy(
        "移出终端%(count)s台：%(codes)s。现共%(counted_terminals)s、%(counted_sites)s。",
        "移出终端%(count)s台：%(codes)s。现共%(counted_terminals)s、%(counted_sites)s。",
        "count",
    ),
    "extent_restored": ngettext_lazy(
        "登记恢复%(count)s台终端：%(codes)s。已恢复%(back)s/%(terminals)s台。",
        "登记恢复%(count)s台终端：%(codes)s。已恢复%(back)s/%(terminals)s台。",
        "count",
    ),
    "extent_restored_overruling": ngettext_lazy(
        "登记恢复%(count)s台终端：%(codes)s。已恢复%(back)s/%(terminals)s台。上报仍显示其中%(down)s台未恢复，%(counted_minutes)s后复查。",
        "登记恢复%(count)s台终端：%(codes)s。已恢复%(back)s/%(terminals)s台。上报仍显示其中%(down)s台未恢复，%(counted_minutes)s后复查。",
        "count",
    ),
    "extent_reopened": ngettext_lazy(
        "上报仍显示%(count)s台已登记恢复的终端未恢复，重新列为受影响：%(codes)s。",
        "上报仍显示%(count)s台已登记恢复的终端未恢复，重新列为受影响：%(codes)s。",
        "count",
    ),
    "grade_by_extent": _("事件等级随影响范围由%(before)s升为%(after)s。"),
    "clock_narrowed": _("其余网点均有替代方案服务，30分钟时限停止，用时%(elapsed)s。"),
}
