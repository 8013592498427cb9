"""What timelines tell of hotlines."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import ngettext_lazy

HOTLINE: Mapping[str, Promise] = {
    "hotline_set_up": ngettext_lazy(
        "应急热线%(place)s安排坐席%(agents)s名，每小时可接听约%(capacity)s个来电。",
        "应急热线%(place)s安排坐席%(agents)s名，每小时可接听约%(capacity)s个来电。",
        "agents",
    ),
}
