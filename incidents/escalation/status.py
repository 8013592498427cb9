"""How the machinery is: what the system page, the dashboard and the metrics show."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from celery import current_app
from django.db.models import Count, Min, Q
from django.utils.translation import gettext_lazy as _

from .choices import DeadlineState, FindingKind, MessageState
from .models import UNSETTLED, AuditFinding, Deadline, Heartbeat, OutboxMessage
from .rules import is_alive, is_starting

#: failed and unknown messages older than this are history
RECENT = timedelta(days=7)
#: a deadline is late when no sweep has touched it for so long
GRACE = timedelta(seconds=30)
AUDIT = "audit_silence"
SWEEPS = {
    "absorb_warnings": _("预警登记为事件"),
    "ask_receipts": _("查询短信回执"),
    "audit_silence": _("静默检查"),
    "call_webhooks": _("发送外发接口"),
    "carry_deliveries": _("公告发布到公共渠道"),
    "carry_memos": _("转发工作提醒"),
    "check_ledger": _("核对库存账"),
    "deliver_messages": _("投递消息"),
    "detect_warnings": _("检测预警"),
    "forget_events": _("清理外部事件编号"),
    "fire_deadlines": _("触发时限"),
    "follow_tasks": _("任务跟随岗位负责人"),
    "follow_needs": _("核对需求的落实情况"),
    "follow_screens": _("终端屏幕下发与回执"),
    "follow_supply": _("核对供应链清单"),
    "count_terminals": _("清点终端"),
    "plan_duty": _("排班"),
    "plan_patrols": _("安排巡检"),
    "prune_history": _("清理历史数据"),
    "remind_equipment": _("提醒设备归还和维护"),
    "remind_handovers": _("提醒工作交接"),
    "remind_training": _("提醒培训到期"),
    "render_papers": _("生成打印件"),
    "render_pending": _("生成公告"),
    "renew_status_copy": _("更新状态页的静态副本"),
    "expire_notices": _("撤下到期公告"),
    "propose_notices": _("建议公告"),
    "sum_payments": _("汇总支付数据"),
    "tell_findings": _("巡检发现写入处置记录"),
    "tell_overdue_transfers": _("提醒逾期调拨"),
    "tell_resources": _("资源动态写入处置记录"),
    "watch_shifts": _("检查指挥班次"),
    "watch_walls": _("检查公告张贴"),
    "time_out_commands": _("远程指令超时"),
}
DEADLINES = {
    "acknowledgement_lapses": _("接警确认到期"),
    "activate_due": _("决定启动响应"),
    "call_back_late": _("回电超时"),
    "clear_review": _("预警解除后的复核"),
    "clock_missed": _("30分钟时限到期"),
    "clock_reminder": _("30分钟时限提醒"),
    "close_due": _("核对善后并关闭"),
    "confirm_due": _("核实并确认事件"),
    "dispatch_answer": _("派遣应答到期"),
    "dispatch_arrival": _("派遣到场超时"),
    "dispatch_start": _("派遣未出发提醒"),
    "escalate": _("逐级通知"),
    "patrol_called": _("巡检超时后的升级通知"),
    "patrol_due": _("巡检超时提醒"),
    "patrol_missed": _("漏检"),
    "recheck": _("恢复后的复查"),
    "command_shift_ends": _("班次结束前交接指挥"),
    "command_transfer_due": _("确认指挥交接"),
    "recheck_extent": _("部分恢复后的复查"),
    "review_due": _("更新处置进展"),
    "task_accept_due": _("任务待接受"),
    "task_late": _("任务超时"),
    "task_reminder": _("任务到期提醒"),
    "substitute_ready_due": _("替代方案就绪"),
    "counter_shift_ends": _("人工窗口接班"),
}


@dataclass(frozen=True)
class Pulse:
    """A sweep: expected every so many seconds, its last heartbeat (None: never), and whether that is young enough."""

    name: str
    expected_seconds: int
    beat: Heartbeat | None
    age: int | None
    alive: bool

    @property
    def label(self) -> object:
        """What the sweep does, in words; its name where nobody has said."""
        return SWEEPS.get(self.name, self.name)

    @property
    def at(self) -> datetime | None:
        return self.beat.at if self.beat else None

    @property
    def took_ms(self) -> int | None:
        return self.beat.took_ms if self.beat else None

    @property
    def differences(self) -> int:
        """How many things did not add up, for a sweep that compares."""
        return int(self.beat.detail.get("differences", 0)) if self.beat else 0


@dataclass(frozen=True)
class DeadlineFigures:
    pending: int
    overdue: int
    failing: int
    next_due: datetime | None

    @property
    def overdue_tone(self) -> str:
        return "danger" if self.overdue else ""

    @property
    def failing_tone(self) -> str:
        return "danger" if self.failing else ""


@dataclass(frozen=True)
class OutboxFigures:
    """Messages that are not settled, by state; failed and unknown ones of the last week."""

    queued: int
    sending: int
    retry_wait: int
    failed: int
    unknown: int

    @property
    def waiting(self) -> int:
        return self.queued + self.sending + self.retry_wait

    @property
    def failed_tone(self) -> str:
        return "danger" if self.failed else ""

    @property
    def unknown_tone(self) -> str:
        return "warn" if self.unknown else ""


def pulses(now: datetime) -> list[Pulse]:
    """The sweeps of the beat schedule and whatever else has a heartbeat, by name. One query."""
    beats = {beat.name: beat for beat in Heartbeat.objects.all()}
    expected = scheduled() | {name: beat.expected_seconds for name, beat in beats.items() if name not in scheduled()}
    return [_pulse(name, seconds, beats.get(name), now) for name, seconds in sorted(expected.items())]


def scheduled() -> dict[str, int]:
    """Name and interval in seconds of every sweep that beat starts."""
    entries = (current_app.conf.beat_schedule or {}).values()
    return {str(entry["task"]).rpartition(".")[2]: int(entry["schedule"]) for entry in entries}


def up_since(found: list[Pulse]) -> datetime | None:
    """When the machinery came up: the longest that one of those that beat now has beaten without a gap; None: nothing beats."""
    return min((one.beat.since or one.beat.at for one in found if one.beat and one.alive), default=None)


def starting(found: list[Pulse], now: datetime) -> set[str]:
    """Names of sweeps that are quiet because the system has only just come up."""
    up = up_since(found)
    return {one.name for one in found if not one.alive and is_starting(one.at, up, one.expected_seconds, now)}


def silent_sweeps(now: datetime, since: datetime) -> list[Pulse]:
    """Sweeps without a young pulse although they had the time for one since then (when the system came up)."""
    return [
        pulse
        for pulse in pulses(now)
        if not is_alive(max(since, pulse.at or since), pulse.expected_seconds, now) and pulse.name != AUDIT
    ]


def running_since(now: datetime) -> datetime:
    """Since when audits follow one another without a gap: now, after a standstill."""
    last = Heartbeat.objects.filter(name=AUDIT).first()
    if last is None or not is_alive(last.at, scheduled().get(AUDIT, last.expected_seconds), now):
        return now
    return datetime.fromisoformat(last.detail["since"]) if "since" in last.detail else last.at


def _pulse(name: str, seconds: int, beat: Heartbeat | None, now: datetime) -> Pulse:
    if beat is None:
        return Pulse(name, seconds, None, None, alive=False)
    return Pulse(name, seconds, beat, max(0, int((now - beat.at).total_seconds())), is_alive(beat.at, seconds, now))


def deadline_figures(now: datetime) -> DeadlineFigures:
    """Counts of pending deadlines; one query over a partial index."""
    late = Q(due_at__lt=now - GRACE, attempts=0)
    found = Deadline.objects.filter(state=DeadlineState.PENDING).aggregate(
        pending=Count("pk"),
        overdue=Count("pk", filter=late),
        failing=Count("pk", filter=Q(attempts__gt=0)),
        next_due=Min("due_at", filter=Q(due_at__gt=now)),
    )
    return DeadlineFigures(**found)


def outbox_figures(now: datetime) -> OutboxFigures:
    """One query over a partial index."""
    unsettled = OutboxMessage.objects.filter(state__in=UNSETTLED).exclude(
        state__in=[MessageState.FAILED, MessageState.UNKNOWN], created_at__lt=now - RECENT
    )
    counted = dict(unsettled.order_by().values_list("state").annotate(number=Count("pk")))
    return OutboxFigures(**{state.value: counted.get(state.value, 0) for state in UNSETTLED})


def audit_rows(beat: Heartbeat | None) -> list[tuple[object, int]]:
    """What the last audit looked at and found missing, in words."""
    detail = beat.detail if beat else {}
    looked_at = [
        (_("未结束的事件"), "open"),
        (_("有后续时限"), "covered"),
        (_("写明理由"), "reasoned"),
    ]
    missing = [(kind.label, kind.value) for kind in FindingKind]
    return [(label, int(detail.get(name, 0))) for label, name in (*looked_at, *missing)]


def recent_findings(limit: int = 20) -> list[AuditFinding]:
    return list(AuditFinding.objects.order_by("-last_at", "-id")[:limit])
