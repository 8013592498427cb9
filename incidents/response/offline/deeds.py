"""What each kind of deed does: the same actions as from the pages. Imported once, when the app is ready."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from emergency_ops.lib import timing
from emergency_ops.lib.errors import Forbidden, Refused
from incidents.monitoring.patrols.access import round_or_404
from incidents.monitoring.patrols.arriving import arrive
from incidents.response.counters.access import counter_or_404, window_or_404
from incidents.response.counters.actions.merging import Record, merge
from incidents.response.tasks import actions
from incidents.response.tasks.access import task_or_404
from incidents.response.tasks.choices import TaskState
from incidents.response.tasks.models import Task

from .choices import DeedKind
from .taking import Deed, register


def _task(deed: Deed) -> str:
    task = _task_of(deed)
    name = deed.text("deed", 10)
    try:
        return _TASK_DEEDS[name](task, deed)
    except KeyError as error:
        raise Refused("deed", gettext_lazy("请求不完整，请刷新页面再试。")) from error
    except Refused as refusal:
        task.refresh_from_db()
        raise _in_words(task, refusal, deed) from refusal


def _task_of(deed: Deed) -> Task:
    """Also one that has gone to somebody else since: the refusal names them."""
    pk = deed.number("task")
    held = Task.objects.filter(pk=pk, offers__person=deed.actor).distinct()
    return held.select_related("incident").first() or task_or_404(deed.actor, pk)


def _since(task: Task, at: datetime) -> datetime:
    """Nobody has done anything with a task before they had it."""
    return max(at, task.assigned_at or task.created_at)


def _accept(task: Task, deed: Deed) -> str:
    if task.state == TaskState.ACCEPTED and task.assignee_id == deed.actor.pk:
        return _("已接受任务。")  # on another of one's devices
    actions.accept(task, actor=deed.actor, now=_since(task, deed.at))
    return _("已接受任务。")


def _decline(task: Task, deed: Deed) -> str:
    """The next in line has their time from now on, not from when this was typed; the reason tells when that was."""
    reason = _("%(reason)s（%(at)s 离线填写）") % {"reason": deed.text("reason", 280), "at": _clock(deed.at)}
    actions.decline(task, actor=deed.actor, now=deed.now, reason=reason if deed.text("reason", 280) else "")
    return _("已退回，任务转给下一人。")


def _tick(task: Task, deed: Deed) -> str:
    checked = _checked(task, deed)
    actions.tick(task, checked, actor=deed.actor, now=_since(task, deed.at), uploads=deed.files)
    return _("已保存核对清单。")


def _complete(task: Task, deed: Deed) -> str:
    actions.complete(
        task,
        actor=deed.actor,
        now=_since(task, deed.at),
        text=deed.text("text", 2000),
        checked=_checked(task, deed),
        uploads=deed.files,
    )
    return _("任务已完成。")


def _checked(task: Task, deed: Deed) -> set[int]:
    """What stands ticked, with what was ticked and unticked there: what others have ticked meanwhile stays.

    Read without a lock: the action decodes photos before it takes one.
    """
    now = set(task.checks.exclude(ticked_at=None).values_list("pk", flat=True))
    ticked, unticked = (_keys(deed.body.get(name)) for name in ("ticked", "unticked"))
    return (now | ticked) - unticked


def _keys(values: object) -> set[int]:
    return {int(value) for value in values if str(value).isdecimal()} if isinstance(values, list) else set()


_TASK_DEEDS = {"accept": _accept, "decline": _decline, "tick": _tick, "complete": _complete}


def _in_words(task: Task, refusal: Refused, deed: Deed) -> Refused:
    """Who was faster, and when."""
    if task.state == TaskState.DONE:
        who = task.ended_by or ""
        role = f"（{task.get_role_display()}）" if task.role and task.ended_by_id == task.assignee_id else ""
        sentence = gettext_lazy("已由 %(who)s%(role)s 于 %(at)s 完成，这一项没有生效。")
        return Refused("done_already", sentence, who=who, role=role, at=_clock(task.ended_at))
    if task.state == TaskState.CANCELLED:
        sentence = gettext_lazy("任务已于 %(at)s 取消，这一项没有生效。")
        return Refused("cancelled_already", sentence, at=_clock(task.ended_at))
    if isinstance(refusal, Forbidden) and task.assignee_id not in (None, deed.actor.pk):
        sentence = gettext_lazy("任务已转给 %(who)s%(role)s，这一项没有生效。需要您继续办理请联系值班经理。")
        role = f"（{task.get_role_display()}）" if task.role else ""
        return Refused("handed_on", sentence, who=task.assignee, role=role)
    return refusal


def _clock(at: datetime | None) -> str:
    return timing.full(at)[5:16] if at else ""


def _counter(deed: Deed) -> str:
    counter = counter_or_404(deed.actor, deed.text("incident", 30), deed.number("substitute"))
    window = window_or_404(counter, deed.number("window"))
    ticket = merge(window, Record.read(deed.body, ended_at=deed.at), actor=deed.actor, now=deed.now)
    return _("已登记 %(ticket)s。") % {"ticket": ticket.shown}


def _round(deed: Deed) -> str:
    arrive(round_or_404(deed.actor, deed.text("round", 12)), actor=deed.actor, now=deed.at)
    return _("已登记到场。")


register(DeedKind.TASK, _task)
register(DeedKind.COUNTER, _counter)
register(DeedKind.ROUND, _round)
