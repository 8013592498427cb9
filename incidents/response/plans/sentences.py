"""What happens to a plan in an incident, and to a plan itself, in words."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

#: in the timeline of an incident
PLANS: Mapping[str, Promise] = {
    "plan_frozen": _("按《%(plan)s》第%(version)s版处置，生成%(count)s项任务。"),
    "plan_missing": _("没有适用的生效预案，请人工安排任务。"),
    "plan_steps_added": _("情况变化，按预案第%(version)s版补充%(count)s项任务。"),
}
