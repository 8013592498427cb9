"""Every move as the pages and dialogs offer it: what it asks, what its button says, which action it calls."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from emergency_ops.lib.errors import Invalid
from resources.staff.models import Person

from . import actions, forms, forms_substitutes
from .access import incidents_for
from .models import Incident, Substitute
from .rules.transitions import Verb


@dataclass(frozen=True, slots=True)
class Deed:
    """Who does it, when, to what, with which cleaned data."""

    incident: Incident
    substitute: Substitute | None
    actor: Person
    now: datetime
    data: Mapping[str, Any]

    def of_substitute(self) -> Substitute:
        if self.substitute is None:
            raise LookupError("this move needs a substitute")
        return self.substitute


@dataclass(frozen=True, slots=True)
class Move:
    """A move in words. `run` does it and returns the sentence that tells so."""

    verb: Verb
    title: Promise
    button: Promise
    form: type[forms.MoveForm]
    run: Callable[[Deed], str]
    intro: Promise | str = ""
    tone: str = "primary"
    icon: str = "check"


def _confirm(deed: Deed) -> str:
    actions.confirm(deed.incident, actor=deed.actor, now=deed.now, text=deed.data["text"])
    return gettext("已确认事件。")


def _activate(deed: Deed) -> str:
    actions.activate(deed.incident, deed.data["level"], actor=deed.actor, now=deed.now, text=deed.data["text"])
    return gettext("已启动响应。下一步：让替代方案投入服务。")


def _restore(deed: Deed) -> str:
    actions.restore(deed.incident, actor=deed.actor, now=deed.now, **_end_of(deed))
    return gettext("已登记恢复。下一步：善后并关闭事件。")


def _close(deed: Deed) -> str:
    tasks = deed.data.get("tasks", "")
    actions.close(deed.incident, actor=deed.actor, now=deed.now, tasks=tasks, **_end_of(deed))
    return gettext("事件已关闭。")


def _end_of(deed: Deed) -> dict[str, str]:
    """The remark, and the reason why the reports are wrong where the form has asked for it."""
    return {"text": deed.data["text"], "overruled": deed.data.get("overruled", "")}


def _false_alarm(deed: Deed) -> str:
    actions.mark_false_alarm(deed.incident, actor=deed.actor, now=deed.now, text=deed.data["text"])
    return gettext("已标记为误报。")


def _merge(deed: Deed) -> str:
    target = incidents_for(deed.actor).filter(number=deed.data["target"].strip()).first()
    if target is None:
        raise Invalid("target", _("没有找到事件%(number)s。"), number=deed.data["target"])
    actions.merge_into(deed.incident, target, actor=deed.actor, now=deed.now, text=deed.data["text"])
    return gettext("已并入事件%(number)s。") % {"number": target.number}


def _reopen(deed: Deed) -> str:
    actions.reopen(deed.incident, actor=deed.actor, now=deed.now, text=deed.data["text"])
    return gettext("已重新打开事件。")


def _level(deed: Deed) -> str:
    actions.change_level(deed.incident, deed.data["level"], actor=deed.actor, now=deed.now, text=deed.data["text"])
    return gettext("已调整响应级别。")


def _grade(deed: Deed) -> str:
    actions.change_grade(deed.incident, deed.data["grade"], actor=deed.actor, now=deed.now, text=deed.data["text"])
    return gettext("已调整事件等级。")


def _expect(deed: Deed) -> str:
    actions.expect_until(deed.incident, deed.data["until"], actor=deed.actor, now=deed.now, text=deed.data["text"])
    return gettext("已更新预计恢复时间。")


def _note(deed: Deed) -> str:
    actions.note(deed.incident, deed.data["text"], actor=deed.actor, now=deed.now, uploads=deed.data["uploads"])
    return gettext("已添加备注。")


def _acknowledge(deed: Deed) -> str:
    until = actions.acknowledge(deed.incident, actor=deed.actor, now=deed.now)
    return gettext("已接警，有效至%(until)s；届时无进展将再次通知。") % {"until": f"{localtime(until):%H:%M}"}


def _request(deed: Deed) -> str:
    actions.request_substitute(
        deed.incident,
        deed.data["kind"],
        deed.data["place"],
        actor=deed.actor,
        now=deed.now,
        site=deed.data["site"],
        hours=deed.data["hours"],
        capacity=deed.data["capacity"],
        text=deed.data["text"],
    )
    return gettext("已登记替代方案。投入服务后请登记证据。")


def _ready(deed: Deed) -> str:
    actions.ready_substitute(
        deed.of_substitute(), actor=deed.actor, now=deed.now, text=deed.data["text"], **_shown(deed)
    )
    return gettext("替代方案已就绪。")


def _serve(deed: Deed) -> str:
    actions.serve_substitute(
        deed.of_substitute(), deed.data["evidence"], actor=deed.actor, now=deed.now, **_shown(deed)
    )
    return gettext("替代方案已投入服务。")


def _withdraw(deed: Deed) -> str:
    actions.withdraw_substitute(
        deed.of_substitute(), actor=deed.actor, now=deed.now, text=deed.data["text"], **_shown(deed)
    )
    return gettext("替代方案已撤除。")


def _capacity(deed: Deed) -> str:
    capacity, text = deed.data["capacity"], deed.data["text"]
    actions.state_capacity(deed.of_substitute(), capacity, actor=deed.actor, now=deed.now, text=text)
    return gettext("已登记服务能力。")


def _shown(deed: Deed) -> dict[str, Any]:
    """The files, and why the substitute goes on although something is missing, where the form has asked for it."""
    return {"uploads": deed.data["uploads"], "overruled": str(deed.data.get("overruled", ""))}


MOVES: Mapping[str, Move] = {
    "confirm": Move(
        Verb.CONFIRM,
        _("确认事件"),
        _("确认事件"),
        forms.RemarkForm,
        _confirm,
        _(
            "确认故障属实。确认即接警，其他人的呼叫停止（升级策略要求有决定的除外）；由总指挥或值班经理决定是否启动响应。"
        ),
    ),
    "activate": Move(Verb.ACTIVATE, _("启动响应"), _("启动响应"), forms.ActivateForm, _activate, icon="bolt"),
    "restore": Move(
        Verb.RESTORE,
        _("登记恢复"),
        _("登记恢复"),
        forms.EndForm,
        _restore,
        _("全部受影响终端从现在起视为恢复。请先在现场或上报中核实。"),
        icon="check-circle",
    ),
    "close": Move(
        Verb.CLOSE,
        _("关闭事件"),
        _("关闭事件"),
        forms.CloseForm,
        _close,
        _("请确认替代方案和公告都已撤除、领用的设备都已收回。关闭后仍可添加备注或重新打开。"),
        icon="archive-box",
    ),
    "false-alarm": Move(
        Verb.FALSE_ALARM,
        _("标记误报"),
        _("标记误报"),
        forms.FalseAlarmForm,
        _false_alarm,
        _("请写明判断依据，供日后复盘。"),
        tone="danger",
        icon="no-symbol",
    ),
    "merge": Move(
        Verb.MERGE,
        _("合并到其他事件"),
        _("合并"),
        forms.MergeForm,
        _merge,
        _("本事件的终端并入目标事件；仍在计时的时限继续，以较早的一个为准。合并不能撤销。"),
        icon="arrows-pointing-in",
    ),
    "reopen": Move(Verb.REOPEN, _("重新打开"), _("重新打开"), forms.ReasonForm, _reopen, icon="arrow-uturn-left"),
    "level": Move(Verb.LEVEL, _("调整响应级别"), _("调整"), forms.LevelForm, _level, icon="flag"),
    "grade": Move(Verb.GRADE, _("调整事件等级"), _("调整"), forms.GradeForm, _grade, icon="flag"),
    "expect": Move(Verb.EXPECT, _("预计恢复时间"), _("保存"), forms.ExpectForm, _expect, icon="calendar-days"),
    "note": Move(Verb.NOTE, _("添加备注"), _("添加备注"), forms.NoteForm, _note, icon="pencil-square"),
    "acknowledge": Move(
        Verb.ACKNOWLEDGE,
        _("接警确认"),
        _("我来处理"),
        forms.EmptyForm,
        _acknowledge,
        _("接警后升级通知暂停；到期无进展将继续通知。"),
        icon="hand-raised",
    ),
    "request-substitute": Move(
        Verb.SUBSTITUTE, _("登记替代方案"), _("登记"), forms_substitutes.RequestSubstituteForm, _request, icon="plus"
    ),
}

SUBSTITUTE_MOVES: Mapping[str, Move] = {
    "ready": Move(Verb.SUBSTITUTE, _("替代方案就绪"), _("已就绪"), forms_substitutes.StatusForm, _ready),
    "serve": Move(
        Verb.SUBSTITUTE, _("替代方案投入服务"), _("投入服务"), forms_substitutes.EvidenceForm, _serve, icon="play"
    ),
    "withdraw": Move(
        Verb.WITHDRAW,
        _("撤除替代方案"),
        _("撤除"),
        forms_substitutes.WithdrawForm,
        _withdraw,
        _("时限不会重新计时；若再无替代方案服务，页面会明显提示。"),
        tone="danger",
        icon="stop",
    ),
    "capacity": Move(
        Verb.SUBSTITUTE, _("服务能力"), _("保存"), forms_substitutes.CapacityForm, _capacity, icon="user-group"
    ),
}


def move_url(incident: Incident, name: str, substitute: Substitute | None = None) -> str:
    """Where a move is asked for (GET) and made (POST)."""
    arguments = [incident.number, substitute.pk] if substitute else [incident.number]
    return reverse(f"incidents:{name}", args=arguments)
