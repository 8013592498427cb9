"""What happens on the walls of the sites, as a timeline or a notice's history tells it."""

from collections.abc import Mapping
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from emergency_ops.lib.facts import told

WALLS: Final[Mapping[str, Promise]] = {
    "wall_queued": ngettext_lazy("%(count)s个网点的公告待打印张贴。", "%(count)s个网点的公告待打印张贴。", "count"),
    "wall_requeued": ngettext_lazy(
        "%(count)s个网点的公告内容已更新，需重新打印。", "%(count)s个网点的公告内容已更新，需重新打印。", "count"
    ),
    "wall_printed": _("%(site)s的公告已打印：%(sheet)s，%(copies)s份。"),
    "wall_posted": _("%(site)s的公告已张贴：%(place)s。"),
    "wall_posted_late": _("%(site)s的公告已张贴：%(place)s，晚于时限%(counted_minutes)s。"),
    "wall_posted_unseen": _("%(site)s的公告已张贴：%(place)s，未拍照。"),
    "wall_taken_down": _("%(site)s的公告已取下：%(sheet)s。"),
    "wall_redo": _("%(site)s的公告需重新打印张贴。"),
    "wall_cancelled": _("%(site)s不张贴公告。"),
    "wall_ended": ngettext_lazy(
        "%(count)s个网点的公告待取下，%(cancelled)s个尚未打印的已取消。",
        "%(count)s个网点的公告待取下，%(cancelled)s个尚未打印的已取消。",
        "count",
    ),
    "wall_late": ngettext_lazy(
        "%(count)s个网点的公告超时未张贴或取下（%(sites)s），已通知%(people)s。",
        "%(count)s个网点的公告超时未张贴或取下（%(sites)s），已通知%(people)s。",
        "count",
    ),
    "wall_photo_hidden": _("隐藏%(site)s的张贴照片：%(name)s。"),
}


def sentence(code: str, params: Mapping[str, Any]) -> str:
    """What happened, in the reader's language; "" for what is none of these."""
    pattern = WALLS.get(code)
    return told(pattern, params) if pattern else ""
