"""Activation freezes the plan and makes its tasks."""

import pytest

from emergency_ops.lib import clock as now_clock
from incidents.escalation.models import Deadline, OutboxMessage
from incidents.response import actions
from incidents.response.tasks.choices import SUBJECT, TaskState
from incidents.response.timeline import sentence


def test_activation_freezes_the_version_in_force(running):
    assert running.plan_version.number == 1


def test_a_task_is_a_copy_of_its_step(running):
    task = running.tasks.get(key="confirm-scope")
    assert (task.title_zh, task.title_en) == ("查明故障范围", "Find out how far it reaches")
    assert task.checks.count() == 3


def test_a_task_goes_to_whoever_acts_for_its_post(running, engineer):
    assert running.tasks.get(key="confirm-scope").assignee == engineer


def test_only_the_steps_of_the_causes_are_taken(running):
    keys = set(running.tasks.values_list("key", flat=True))
    assert {"cause-power", "cause-communication"} <= keys
    assert "cause-intrusion" not in keys


def test_the_lead_has_the_tasks_of_a_vacant_post_and_the_timeline_says_so(running, commander):
    assert running.tasks.get(key="substitute-counter").assignee == commander
    said = [sentence(entry) for entry in running.timeline.filter(code="task_post_vacant")]
    assert any(one.startswith("现场服务岗位无人") and "陈总" in one for one in said)


def test_every_task_has_its_deadlines(running):
    tasks = list(running.tasks.all())
    late = Deadline.objects.filter(subject_kind=SUBJECT, kind="task_late")
    assert {row.subject_id: row.due_at for row in late} == {task.pk: task.due_at for task in tasks}


def test_a_person_gets_one_message_for_all_their_tasks(running, engineer):
    told = OutboxMessage.objects.filter(recipient=engineer, channel="in_app", idempotency_key__startswith="tasks:")
    assert told.count() == 1


def test_one_row_of_the_timeline_tells_of_the_plan(running):
    entry = running.timeline.get(kind="plan")
    assert sentence(entry).startswith("按《自助缴费终端故障应急预案》第1版处置，生成")


def test_without_a_plan_in_force_the_response_starts_all_the_same(responding):
    assert not responding.tasks.exists()
    assert responding.timeline.filter(code="plan_missing").exists()


@pytest.mark.django_db
def test_the_number_of_statements_does_not_grow_with_the_steps(
    staffed, confirmed, manager, django_assert_max_num_queries
):
    with django_assert_max_num_queries(110):
        actions.activate(confirmed, "3", actor=manager, now=now_clock.now())
    assert confirmed.tasks.filter(state=TaskState.OPEN).count() > 15


def test_a_drill_walks_the_same_path_and_says_so(staffed, make_site, manager, engineer):
    now = now_clock.now()
    site = make_site("310101-0007")
    finding = actions.Finding([], [site.code], "external", now, "停电演练", "演练", is_drill=True)
    drill = actions.confirm(actions.create(manager, now, finding), actor=manager, now=now)
    actions.activate(drill, "4", actor=manager, now=now)
    assert drill.tasks.filter(assignee=engineer).exists()
    told = OutboxMessage.objects.filter(recipient=engineer, subject_id=drill.pk, idempotency_key__startswith="task")
    assert all("【演练】" in message.title for message in told)
    assert told.exists()
