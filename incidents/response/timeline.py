"""处置记录: one row a change, append-only, told as a translated sentence."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from emergency_ops.lib import facts
from emergency_ops.lib.wording import bilingual, listed
from incidents.escalation.choices import Growth, StepTarget
from incidents.monitoring.choices import Category, Scope
from resources.attachments.models import Attachment
from resources.inventory.choices import EquipmentKind
from resources.network.choices import ComponentKind
from resources.staff.choices import ActingRole, Function
from resources.staff.models import Person

from .choices import EntryKind, Grade, ResponseLevel, SubstituteKind
from .command.sentences import COMMAND
from .diagnosis.choices import CommandKind
from .diagnosis.sentences import DIAGNOSIS
from .dispatch.choices import Purpose
from .dispatch.sentences import DISPATCHES
from .extent.sentences import EXTENT
from .hotline.sentences import HOTLINE
from .joining.sentences import JOINING
from .mentions.showing import marked
from .models import Incident, TimelineEntry
from .notice_sentences import NOTICES
from .online.sentences import ONLINE
from .outlet_sentences import OUTLETS
from .patrol_sentences import PATROLS, WORDS
from .plans.choices import Cause
from .plans.sentences import PLANS
from .resource_sentences import RESOURCES
from .tasks.sentences import TASKS
from .wall_sentences import WALLS

SENTENCES: Mapping[str, Promise] = {
    "opened_by_warning": _("收到预警，自动登记事件：%(scope)s，%(category)s，%(counted_terminals)s。"),
    "opened_by_person": _("人工登记事件：%(scope)s，%(category)s，%(counted_terminals)s。"),
    "confirmed": _("确认事件属实。"),
    "confirmed_and_asked": _("确认事件属实，已请%(people)s决定是否启动响应。"),
    "activated": _("启动响应：%(level)s。"),
    "level_changed": _("响应级别由%(before)s调整为%(after)s。"),
    "grade_changed": _("事件等级由%(before)s调整为%(after)s。"),
    "scope_grew": _("影响范围扩大为%(scope)s，共%(counted_terminals)s、%(counted_sites)s。"),
    "scope_changed": _("影响范围更新：%(scope)s，共%(counted_terminals)s、%(counted_sites)s。"),
    "scope_and_grade": _(
        "影响范围扩大为%(scope)s，共%(counted_terminals)s、%(counted_sites)s；事件等级由%(before)s升为%(after)s。"
    ),
    "scope_grade_kept": _(
        "影响范围更新：%(scope)s，共%(counted_terminals)s、%(counted_sites)s。按规则可降为%(after)s，事件等级保持%(before)s，由人工决定。"
    ),
    "scope_grade_overruled": _(
        "影响范围更新：%(scope)s，共%(counted_terminals)s、%(counted_sites)s。按规则应为%(after)s，事件等级保持人工确定的%(before)s。"
    ),
    "warning_cleared": _("预警解除：%(counted_terminals)s恢复上报。"),
    "reports_say_restored": ngettext_lazy(
        "上报显示全部%(terminals)s台终端已恢复，请核实后登记恢复。",
        "上报显示全部%(terminals)s台终端已恢复，请核实后登记恢复。",
        "terminals",
    ),
    "clear_review": _("预警解除已%(counted_minutes)s仍未核实，请确认事件或标记误报。"),
    "substitute_requested": _("申请替代方案：%(kind)s，%(place)s。"),
    "substitute_ready": _("替代方案就绪：%(kind)s，%(place)s。"),
    "substitute_serving": _("替代方案投入服务：%(kind)s，%(place)s。"),
    "substitute_stopped_clock": _("替代方案投入服务：%(kind)s，%(place)s。30分钟时限停止，用时%(elapsed)s，已达标。"),
    "substitute_stopped_clock_late": _(
        "替代方案投入服务：%(kind)s，%(place)s。30分钟时限停止，用时%(elapsed)s，超时。"
    ),
    "substitute_withdrawn": _("撤除替代方案：%(kind)s，%(place)s。"),
    "substitute_capacity": _("服务能力：%(place)s每小时约%(capacity)s人。"),
    "counter_set_up": ngettext_lazy(
        "设置%(place)s：%(windows)s个窗口，每窗口每小时约%(rate)s人。",
        "设置%(place)s：%(windows)s个窗口，每窗口每小时约%(rate)s人。",
        "windows",
    ),
    "counter_staff_in": _("%(person)s到%(place)s值守，标识%(badge)s，至%(shift)s。"),
    "counter_staff_out": _("%(person)s离开%(place)s。"),
    "counter_cash_out": _("%(place)s备用金清点：¥%(amount)s，交款人%(giver)s。"),
    "counter_cash_back": _(
        "%(place)s备用金交回清点：¥%(amount)s，其间现金收款¥%(takings)s，差额¥%(difference)s，交款人%(giver)s。"
    ),
    "counter_shift_ends": _("%(person)s在%(place)s的班次%(shift)s结束，尚无人接班。"),
    "counter_shift_over": _("%(person)s在%(place)s的班次已于%(shift)s结束，仍无人接班。"),
    "substitute_late": _("%(kind)s申请已%(counted_minutes)s，仍未就绪：%(place)s。"),
    "substitute_overruled": _("%(place)s尚未完成：%(missing)s，仍继续办理。"),
    "clock_reminder": _("30分钟时限已过20分钟，尚无替代方案投入服务，已提醒%(people)s。"),
    "clock_missed": _("30分钟时限已到，仍无替代方案投入服务，已上报%(people)s。"),
    "clock_restarted": _(
        "影响扩大，%(counted_sites)s尚无替代方案，30分钟时限自%(since)s起重新计时。此前用时%(elapsed)s，已达标。"
    ),
    "clock_restarted_late": _(
        "影响扩大，%(counted_sites)s尚无替代方案，30分钟时限自%(since)s起重新计时。此前用时%(elapsed)s，超时。"
    ),
    "confirm_due": _("超过%(counted_minutes)s仍未确认，已上报%(people)s。"),
    "activate_due": _("事件已确认，仍未启动响应，已提醒%(people)s。"),
    "review_due": _("处置仍在进行，已提醒%(people)s更新进展。"),
    "close_due": _("事件已恢复，仍未关闭，已提醒%(people)s。"),
    "called": _("已通知%(target)s%(people)s（第%(step)s步）。"),
    "called_for_a_away": _("A角%(absent)s离岗，已通知%(acting_role)s%(people)s代行其职责（第%(step)s步）。"),
    "called_for_a_closed": _("A角%(absent)s账号已停用，已通知%(acting_role)s%(people)s代行其职责（第%(step)s步）。"),
    "called_for_a_silent": _("A角%(absent)s未接警，已通知%(acting_role)s%(people)s代行其职责（第%(step)s步）。"),
    "called_for_a_vacant": _("A角空缺，已通知%(acting_role)s%(people)s代行职责（第%(step)s步）。"),
    "called_again": _("再次通知%(target)s%(people)s（第%(step)s步）。"),
    "nobody_to_call": _("第%(step)s步应通知%(target)s，但该岗位目前无人，请尽快指定人员。"),
    "already_called": _("第%(step)s步应通知%(target)s，其人本轮已通知过但未接警，立即通知下一级。"),
    "policy_changed": _("升级策略由“%(policy_before)s”改为“%(policy)s”。"),
    "rearmed_recalled": _(
        "%(growth)s，%(people)s的接警确认失效，已首先再次通知其本人；两分钟内无人接警，按策略通知其他人。"
    ),
    "rearmed_ended": _("%(growth)s，%(people)s的接警确认失效，升级通知重新开始。"),
    "acknowledged": _("接警确认，有效至%(until)s。"),
    "acknowledged_by_link": _("经消息中的链接接警，有效至%(until)s。"),
    "expected_until": _("预计恢复时间：%(until)s。"),
    "expected_until_unknown": _("预计恢复时间：暂不确定。"),
    "restored": _("登记恢复，用时%(elapsed)s。"),
    "restored_overruling": _(
        "登记恢复，用时%(elapsed)s。上报仍显示%(counted_terminals)s未恢复，%(counted_minutes)s后复查。"
    ),
    "restored_by_reports": _("上报显示全部终端恢复已%(counted_minutes)s，系统登记恢复。"),
    "closed": _("关闭事件。"),
    "closed_overruling": _("关闭事件。上报仍显示%(counted_terminals)s未恢复，%(counted_minutes)s后复查。"),
    "false_alarm": _("标记为误报。"),
    "false_alarm_overruling": _("标记为误报。上报仍显示%(counted_terminals)s未恢复，%(counted_minutes)s后复查。"),
    "merged_into": _("并入事件%(number)s。"),
    "merged_from": _("事件%(number)s并入本事件，现共%(counted_terminals)s、%(counted_sites)s。"),
    "reopened": _("重新打开事件。"),
    "reopened_by_warning": _("预警仍在发展，系统重新打开事件。"),
    "reopened_by_reports": _("事件结束后上报仍显示故障，系统重新打开事件。"),
    "note": _("备注"),
    "attached": ngettext_lazy("添加附件%(count)s个：%(names)s。", "添加附件%(count)s个：%(names)s。", "count"),
    "attachment_hidden": _("隐藏附件：%(name)s。"),
    **RESOURCES,
    **PATROLS,
    **NOTICES,
    **EXTENT,
    **COMMAND,
    **JOINING,
    **DIAGNOSIS,
    **ONLINE,
    **OUTLETS,
    **HOTLINE,
    **PLANS,
    **TASKS,
    **DISPATCHES,
    **WALLS,
}

LOOKS: Mapping[EntryKind, tuple[str, str]] = {
    EntryKind.OPENED: ("warn", "bell-alert"),
    EntryKind.WARNING: ("info", "signal"),
    EntryKind.CONFIRMED: ("info", "check"),
    EntryKind.ACTIVATED: ("danger", "bolt"),
    EntryKind.LEVEL: ("info", "flag"),
    EntryKind.GRADE: ("warn", "flag"),
    EntryKind.SCOPE: ("warn", "map"),
    EntryKind.SUBSTITUTE: ("ok", "users"),
    EntryKind.CLOCK: ("danger", "clock"),
    EntryKind.MESSAGE: ("info", "paper-airplane"),
    EntryKind.ACKNOWLEDGED: ("ok", "hand-raised"),
    EntryKind.ESCALATED: ("danger", "arrow-trending-up"),
    EntryKind.RESTORED: ("ok", "check-circle"),
    EntryKind.CLOSED: ("neutral", "archive-box"),
    EntryKind.FALSE_ALARM: ("neutral", "no-symbol"),
    EntryKind.MERGED: ("neutral", "arrows-pointing-in"),
    EntryKind.REOPENED: ("warn", "arrow-uturn-left"),
    EntryKind.NOTE: ("neutral", "pencil-square"),
    EntryKind.NOTICE: ("info", "megaphone"),
    EntryKind.RESOURCES: ("info", "truck"),
    EntryKind.PLAN: ("info", "clipboard-document-list"),
    EntryKind.TASK: ("info", "clipboard-document-check"),
    EntryKind.COMMAND: ("info", "user-group"),
    EntryKind.DISPATCH: ("info", "truck"),
    EntryKind.DIAGNOSIS: ("info", "computer-desktop"),
    EntryKind.PATROL: ("info", "map"),
    EntryKind.ATTACHMENT: ("neutral", "document-check"),
    EntryKind.RELATED: ("neutral", "arrows-right-left"),
}

_CHOICES = {
    "scope": Scope,
    "category": Category,
    "category_before": Category,
    "cause": Cause,
    "cause_before": Cause,
    "kind": SubstituteKind,
    "level": ResponseLevel,
    "target": StepTarget,
    "function": Function,
    "acting_role": ActingRole,
    "growth": Growth,
    "equipment_kind": EquipmentKind,
    "command": CommandKind,
    "purpose": Purpose,
    "component": ComponentKind,
}
_LABELS: Mapping[str, Mapping[Any, Promise | str]] = {
    **{name: dict(choices.choices) for name, choices in _CHOICES.items()},
    **{key: {**dict(ResponseLevel.choices), **dict(Grade.choices)} for key in ("before", "after")},
}
_TIMES = frozenset({"until", "since", "expected"})


@dataclass(frozen=True, slots=True)
class Told:
    """An entry as the timeline component shows it."""

    at: datetime
    title: str
    text: str
    actor: Person | None
    acting_for: Person | None
    tone: str
    icon: str
    attachments: Sequence[Attachment] = ()


def write(
    incident: Incident,
    kind: EntryKind,
    code: str,
    *,
    now: datetime,
    actor: Person | None = None,
    acting_for: Person | None = None,
    params: Mapping[str, Any] | None = None,
    text: str = "",
) -> TimelineEntry:
    """Append an entry. `code` is a key of SENTENCES; `params` are plain values or lists of names, choices as their codes,
    times as ISO 8601."""
    return TimelineEntry.objects.create(
        incident=incident,
        kind=kind,
        code=code,
        at=now,
        actor=actor,
        acting_for=acting_for,
        params=dict(params or {}),
        text=text,
    )


def entries(incident: Incident) -> QuerySet[TimelineEntry]:
    """Newest first, with the people named."""
    return incident.timeline.prefetch_related("actor", "acting_for").order_by("-at", "-id")


def sentence(entry: TimelineEntry) -> str:
    """What happened, in the reader's language; the entry's kind for a code that is not known any more."""
    pattern = SENTENCES.get(entry.code)
    if pattern is None:
        return str(EntryKind(entry.kind).label)
    return facts.told(pattern, entry.params, _shown)


def told(entry: TimelineEntry, attachments: Sequence[Attachment] = (), *, links: bool = False) -> Told:
    """links: whether the reader may look people up, so that mentions lead to them."""
    kind = EntryKind(entry.kind)
    tone, icon = LOOKS[kind]
    text = marked(entry.text, entry.params, links=links)
    return Told(entry.at, sentence(entry), text, entry.actor, entry.acting_for, tone, icon, attachments)


def _shown(name: str, value: Any) -> str | int:
    if name == "parts":
        return listed(f"{part} × {pieces}" for part, pieces in value)
    if isinstance(value, list):
        return listed(value)
    if isinstance(value, Mapping):
        return bilingual(value.get("zh", ""), value.get("en", ""))
    if name in WORDS:
        return WORDS[name](str(value))
    if name in _TIMES:
        moment = parse_datetime(str(value))
        return date_format(localtime(moment), "m-d H:i") if moment else str(value)
    label = _LABELS.get(name, {}).get(value, value)
    return label if isinstance(label, int) else str(label)
