"""Who acts and why, in words."""

from datetime import datetime

from django.utils.dateformat import format as format_date
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .choices import ActingRole
from .rules.acting import Reason

#: what keeps A from the post
HINDRANCES = {
    Reason.A_VACANT: gettext_lazy("A角空缺"),
    Reason.A_CLOSED: gettext_lazy("A角%(name)s账号已停用"),
    Reason.A_AWAY: gettext_lazy("A角%(name)s离岗"),
    Reason.A_SILENT: gettext_lazy("A角%(name)s未接警"),
}
STAND_INS = {
    ActingRole.B: (gettext_lazy("B角代行"), gettext_lazy("B角代行，自%(since)s起")),
    ActingRole.COVER: (gettext_lazy("顶岗"), gettext_lazy("顶岗，自%(since)s起")),
    ActingRole.HEAD: (gettext_lazy("主管代行"), gettext_lazy("主管代行，自%(since)s起")),
}


def why(role: str, reason: str, since: datetime | None) -> str:
    """A角; B角代行，自11月22日09:00起; 顶岗; 主管代行."""
    if reason == Reason.BY_ROLE:
        return _("按角色接任")
    if role == ActingRole.A:
        return _("A角（未接警，无人可代）") if reason == Reason.LAST_RESORT else _("A角")
    plain, dated = STAND_INS[ActingRole(role)]
    return str(plain) if since is None else str(dated) % {"since": moment(since)}


def explanation(role: str, reason: str, absent: str, since: datetime | None) -> str:
    """The same with what keeps A from the post; absent: A's name."""
    if reason not in HINDRANCES:
        return why(role, reason, since)
    hindrance = str(HINDRANCES[Reason(reason)]) % {"name": absent}
    return _("%(hindrance)s，%(why)s") % {"hindrance": hindrance, "why": why(role, reason, since)}


def moment(at: datetime) -> str:
    """11月22日09:00, in local time."""
    return format_date(localtime(at), _("n月j日H:i"))
