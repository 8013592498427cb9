"""What is to be done next, and by whom: the line on top of an incident's page."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from incidents.response.choices import Status
from incidents.response.standing.rules import Step

from .transitions import Verb


@dataclass(frozen=True, slots=True)
class NextStep:
    """`verb` is the move that the button makes; None when nothing is left to do."""

    verb: Verb | None
    sentence: Promise
    who: Promise
    urgent: bool = False


_DUTY = _("值班人员")
_COORDINATORS = _("总指挥或值班经理")
_ON_SITE = _("现场人员")

CONFIRM = NextStep(Verb.CONFIRM, _("核实是否属实：属实请确认事件，不属实请标记误报。"), _DUTY, urgent=True)
CONFIRM_CLEARED = NextStep(
    Verb.CONFIRM, _("预警已解除，终端恢复上报。请核实：确有故障请确认事件，否则标记误报。"), _DUTY
)
ACTIVATE = NextStep(Verb.ACTIVATE, _("判断危害、范围和控制能力，决定响应级别，启动响应。"), _COORDINATORS, urgent=True)
ACTIVATE_CLEARED = NextStep(
    Verb.RESTORE, _("上报显示全部终端已恢复。核实后登记恢复，仍需处置则启动响应。"), _COORDINATORS
)
SUBSTITUTE = NextStep(
    Verb.SUBSTITUTE, _("让替代方案投入服务，并登记证据：30分钟时限只凭证据停止。"), _ON_SITE, urgent=True
)
SUBSTITUTE_GONE = NextStep(
    Verb.SUBSTITUTE, _("替代方案已撤除，目前无替代服务。请重新安排替代方案。"), _ON_SITE, urgent=True
)
COVER = NextStep(
    Verb.SUBSTITUTE, _("部分网点已有替代服务，其余网点还没有。请为这些网点安排替代方案。"), _ON_SITE, urgent=True
)
REPAIR = NextStep(Verb.RESTORE, _("替代方案服务中。组织修复，终端恢复后登记恢复。"), _DUTY)
RESTORE = NextStep(Verb.RESTORE, _("上报显示全部终端已恢复。请核实后登记恢复。"), _DUTY)
CLOSE = NextStep(Verb.CLOSE, _("撤除替代方案和公告，补齐处置记录，然后关闭事件。"), _COORDINATORS)
DONE = NextStep(None, _("事件已结束，无待办事项。"), _COORDINATORS)
LEFT = NextStep(None, _("事件已结束，仍有待办事项："), _COORDINATORS)
WATCHED = NextStep(None, _("事件已结束，等待复查。"), _COORDINATORS)

STEPS: Mapping[Step, NextStep] = {
    Step.CONFIRM: CONFIRM,
    Step.ACTIVATE: ACTIVATE,
    Step.ASK: SUBSTITUTE,
    Step.PREPARE: SUBSTITUTE,
    Step.SERVE: SUBSTITUTE,
    Step.AGAIN: SUBSTITUTE_GONE,
    Step.COVER: COVER,
    Step.REPAIR: REPAIR,
    Step.RESTORE: RESTORE,
    Step.CLOSE: CLOSE,
    Step.NONE: DONE,
}


def next_step(status: str, step: Step, *, all_back: bool, left: bool = False, watched: bool = False) -> NextStep:
    """`step`: what the incident waits for; `all_back`: every terminal reports again; `left`: something remains to be put away;
    `watched`: the reports contradict its end, and are looked at again."""
    if step is Step.NONE and left:
        return LEFT
    if step is Step.NONE and watched:
        return WATCHED
    if all_back and status == Status.SUSPECTED:
        return CONFIRM_CLEARED
    if all_back and status == Status.CONFIRMED:
        return ACTIVATE_CLEARED
    return STEPS[step]
