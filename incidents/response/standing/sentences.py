"""The rule's answer in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from emergency_ops.lib.timing import brief
from incidents.response.choices import Status
from incidents.response.rules.clock import Clock, ClockState, minutes_and_seconds

from .rules import Actor, Facts, Late, Step, late_things, step_of, turn_of

#: for so long after a call nobody is said not to have answered it
PATIENCE = timedelta(minutes=2)
MINUTE = timedelta(minutes=1)
LACKS: Mapping[Step, Promise] = {
    Step.CONFIRM: gettext_lazy("尚未核实确认"),
    Step.ACTIVATE: gettext_lazy("已确认，尚未启动响应"),
    Step.ASK: gettext_lazy("尚无替代方案投入使用"),
    Step.AGAIN: gettext_lazy("替代方案已全部撤除，目前无替代服务"),
    Step.RESTORE: gettext_lazy("受影响终端已全部恢复，尚未登记恢复"),
    Step.REPAIR: gettext_lazy("替代方案服务中，终端尚未恢复"),
    Step.CLOSE: gettext_lazy("已恢复，尚未关闭"),
}


#: what has a time of its own, beside the clock
OWED = frozenset({Step.CONFIRM, Step.ACTIVATE, Step.CLOSE})
#: what stops the clock
ON_THE_CLOCK = frozenset({Step.ASK, Step.PREPARE, Step.SERVE})
ENDS: Mapping[Status, Promise] = {
    Status.FALSE_ALARM: gettext_lazy("已判定为误报，事件已结束。"),
    Status.MERGED: gettext_lazy("本事件已并入其他事件，时限和处置在那里继续。"),
}
WORDS: Mapping[Late, Promise] = {
    Late.CLOCK: gettext_lazy("30分钟时限已超"),
    Late.BARE: gettext_lazy("目前无替代服务"),
    Late.CONFIRM: gettext_lazy("确认超时"),
    Late.ACTIVATE: gettext_lazy("启动响应超时"),
    Late.ANSWER: gettext_lazy("无人接警"),
    Late.EXPECTED: gettext_lazy("已过预计恢复时间"),
    Late.CLOSE: gettext_lazy("关闭超时"),
}
OVER: Mapping[Late, Promise] = {
    Late.CONFIRM: gettext_lazy("确认已超时 %(over)s"),
    Late.ACTIVATE: gettext_lazy("启动响应已超时 %(over)s"),
    Late.CLOSE: gettext_lazy("关闭事件已超时 %(over)s"),
}


JUST_OVER: Mapping[Late, Promise] = {
    Late.CONFIRM: gettext_lazy("确认刚刚超时"),
    Late.ACTIVATE: gettext_lazy("启动响应刚刚超时"),
    Late.CLOSE: gettext_lazy("关闭事件刚刚超时"),
}


@dataclass(frozen=True, slots=True)
class LateThing:
    """A late thing in a few words; number: of how many it is told, such as tasks."""

    code: Late
    text: str
    number: int = 1


@dataclass(frozen=True, slots=True)
class Standing:
    """How an incident stands. tone: danger (something is late), warn (time runs), ok (served or over). actor: whose turn it is.

    lacks, who: what is missing and who should act, each for a line of its own beside a clock. reason: why it is late, else
    what is missing, without the time of that clock.
    """

    tone: str
    sentence: str
    lacks: str
    reason: str
    who: str
    late: tuple[LateThing, ...]
    step: Step
    actor: Actor | None

    @property
    def is_late(self) -> bool:
        return bool(self.late)

    @property
    def late_number(self) -> int:
        return sum(thing.number for thing in self.late)


def standing(facts: Facts) -> Standing:
    """The sentence with its reason, who should act, when they were told and whether they have answered."""
    late, step = late_things(facts), step_of(facts)
    worst = late[0] if late else None
    actor = turn_of(step, facts.crew, worst)
    numbers = {Late.TASKS: facts.late_tasks, Late.ARRIVALS: facts.late_arrivals}
    things = tuple(LateThing(one, late_text(one, facts), numbers.get(one, 1)) for one in late)
    if step is Step.NONE:
        return Standing("ok", _over(facts), "", "", "", things, step, None)
    lacks, reason, who = _lacks(facts, step, worst), _reason(facts, step, worst), _who(actor, facts)
    beside = lacks if _is_of_the_clock(worst) else reason
    sentence = _("%(reason)s；%(who)s。") % {"reason": reason, "who": who}
    return Standing(_tone(facts, worst, actor), sentence, lacks, beside, who, things, step, actor)


def _is_of_the_clock(worst: Late | None) -> bool:
    return worst is None or worst in (Late.CLOCK, Late.BARE)


def _over(facts: Facts) -> str:
    """How it ended, and what was left."""
    text = str(ENDS.get(Status(facts.status), _("事件已结束。")))
    if not facts.late_tasks:
        return text
    return _("%(ended)s保留的任务中%(late)s。") % {"ended": text, "late": late_text(Late.TASKS, facts)}


def _tone(facts: Facts, worst: Late | None, actor: Actor | None) -> str:
    if worst or (facts.is_running and actor is None):
        return "danger"
    return "warn" if facts.clock.running or facts.is_bare_somewhere else "ok"


def _reason(facts: Facts, step: Step, worst: Late | None) -> str:
    lacks = _lacks(facts, step, worst)
    if worst is None or _is_of_the_clock(worst):
        return _("%(clock)s：%(lacks)s") % {"clock": clock_words(facts.clock), "lacks": lacks}
    if worst is Late.TASKS:
        return _("%(first)s，%(lacks)s") % {"first": _late_tasks(facts), "lacks": lacks}
    first = late_text(worst, facts)
    if worst in OVER:
        first = _over_by(worst, facts)
        if not (worst is Late.CONFIRM and facts.all_back):
            return first
    return _("%(first)s：%(lacks)s") % {"first": first, "lacks": lacks}


def _late_tasks(facts: Facts) -> str:
    """Which is late the longest, and what became of it."""
    names = {"task": facts.late_task, "count": facts.late_tasks, "how": _how(facts.crew.with_task)}
    if facts.late_tasks == 1:
        return _("任务“%(task)s”超时（%(how)s）") % names
    return _("“%(task)s”等%(count)s项任务超时（%(how)s）") % names


def _how(task: Actor | None) -> str:
    if task is None:
        return _("无人负责")
    return _("%(name)s办理中") % {"name": task.name} if task.accepted else _("尚无人接受")


def _over_by(thing: Late, facts: Facts) -> str:
    over = facts.now - (facts.owed_at or facts.now)
    if over < timedelta(minutes=1):
        return str(JUST_OVER[thing])
    return str(OVER[thing]) % {"over": _whole_minutes(over)}


def _lacks(facts: Facts, step: Step, worst: Late | None) -> str:
    """What is missing, with the minute by which it has to be there as long as that has not come."""
    due = _due(facts, step, worst)
    if due is None or due <= facts.now:
        return _missing(facts, step)
    return _("%(lacks)s（应于 %(due)s 前）") % {"lacks": _missing(facts, step), "due": brief(due, facts.now)}


def _due(facts: Facts, step: Step, worst: Late | None) -> datetime | None:
    """A late task is the turn of whoever has it, and the time of the status is not theirs."""
    if step in OWED:
        return None if worst is Late.TASKS else facts.owed_at
    return facts.clock.due if step in ON_THE_CLOCK and facts.clock.running else None


def _missing(facts: Facts, step: Step) -> str:
    if step is Step.PREPARE:
        text = ngettext("%(count)s个替代方案已登记，尚未就绪", "%(count)s个替代方案已登记，尚未就绪", facts.requested)
        return text % {"count": facts.requested}
    if step is Step.SERVE:
        text = ngettext(
            "%(count)s个替代方案已就绪，尚未凭证据投入使用",
            "%(count)s个替代方案已就绪，尚未凭证据投入使用",
            facts.ready,
        )
        return text % {"count": facts.ready}
    if step is Step.CONFIRM and facts.all_back:
        return _("受影响终端已全部恢复，尚未核实是否属实")
    if step is Step.COVER:
        text = ngettext("%(count)s个网点尚无替代服务", "%(count)s个网点尚无替代服务", facts.uncovered)
        return text % {"count": facts.uncovered}
    return str(LACKS[step])


def clock_words(clock: Clock) -> str:
    """The clock as the beginning of a sentence. What was in time once is not said to be so while nothing serves."""
    names = {"elapsed": minutes_and_seconds(clock.elapsed), "left": _whole_minutes(clock.left)}
    texts = {
        ClockState.RUNNING: _("30分钟时限还剩 %(left)s"),
        ClockState.WARNED: _("30分钟时限还剩 %(left)s"),
        ClockState.OVERDUE: _("30分钟时限已超 %(left)s") if -clock.left >= MINUTE else _("30分钟时限刚刚超过"),
        ClockState.MET: _("30分钟时限已达标（用时 %(elapsed)s）"),
        ClockState.MET_LATE: _("30分钟时限超时停止（用时 %(elapsed)s）"),
        ClockState.ENDED: _("30分钟时限内故障结束"),
        ClockState.ENDED_LATE: _("30分钟时限超时，未启用替代方案"),
        ClockState.VOID: _("30分钟时限不计"),
    }
    if clock.bare:
        texts[ClockState.MET] = _("曾在30分钟时限内启用替代方案（用时 %(elapsed)s），服务现已中断")
        texts[ClockState.MET_LATE] = _("30分钟时限曾超时停止（用时 %(elapsed)s），服务现已中断")
    return texts[clock.state] % names


def _whole_minutes(span: timedelta) -> str:
    """A sentence stands for seconds on one page while another was made just now, and beside clocks that tick."""
    minutes = int(abs(span).total_seconds() // 60)
    if minutes < 1:
        return _("不到1分钟")
    return ngettext("%(minutes)s分钟", "%(minutes)s分钟", minutes) % {"minutes": minutes}


def late_text(thing: Late, facts: Facts) -> str:
    """What is late, in a few words that do not change from second to second."""
    match thing:
        case Late.TASKS:
            text = ngettext("%(count)s项任务超时", "%(count)s项任务超时", facts.late_tasks)
            return text % {"count": facts.late_tasks}
        case Late.ARRIVALS:
            text = ngettext("%(count)s人未按时到场", "%(count)s人未按时到场", facts.late_arrivals)
            return text % {"count": facts.late_arrivals}
    return str(WORDS[thing])


def _who(actor: Actor | None, facts: Facts) -> str:
    if actor is None:
        return _("没有可行动的人，请立即指定负责人")
    return _("应由%(who)s行动，%(told)s") % {"who": name_with_post(actor), "told": _told(actor, facts)}


def name_with_post(actor: Actor) -> str:
    """王强（黄浦区技术处置，A角); the name alone where no post is known."""
    known = [part for part in (actor.post, actor.role) if part]
    if not known:
        return actor.name
    return _("%(name)s（%(post)s）") % {"name": actor.name, "post": _("，").join(known)}


def _told(actor: Actor, facts: Facts) -> str:
    now = facts.now
    if actor.until and actor.until > now:
        return _("已接警，有效至 %(at)s") % {"at": brief(actor.until, now)}
    if actor.tasked_at:
        text = _("%(at)s 分到任务，已接受") if actor.accepted else _("%(at)s 分到任务，未接受")
        return text % {"at": brief(actor.tasked_at, now)}
    if actor.until and actor.called_at and actor.called_at > actor.until:
        times = {"lapsed": brief(actor.until, now), "at": brief(actor.called_at, now)}
        return _("接警已于 %(lapsed)s 失效，%(at)s 再次通知，未接警") % times
    if actor.until:
        return _("接警已于 %(at)s 失效") % {"at": brief(actor.until, now)}
    if actor.undelivered:
        return _("通知尚未送达")
    if actor.called_at and facts.crew.holder is None:
        return _unanswered(actor, actor.called_at, facts)
    return _("已于 %(at)s 通知") % {"at": brief(actor.told_at, now)} if actor.told_at else _("尚未通知")


def _unanswered(actor: Actor, called_at: datetime, facts: Facts) -> str:
    """Asked to acknowledge, and not heard of: for a while that is being called, and afterwards silence."""
    times = {"at": brief(called_at, facts.now)}
    if awaited := facts.answer_awaited(actor):
        return _("正在呼叫，%(at)s 已通知，应于 %(due)s 前接警") % (times | {"due": brief(awaited, facts.now)})
    if facts.is_asked and facts.now - called_at < PATIENCE:
        return _("正在呼叫，%(at)s 已通知") % times
    return _("已于 %(at)s 通知，未接警") % times
