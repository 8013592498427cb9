"""What the timeline tells of notices on public channels."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

OUTLETS: Mapping[str, Promise] = {
    "outlet_published": _("公告%(notice)s已发布到%(where)s。"),
    "outlet_withdrawn": _("公告%(notice)s已从%(where)s撤下。"),
    "outlet_failed": _("公告%(notice)s发布到%(where)s失败：%(error)s，请人工处理。"),
    "outlet_unknown": _("公告%(notice)s是否已发布到%(where)s未知：%(error)s"),
    "outlet_by_hand": _("公告%(notice)s须人工发布到%(where)s。"),
    "outlet_failed_back": _("公告%(notice)s从%(where)s撤下失败：%(error)s，请人工处理。"),
    "outlet_unknown_back": _("公告%(notice)s是否已从%(where)s撤下未知，请人工核对。"),
    "outlet_by_hand_back": _("公告%(notice)s须人工从%(where)s撤下。"),
}
