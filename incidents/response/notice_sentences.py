"""What the timeline tells of notices."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

NOTICES: Mapping[str, Promise] = {
    "notice_issued": _("生成网点公告%(count)s份：%(numbers)s。"),
    "notice_proposed": _("系统建议发布公告%(notice)s“%(title)s”，待编辑审核。"),
    "notice_published": _("发布公告%(notice)s“%(title)s”。"),
    "notice_overridden": _("公告%(notice)s未经第二人审核，紧急发布。"),
    "notice_taken_back": _("撤回公告%(notice)s“%(title)s”。"),
    "notice_expired": _("公告%(notice)s“%(title)s”到期，自动撤下。"),
}
