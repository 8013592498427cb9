"""What events of absences, handovers and covers say."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ABSENCES: Mapping[str, Promise] = {
    "absence_planned": _("登记%(name)s离岗（%(period)s）"),
    "absence_extended": _("延长%(name)s的离岗（%(period)s）"),
    "absence_ended": _("%(name)s提前返岗（离岗%(period)s）"),
    "absence_cancelled": _("取消%(name)s的离岗（%(period)s）"),
    "handover_proposed": _("%(giver)s请%(taker)s接手%(post_name)s"),
    "handover_impossible": _("%(post_name)s未能交接，%(giver)s离岗期间由%(taker)s代行"),
    "handover_accepted": _("%(taker)s确认接手%(post_name)s"),
    "handover_accepted_short": _("%(taker)s确认接手%(post_name)s，未收到的材料：%(missing)s"),
    "handover_declined": _("%(taker)s对接手%(post_name)s有异议，仍由其代行"),
    "handover_overdue": _("%(taker)s未按时确认接手%(post_name)s，已提醒"),
    "handover_not_returned": _("离岗结束，%(post_name)s还没有交回，已提醒%(taker)s"),
    "handover_returned": _("%(post_name)s交回%(giver)s"),
    "handover_returned_short": _("%(post_name)s交回%(giver)s，未交回的材料：%(missing)s"),
    "cover_named": _("指定%(name)s给%(post_name)s顶岗（%(period)s）"),
    "cover_released": _("%(name)s不再给%(post_name)s顶岗（%(period)s）"),
}
