"""Which move is possible in which status, and the sentence for those that are not."""

from collections.abc import Mapping
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from emergency_ops.lib.wording import listed
from incidents.response.choices import OPEN_STATUSES, RUNNING_STATUSES, Status


class Verb(StrEnum):
    """What may be done with an incident."""

    CONFIRM = "confirm"
    ACTIVATE = "activate"
    RESTORE = "restore"
    CLOSE = "close"
    FALSE_ALARM = "false_alarm"
    MERGE = "merge"
    REOPEN = "reopen"
    LEVEL = "level"
    GRADE = "grade"
    EXPECT = "expect"
    SUBSTITUTE = "substitute"
    ACKNOWLEDGE = "acknowledge"
    NOTE = "note"
    WITHDRAW = "withdraw"
    FOLLOW = "follow"
    RESOURCES = "resources"
    EXTENT = "extent"
    COMMAND = "command"
    RELATE = "relate"
    SPLIT = "split"
    RECLASSIFY = "reclassify"
    DIAGNOSE = "diagnose"
    DISPATCH = "dispatch"
    ATTEND = "attend"


VERB_LABELS: Mapping[Verb, Promise] = {
    Verb.CONFIRM: _("确认事件"),
    Verb.ACTIVATE: _("启动响应"),
    Verb.RESTORE: _("登记恢复"),
    Verb.CLOSE: _("关闭事件"),
    Verb.FALSE_ALARM: _("标记误报"),
    Verb.MERGE: _("合并到其他事件"),
    Verb.REOPEN: _("重新打开"),
    Verb.LEVEL: _("调整响应级别"),
    Verb.GRADE: _("调整事件等级"),
    Verb.EXPECT: _("填写预计恢复时间"),
    Verb.SUBSTITUTE: _("登记替代方案"),
    Verb.ACKNOWLEDGE: _("接警确认"),
    Verb.NOTE: _("添加备注"),
    Verb.WITHDRAW: _("撤除替代方案"),
    Verb.FOLLOW: _("更新影响范围"),
    Verb.RESOURCES: _("安排资源"),
    Verb.EXTENT: _("编辑受影响终端"),
    Verb.COMMAND: _("分配角色"),
    Verb.RELATE: _("关联事件"),
    Verb.SPLIT: _("拆分事件"),
    Verb.RECLASSIFY: _("更正分类"),
    Verb.DIAGNOSE: _("下发远程指令"),
    Verb.DISPATCH: _("派遣人员"),
    Verb.ATTEND: _("登记派遣进展"),
}

ALLOWED: Mapping[Verb, frozenset[Status]] = {
    Verb.CONFIRM: frozenset({Status.SUSPECTED}),
    Verb.ACTIVATE: frozenset({Status.CONFIRMED}),
    Verb.RESTORE: frozenset({Status.CONFIRMED, Status.RESPONDING}),
    Verb.CLOSE: frozenset({Status.RESTORED}),
    Verb.FALSE_ALARM: frozenset({Status.SUSPECTED, Status.CONFIRMED}),
    Verb.MERGE: frozenset(RUNNING_STATUSES),
    Verb.REOPEN: frozenset({Status.RESTORED, Status.CLOSED, Status.FALSE_ALARM}),
    Verb.LEVEL: frozenset({Status.RESPONDING}),
    Verb.GRADE: frozenset(OPEN_STATUSES),
    Verb.EXPECT: frozenset(RUNNING_STATUSES),
    Verb.SUBSTITUTE: frozenset(RUNNING_STATUSES),
    Verb.ACKNOWLEDGE: frozenset(RUNNING_STATUSES),
    Verb.NOTE: frozenset(Status),
    Verb.WITHDRAW: frozenset(Status),
    Verb.FOLLOW: frozenset(Status),
    Verb.RESOURCES: frozenset(OPEN_STATUSES),
    Verb.EXTENT: frozenset(RUNNING_STATUSES),
    Verb.COMMAND: frozenset(OPEN_STATUSES),
    Verb.RELATE: frozenset(Status),
    Verb.SPLIT: frozenset(RUNNING_STATUSES),
    Verb.RECLASSIFY: frozenset(OPEN_STATUSES),
    Verb.DIAGNOSE: frozenset(OPEN_STATUSES),
    Verb.DISPATCH: frozenset(OPEN_STATUSES),
    Verb.ATTEND: frozenset(Status),
}

TARGETS: Mapping[Verb, Status] = {
    Verb.CONFIRM: Status.CONFIRMED,
    Verb.ACTIVATE: Status.RESPONDING,
    Verb.RESTORE: Status.RESTORED,
    Verb.CLOSE: Status.CLOSED,
    Verb.FALSE_ALARM: Status.FALSE_ALARM,
    Verb.MERGE: Status.MERGED,
}

#: the moves that a person is pointed to when another one is refused, in the order of the plan
MAIN_VERBS = (
    Verb.CONFIRM,
    Verb.ACTIVATE,
    Verb.RESTORE,
    Verb.CLOSE,
    Verb.FALSE_ALARM,
    Verb.MERGE,
    Verb.REOPEN,
)


def is_allowed(status: str, verb: Verb) -> bool:
    return Status(status) in ALLOWED[verb]


def possible(status: str) -> list[Verb]:
    """The moves that change the status and are open now, in the plan's order."""
    return [verb for verb in MAIN_VERBS if is_allowed(status, verb)]


def refusal(status: str, verb: Verb) -> str | None:
    """Why the move is not possible and what is possible instead; None when it is possible."""
    if is_allowed(status, verb):
        return None
    names = {"status": Status(status).label, "verb": VERB_LABELS[verb]}
    if status == Status.SUSPECTED and verb in {Verb.ACTIVATE, Verb.RESTORE, Verb.CLOSE, Verb.LEVEL}:
        return gettext("事件还是“%(status)s”，不能%(verb)s：请先确认事件，或标记误报。") % names
    if status == Status.MERGED:
        return gettext("事件已并入另一事件，不能%(verb)s：请在合并后的事件中处理。") % names
    instead = listed(str(VERB_LABELS[other]) for other in possible(status))
    return gettext("事件处于“%(status)s”状态，不能%(verb)s。现在可以：%(instead)s。") % {**names, "instead": instead}


def reopened_status(status: str, *, activated: bool, confirmed: bool) -> Status:
    """Where an incident goes on when it is opened again: as far as it had come."""
    if status == Status.FALSE_ALARM and not confirmed:
        return Status.SUSPECTED
    return Status.RESPONDING if activated else Status.CONFIRMED
