"""Add, reassign, extend, cancel, reopen; and the steps that apply later."""

from datetime import timedelta

import pytest

from emergency_ops.lib import clock as now_clock
from emergency_ops.lib.errors import Forbidden, Invalid, Refused
from incidents.escalation.models import Deadline
from incidents.response import actions as response
from incidents.response.tasks import actions
from incidents.response.tasks.choices import SUBJECT
from incidents.response.timeline import sentence


def now():
    return now_clock.now()


def order(**given):
    return actions.Order(**{"title": "开门", "function": "technical", "due_at": now() + timedelta(minutes=20), **given})


def test_an_added_task_goes_to_whoever_acts_for_the_post(running, manager, engineer):
    assert actions.add(running, order(), actor=manager, now=now()).assignee == engineer


def test_an_added_task_may_name_somebody(running, manager, field_staff):
    task = actions.add(running, order(person=field_staff), actor=manager, now=now())
    assert (task.assignee, task.follows_post) == (field_staff, False)


def test_only_those_who_coordinate_add(running, engineer):
    with pytest.raises(Forbidden):
        actions.add(running, order(), actor=engineer, now=now())


def test_somebody_from_another_region_may_not_add(running, outsider):
    with pytest.raises(Forbidden):
        actions.add(running, order(), actor=outsider, now=now())


def test_a_time_that_has_passed_is_no_deadline(running, manager):
    with pytest.raises(Invalid):
        actions.add(running, order(due_at=now()), actor=manager, now=now())


def test_before_the_response_there_are_no_tasks(staffed, confirmed, manager):
    with pytest.raises(Refused):
        actions.add(confirmed, order(), actor=manager, now=now())


def test_a_task_is_given_to_somebody_by_name_even_if_they_gave_it_back(task, engineer, manager):
    actions.decline(task, actor=engineer, now=now(), reason="忙")
    actions.reassign(task, engineer, actor=manager, now=now(), reason="已有空")
    task.refresh_from_db()
    assert (task.assignee, task.follows_post, task.state) == (engineer, False, "open")


def test_another_deadline_replaces_the_former(task, running, manager):
    due = now() + timedelta(hours=1)
    actions.extend(task, due, actor=manager, now=now(), reason="等备件")
    late = Deadline.objects.get(subject_kind=SUBJECT, subject_id=task.pk, kind="task_late", state="pending")
    assert late.due_at == due


def test_a_cancelled_task_keeps_its_reason(task, running, manager):
    actions.cancel(task, actor=manager, now=now(), reason="已恢复")
    task.refresh_from_db()
    assert (task.state, task.result) == ("cancelled", "已恢复")


def test_a_task_is_opened_again_for_whoever_had_it(task, manager, engineer):
    actions.cancel(task, actor=manager, now=now(), reason="误判")
    actions.reopen(task, actor=manager, now=now(), reason="仍需要")
    task.refresh_from_db()
    assert (task.state, task.assignee) == ("open", engineer)
    assert Deadline.objects.filter(subject_id=task.pk, kind="task_late", state="pending").exists()


def test_a_graver_grade_brings_the_steps_that_apply_now(running, manager):
    response.change_grade(running, "I", actor=manager, now=now(), text="影响大")
    made = actions.add_steps(running, actor=manager, now=now())
    assert {task.key for task in made} == {"information-report"}
    entry = running.timeline.get(code="plan_steps_added")
    assert sentence(entry) == "情况变化，按预案第1版补充1项任务。"


def test_where_nothing_new_applies_nothing_is_added(running, manager):
    with pytest.raises(Refused):
        actions.add_steps(running, actor=manager, now=now())


def test_tasks_that_are_done_stay_when_steps_are_added(task, running, engineer, manager):
    checked = {check.pk for check in task.checks.all()}
    actions.complete(task, actor=engineer, now=now(), text="三台", checked=checked)
    response.change_grade(running, "I", actor=manager, now=now(), text="影响大")
    actions.add_steps(running, actor=manager, now=now())
    task.refresh_from_db()
    assert task.state == "done"
