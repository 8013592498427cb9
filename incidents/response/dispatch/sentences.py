"""What dispatches tell in an incident's timeline."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

DISPATCHES: Mapping[str, Promise] = {
    "dispatch_offered": _("派遣%(person)s前往%(site)s：%(purpose)s。"),
    "dispatch_offered_next": _("改派%(person)s前往%(site)s：%(purpose)s。"),
    "dispatch_accepted": _("%(person)s接受派遣，前往%(site)s。"),
    "dispatch_declined": _("%(person)s谢绝前往%(site)s的派遣。"),
    "dispatch_unanswered": _("%(person)s未在%(counted_minutes)s内应答前往%(site)s的派遣。"),
    "dispatch_nobody_left": _("前往%(site)s的派遣（%(purpose)s）已无人可派，已上报%(people)s。"),
    "dispatch_under_way": _("%(person)s已出发前往%(site)s，预计%(expected)s到场。"),
    "dispatch_on_site": _("%(person)s已到达%(site)s。"),
    "dispatch_on_site_scan": _("%(person)s已到达%(site)s，经现场扫码确认。"),
    "dispatch_on_site_late": _("%(person)s已到达%(site)s，比预计晚%(counted_minutes)s。"),
    "dispatch_released": _("%(person)s结束在%(site)s的任务：%(purpose)s。"),
    "dispatch_withdrawn": _("撤回%(person)s前往%(site)s的派遣。"),
    "dispatch_not_started": _("%(person)s接受派遣%(counted_minutes)s后仍未出发，已提醒。"),
    "dispatch_overdue": _("%(person)s未按预计时间到达%(site)s，已提醒。"),
    "dispatch_overdue_reported": _("%(person)s仍未到达%(site)s，已上报%(people)s。"),
    "dispatch_taken_over": _("接管事件%(number)s的派遣%(count)s项。"),
    "dispatch_item_missing": _("%(person)s未能领到%(equipment_kind)s %(code)s，已转为%(site)s的设备需求。"),
    "part_replaced": _("%(terminal)s更换%(component)s：%(part)s，来自%(source)s。"),
}
