"""Tasks follow what changes around them: whoever acts for the post, the end of the incident, a merge, a split."""

from collections import defaultdict
from datetime import datetime

from django.db import transaction
from django.utils.translation import ngettext_lazy

from emergency_ops.lib.errors import Invalid
from emergency_ops.lib.live import changed
from incidents.response import timeline
from incidents.response.actions.moving import Move
from incidents.response.choices import EntryKind
from incidents.response.models import Incident
from incidents.response.tasks import messages, owed
from incidents.response.tasks.choices import HELD, REFUSED, UNFINISHED, Fate, Outcome, TaskState
from incidents.response.tasks.lines import Lines
from incidents.response.tasks.models import Task, TaskOffer
from incidents.response.tasks.rules import Seat, follows
from resources.staff.models import Person

from . import handing
from .handling import Hand, lock_incident, lock_task
from .making import Maker, make_tasks, say_vacancies


def follow_posts(incident_id: int, now: datetime) -> int:
    """Give the unfinished tasks of an incident to whoever acts for their posts by now; how many moved.

    Reads first, and locks only when something is to move.
    """
    incident = Incident.objects.select_related("policy_version").get(pk=incident_id)
    if not _moves(incident, now):
        return 0
    with transaction.atomic():
        locked = lock_incident(incident_id)
        lines, moves = _planned(locked, now)
        for task, seat in moves:
            _move(Hand(lock_task(task.pk), locked, None, None, now), seat, lines)
    return len(moves)


def _moves(incident: Incident, now: datetime) -> bool:
    return bool(_planned(incident, now)[1])


def _planned(incident: Incident, now: datetime) -> tuple[Lines, list[tuple[Task, Seat]]]:
    tasks = list(incident.tasks.filter(state__in=UNFINISHED, follows_post=True))
    lines = Lines(incident, [task.function for task in tasks], now)
    gone: dict[int, set[int]] = {}
    for task_id, person in TaskOffer.objects.filter(task__in=tasks, outcome__in=REFUSED).values_list("task", "person"):
        gone.setdefault(task_id, set()).add(person)
    found = [
        (task, seat)
        for task in tasks
        if (
            seat := follows(
                lines.of(task.function),
                gone.get(task.pk, set()),
                holder=task.assignee_id,
                accepted=task.state == TaskState.ACCEPTED,
            )
        )
    ]
    return lines, found


def _move(hand: Hand, seat: Seat, lines: Lines) -> None:
    person, former = lines.person(seat.person), hand.task.assignee
    if person is None:
        return
    handing.end_offer(hand, Outcome.MOVED)
    handing.give(hand, person, seat, lines)
    if former is not None:
        key, name = f"followed:{hand.task.offers.count()}", str(person)
        messages.tell(hand.incident, hand.task, [former], what=messages.MOVED, key=key, now=hand.now, person=name)
    hand.acting_for = hand.task.acting_for
    hand.write("task_followed", former=str(former or "—"), people=str(person))


def settle_at_close(
    incident: Incident, fate: str, *, actor: Person | None, acting_for: Person | None, now: datetime
) -> None:
    """What happens to unfinished tasks when the incident is closed. Raises Invalid when there are some and nobody has said."""
    unfinished = Task.objects.filter(incident=incident, state__in=UNFINISHED)
    count = unfinished.count()
    if not count:
        return
    if fate not in Fate.values:
        raise Invalid(
            "tasks",
            ngettext_lazy(
                "还有%(count)s项任务没有完成，请选择取消或保留。",
                "还有%(count)s项任务没有完成，请选择取消或保留。",
                "count",
            ),
            count=count,
        )
    if fate == Fate.CANCEL:
        cancel_all(incident, actor=actor, acting_for=acting_for, now=now)
    code = "tasks_cancelled" if fate == Fate.CANCEL else "tasks_kept"
    timeline.write(incident, EntryKind.TASK, code, now=now, actor=actor, acting_for=acting_for, params={"count": count})


def cancel_all(incident: Incident, *, actor: Person | None, acting_for: Person | None, now: datetime) -> None:
    """Every unfinished task of the incident, whose row is locked."""
    for task in Task.objects.filter(incident=incident, state__in=UNFINISHED):
        owed.settle(task, now)
    TaskOffer.objects.filter(task__incident=incident, outcome__in=HELD).exclude(task__state=TaskState.DONE).update(
        outcome=Outcome.MOVED, ended_at=now
    )
    Task.objects.filter(incident=incident, state__in=UNFINISHED).update(
        state=TaskState.CANCELLED, ended_at=now, ended_by=actor, ended_for=acting_for
    )
    changed("tasks.*")


def follow_reopening(move: Move) -> None:
    """What was cancelled only because the incident was closed goes on; its row is locked and still says when that was."""
    incident, closed = move.incident, move.incident.closed_at
    if closed is None:
        return
    given: dict[Person, list[Task]] = defaultdict(list)
    rows = Task.objects.filter(incident=incident, state=TaskState.CANCELLED, ended_at=closed, result="")
    keys = list(rows.order_by("position", "pk").values_list("pk", flat=True))
    for pk in keys:
        hand = Hand(lock_task(pk), incident, move.actor, move.acting_for, move.now)
        person = handing.resume(hand, tell=False)
        if person is not None and person != move.actor:
            given[person].append(hand.task)
    for person, tasks in given.items():
        messages.tell_given(incident, person, tasks, key=f"resumed:{tasks[0].pk}:{closed.isoformat()}", now=move.now)
    if keys:
        move.write(EntryKind.TASK, "tasks_resumed", count=len(keys))


def follow_merge(
    source: Incident, target: Incident, *, actor: Person | None, acting_for: Person | None, now: datetime
) -> None:
    """The unfinished tasks of a merged incident are the target's, except those that the target has yet to do; both rows are locked.

    What the target has done already it has not done for the source: the source's task for the same step goes on beside it.
    """
    if target.plan_version_id is None and source.plan_version_id is not None:
        target.plan_version_id = source.plan_version_id
        target.save(update_fields=["plan_version"])
    known = target.tasks.exclude(key="")
    to_do = list(known.filter(state__in=UNFINISHED).values_list("key", flat=True))
    over = list(known.exclude(state__in=UNFINISHED).values_list("key", flat=True))
    moving = Task.objects.filter(incident=source, state__in=UNFINISHED).exclude(key__in=to_do)
    count = moving.filter(key__in=over).update(incident=target, key="")
    count += moving.update(incident=target)
    cancel_all(source, actor=actor, acting_for=acting_for, now=now)
    if count:
        params = {"number": source.number, "count": count}
        timeline.write(
            target, EntryKind.TASK, "tasks_merged", now=now, actor=actor, acting_for=acting_for, params=params
        )


def follow_split(maker: Maker, source: Incident) -> None:
    """The part has the source's plan, and tasks of its own for the steps that the source has not finished, due when those are.

    What is done was done for both. Both rows are locked; maker: of the part.
    """
    part = maker.incident
    part.plan_version = source.plan_version
    part.save(update_fields=["plan_version"])
    rows = source.tasks.filter(state__in=UNFINISHED).exclude(step=None).select_related("step").order_by("position")
    due = {task.step: task.due_at for task in rows if task.step is not None}
    lines = Lines(part, [step.function for step in due], maker.now)
    made = make_tasks(maker, list(due), lines, due)
    if made:
        maker.write(EntryKind.TASK, "tasks_split", number=source.number, count=len(made))
    say_vacancies(maker, made, lines)
