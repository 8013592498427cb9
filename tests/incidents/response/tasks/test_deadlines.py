"""What is not accepted, and what is late."""

from datetime import timedelta

from emergency_ops.lib import clock as now_clock
from incidents.escalation.actions import fire_next
from incidents.escalation.actions.reaching import heard_from
from incidents.escalation.models import OutboxMessage, Unreachable
from incidents.response.actions import acknowledge
from incidents.response.tasks import actions
from incidents.response.timeline import sentence
from resources.staff.models import Post


def fire(clock, **passed):
    """Let time pass and carry out everything that is due."""
    clock.shift(timedelta(**passed))
    while fire_next(now_clock.now()) is not None:
        pass


def told(person, text):
    return OutboxMessage.objects.filter(recipient=person, channel="in_app", title__contains=text)


def test_what_nobody_accepts_goes_to_the_next(task, clock, second):
    fire(clock, minutes=2, seconds=1)
    task.refresh_from_db()
    assert task.assignee == second
    entry = task.incident.timeline.get(code="task_unanswered", params__task__zh=task.title_zh)
    assert sentence(entry) == "周工未接受任务“查明故障范围”，转给吴工。"


def test_whoever_did_not_accept_it_is_told_that_it_went_on(task, clock, engineer):
    fire(clock, minutes=2, seconds=1)
    assert told(engineer, "“查明故障范围”未及时接受，已转给吴工").count() == 1


def test_what_follows_recovery_waits_with_whoever_has_it(running, clock, engineer):
    last = running.tasks.filter(phase="recovery", assignee=engineer).first()
    for _ in range(30):
        fire(clock, minutes=2)
    last.refresh_from_db()
    assert (last.assignee, last.state) == (engineer, "open")


def test_what_is_accepted_stays(task, clock, engineer):
    actions.accept(task, actor=engineer, now=now_clock.now())
    fire(clock, minutes=4)
    task.refresh_from_db()
    assert task.assignee == engineer


def test_whoever_has_the_incident_in_hand_keeps_its_tasks_for_as_long(task, clock, engineer, second):
    acknowledge(task.incident, actor=engineer, now=now_clock.now())
    fire(clock, minutes=3)
    task.refresh_from_db()
    assert task.assignee == engineer
    fire(clock, minutes=30)
    task.refresh_from_db()
    assert task.assignee != engineer


def test_nobody_is_asked_whom_the_calls_have_not_reached(task, clock, second, commander):
    post = Post.objects.get(function="technical")
    Unreachable.objects.create(
        subject_kind="incident", subject_id=task.incident_id, post=post, person=second, since=now_clock.now()
    )
    fire(clock, minutes=2, seconds=1)
    task.refresh_from_db()
    assert task.assignee == commander


def test_the_lead_is_the_last_who_is_asked(task, clock, commander):
    fire(clock, minutes=3)
    fire(clock, minutes=3)
    task.refresh_from_db()
    assert task.assignee == commander


def test_when_nobody_answers_it_stays_with_the_last_and_is_asked_again(task, clock, commander):
    for _round in range(4):
        fire(clock, minutes=3)
    task.refresh_from_db()
    assert task.assignee == commander
    assert task.incident.timeline.filter(code="task_unanswered_last", params__task__zh=task.title_zh).exists()


def test_the_assignee_is_reminded(task, clock, engineer):
    actions.accept(task, actor=engineer, now=now_clock.now())
    fire(clock, minutes=4)
    assert told(engineer, "“查明故障范围”即将到期").count() == 1


def test_a_late_task_is_told_to_assignee_next_and_lead(task, clock, engineer, second, commander):
    actions.accept(task, actor=engineer, now=now_clock.now())
    fire(clock, minutes=6)
    assert all(told(person, "“查明故障范围”已超时").count() == 1 for person in (engineer, second, commander))


def test_a_late_task_is_told_again_as_long_as_it_is_late(task, clock, engineer):
    actions.accept(task, actor=engineer, now=now_clock.now())
    fire(clock, minutes=6)
    fire(clock, minutes=31)
    assert told(engineer, "“查明故障范围”已超时").count() == 2


def test_a_done_task_is_not_late(task, clock, engineer):
    checked = {check.pk for check in task.checks.all()}
    actions.complete(task, actor=engineer, now=now_clock.now(), text="三台", checked=checked)
    fire(clock, minutes=40)
    assert not told(engineer, "“查明故障范围”已超时").exists()


def test_a_given_time_moves_what_is_late(task, clock, engineer, manager):
    actions.accept(task, actor=engineer, now=now_clock.now())
    due = now_clock.now() + timedelta(hours=2)
    actions.extend(task, due, actor=manager, now=now_clock.now(), reason="等备件")
    fire(clock, minutes=40)
    assert not told(engineer, "“查明故障范围”已超时").exists()


def test_it_does_not_come_back_to_who_has_missed_it(task, clock, engineer, commander):
    fire(clock, minutes=3)
    fire(clock, minutes=3)
    heard_from("incident", task.incident_id, engineer, now_clock.now())
    actions.follow_posts(task.incident_id, now_clock.now())
    task.refresh_from_db()
    assert task.assignee == commander
