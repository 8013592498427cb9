"""Command and roles in an incident's timeline."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

COMMAND: Mapping[str, Promise] = {
    "role_assigned": _("指定%(person)s担任本事件的“%(function)s”。"),
    "role_taken_over": _("%(person)s接手本事件的“%(function)s”，此前为%(former)s。"),
    "role_handed_back": _("%(person)s交还本事件的“%(function)s”，由%(acting)s负责。"),
    "command_proposed": _("指挥交接：%(giver)s交给%(taker)s，待确认。"),
    "command_accepted": _("%(taker)s接手指挥，此前为%(giver)s。"),
    "command_withdrawn": _("取消交给%(taker)s的指挥交接。"),
    "command_taken": _("%(taker)s未经交接直接接手指挥，此前为%(giver)s。"),
    "command_unanswered": _("交给%(taker)s的指挥交接仍未确认，已提醒%(people)s。"),
    "command_shift_ends": _("%(person)s的班次将于%(until)s结束，已提醒交接指挥。"),
}
