"""What those who coordinate do with tasks: add, give to somebody, give more time, cancel, open again."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from emergency_ops.lib.errors import Invalid, Refused
from incidents.escalation.actions.reaching import heard_from
from incidents.response import posts
from incidents.response.access import require_sight
from incidents.response.actions import figures
from incidents.response.choices import OPEN_STATUSES, SUBJECT, EntryKind, Status
from incidents.response.models import Incident
from incidents.response.plans.choices import Evidence, Phase
from incidents.response.tasks import messages, owed
from incidents.response.tasks.access import require_director
from incidents.response.tasks.choices import Outcome, TaskState
from incidents.response.tasks.lines import Lines
from incidents.response.tasks.models import Task
from incidents.response.tasks.rules import LONGEST
from resources.staff.models import Person

from . import handing, making
from .handling import handling, lock_incident


@dataclass(frozen=True, slots=True)
class Order:
    """A task that a person adds. person None: whoever acts for the function's post."""

    title: str
    function: str
    due_at: datetime
    text: str = ""
    phase: str = Phase.RESOURCES
    evidence: str = Evidence.NONE
    work: str = ""
    person: Person | None = None


def add(incident: Incident, order: Order, *, actor: Person, now: datetime) -> Task:
    """Raises Forbidden for somebody who does not coordinate, Invalid for a time that has passed, Refused once it is over."""
    _require_future(order.due_at, now)
    with transaction.atomic():
        maker = _maker(incident, actor, now)
        last = maker.incident.tasks.aggregate(last=Max("position"))["last"] or 0
        task = Task(
            incident=maker.incident, position=last + 1, phase=order.phase, title_zh=order.title.strip(),
            text_zh=order.text.strip(), function=order.function, evidence=order.evidence, work=order.work,
            due_at=order.due_at, created_at=now, created_by=actor,
        )  # fmt: skip
        if order.person is None:
            making.seat_first(task, Lines(maker.incident, [order.function], now), now)
        else:
            task.assignee, task.follows_post, task.assigned_at = order.person, False, now
        task.save()
        making.begin(maker, [task])
        params = {"task": {"zh": task.title_zh, "en": ""}, "people": str(task.assignee or "—")}
        maker.write(EntryKind.TASK, "task_added", **params)
    return task


def add_steps(incident: Incident, *, actor: Person, now: datetime) -> list[Task]:
    """The steps of the frozen plan that apply now and did not before; what is done stays. Raises Refused where there are none."""
    with transaction.atomic():
        maker = _maker(incident, actor, now)
        codes = figures.codes_of(maker.incident)
        if maker.incident.plan_version is not None and not making.missing_steps(maker.incident, codes):
            raise Refused("nothing_new", _("预案中适用的步骤都已生成任务。"))
        return making.follow_plan(maker, codes)


def reassign(task: Task, person: Person, *, actor: Person, now: datetime, reason: str) -> Task:
    """To a person by name, who may have let it go before. Raises Invalid without a reason or for whoever has it."""
    _require_reason(reason)
    with handling(task, "reassign", actor=actor, now=now, require=_directing) as hand:
        former = hand.task.assignee
        if former == person:
            raise Invalid("unchanged", _("任务已由该人员负责。"))
        if not person.is_active:
            raise Invalid("inactive", _("该人员的账号已停用，请选择其他人员。"))
        handing.end_offer(hand, Outcome.MOVED, reason)
        handing.give(hand, person, None, None, by_name=True)
        if former is not None and former != actor:
            key, name = f"moved:{hand.task.offers.count()}", str(person)
            messages.tell(hand.incident, hand.task, [former], what=messages.MOVED, key=key, now=now, person=name)
        hand.write("task_reassigned", reason, former=str(former or "—"), people=str(person))
    return hand.task


def extend(task: Task, due_at: datetime, *, actor: Person, now: datetime, reason: str) -> Task:
    """Another time, with the reason. Raises Invalid for one that has passed or is the same."""
    _require_reason(reason)
    _require_future(due_at, now)
    with handling(task, "extend", actor=actor, now=now, require=_directing) as hand:
        before = hand.task.due_at
        if before == due_at:
            raise Invalid("unchanged", _("与当前值相同，无需调整。"))
        hand.save(due_at=due_at)
        owed.owe_completion(hand.task, now)
        hand.write("task_extended", reason, since=before.isoformat(), until=due_at.isoformat())
    return hand.task


def cancel(task: Task, *, actor: Person, now: datetime, reason: str) -> Task:
    """→ 已取消, with the reason. Raises Invalid without one."""
    _require_reason(reason)
    with handling(task, "cancel", actor=actor, now=now, require=_directing) as hand:
        handing.end_offer(hand, Outcome.MOVED, reason)
        hand.save(
            state=TaskState.CANCELLED, ended_at=now, ended_by=actor, ended_for=hand.acting_for, result=reason.strip()
        )
        owed.settle(hand.task, now)
        hand.write("task_cancelled", reason)
    return hand.task


def reopen(task: Task, *, actor: Person, now: datetime, reason: str) -> Task:
    """已完成 or 已取消 → 待接受, for whoever had it, else for the next in line. A time that has passed is late at once."""
    _require_reason(reason)
    with handling(task, "reopen", actor=actor, now=now, require=_directing) as hand:
        if hand.incident.status not in OPEN_STATUSES:
            raise Refused("over", _("事件已结束，不能重新打开任务：请先重新打开事件。"))
        person = handing.resume(hand)
        hand.write("task_reopened", reason, people=str(person or "—"))
    return hand.task


def _maker(incident: Incident, actor: Person, now: datetime) -> making.Maker:
    require_sight(actor, incident)
    require_director(actor, incident)
    locked = lock_incident(incident.pk)
    if locked.status not in (Status.RESPONDING, Status.RESTORED):
        raise Refused("status", _("启动响应后才能安排任务；已结束的事件请先重新打开。"))
    heard_from(SUBJECT, locked.pk, actor, now)
    return making.Maker(locked, actor, posts.acting_for(actor, locked, now), now)


def _directing(person: Person, task: Task) -> None:
    require_director(person, task.incident)


def _require_reason(reason: str) -> None:
    if not reason.strip():
        raise Invalid("reason", _("请写明理由。"))


def _require_future(due_at: datetime, now: datetime) -> None:
    if not now < due_at <= now + LONGEST:
        raise Invalid("due", _("时限应晚于现在，且不超过30天。"))
