"""Tasks follow their post, the close and a merge."""

from datetime import timedelta

import pytest
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from emergency_ops.lib import clock as now_clock
from emergency_ops.lib.errors import Invalid
from incidents.escalation.models import Deadline
from incidents.response import actions as response
from incidents.response.tasks import actions
from incidents.response.tasks.sweeps import follow_tasks
from incidents.response.timeline import sentence
from resources.staff.models import Absence
from tests.incidents.response.conftest import clear


def now():
    return now_clock.now()


def leave(person):
    period = DateTimeTZRange(now() - timedelta(minutes=1), now() + timedelta(hours=8))
    return Absence.objects.create(person=person, kind="sick", period=period, reported_at=now(), reported_by=person)


def test_the_tasks_of_an_a_who_leaves_follow_to_b(task, running, engineer, second):
    leave(engineer)
    follow_tasks(now())
    task.refresh_from_db()
    assert (task.assignee, task.acting_for) == (second, engineer)
    entry = running.timeline.get(code="task_followed", params__task__zh=task.title_zh)
    assert sentence(entry) == "岗位负责人变化，任务“查明故障范围”由周工转给吴工。"
    assert entry.acting_for == engineer


def test_accepted_tasks_follow_too_when_their_holder_is_away(task, engineer, second):
    actions.accept(task, actor=engineer, now=now())
    leave(engineer)
    follow_tasks(now())
    task.refresh_from_db()
    assert (task.assignee, task.state) == (second, "open")


def test_what_b_has_accepted_stays_with_b_when_a_is_back(task, engineer, second):
    absence = leave(engineer)
    follow_tasks(now())
    task.refresh_from_db()
    actions.accept(task, actor=second, now=now())
    absence.delete()
    follow_tasks(now())
    task.refresh_from_db()
    assert task.assignee == second


def test_what_was_given_to_somebody_by_name_stays_with_them(task, manager, field_staff):
    actions.reassign(task, field_staff, actor=manager, now=now(), reason="在现场")
    follow_tasks(now())
    task.refresh_from_db()
    assert task.assignee == field_staff


def test_the_sweep_moves_nothing_twice(task, running, engineer):
    leave(engineer)
    assert follow_tasks(now()) > 0
    assert follow_tasks(now()) == 0


@pytest.fixture
def over(running, manager):
    running.warning.members.update(until=now())
    running.warning.cleared_at = now()
    running.warning.save()
    return response.restore(running, actor=manager, now=now())


def test_restoring_leaves_the_tasks_open(over):
    assert over.tasks.filter(state="open").exists()


def test_closing_asks_what_happens_to_unfinished_tasks(over, manager):
    with pytest.raises(Invalid, match="项任务没有完成"):
        response.close(over, actor=manager, now=now())


def test_closing_cancels_them_and_done_ones_stay(over, manager, engineer):
    task = over.tasks.get(key="confirm-scope")
    checked = {check.pk for check in task.checks.all()}
    actions.complete(task, actor=engineer, now=now(), text="三台", checked=checked)
    response.close(over, actor=manager, now=now(), tasks="cancel")
    assert set(over.tasks.values_list("state", flat=True)) == {"done", "cancelled"}
    assert over.timeline.filter(code="tasks_cancelled").exists()


def test_closing_may_keep_them(over, manager):
    response.close(over, actor=manager, now=now(), tasks="keep")
    assert over.tasks.filter(state="open").exists()


def test_the_close_form_asks_only_where_tasks_are_unfinished(client, over, manager):
    client.force_login(manager)
    url = f"/incidents/{over.number}/close/"
    assert 'name="tasks"' in client.get(url).content.decode()
    actions.cancel_all(over, actor=manager, acting_for=None, now=now())
    assert 'name="tasks"' not in client.get(url).content.decode()


def test_a_merge_hands_unfinished_tasks_on(running, make_warning, make_site, manager):
    other = response.open_from_warning(make_warning(make_site("310101-0002", terminals=2)), now())
    actions_before = running.tasks.count()
    response.merge_into(running, other, actor=manager, now=now())
    assert other.tasks.filter(state="open").count() == actions_before
    other.refresh_from_db()
    assert other.plan_version is not None


def test_what_the_target_has_done_is_still_to_do_for_the_source(running, task, make_warning, make_site, manager):
    other = response.open_from_warning(make_warning(make_site("310101-0002", terminals=2)), now())
    response.confirm(other, actor=manager, now=now())
    response.activate(other, "3", actor=manager, now=now())
    theirs = other.tasks.get(key=task.key)
    actions.complete(theirs, text="两台", checked={one.pk for one in theirs.checks.all()}, actor=manager, now=now())
    response.merge_into(running, other, actor=manager, now=now())
    task.refresh_from_db()
    assert (task.incident, task.state) == (other, "open")
    assert other.tasks.filter(step__key="confirm-on-site").count() == 1


def test_one_whose_incident_was_merged_meanwhile_is_told_in_the_target(task, running, make_warning, make_site, manager):
    other = response.open_from_warning(make_warning(make_site("310101-0002", terminals=2)), now())
    response.merge_into(running, other, actor=manager, now=now())
    actions.accept(task, actor=task.assignee, now=now())
    assert other.timeline.latest("id").code == "task_accepted"


class TestReopening:
    @pytest.fixture
    def closed(self, running, task, engineer, manager, clock):
        actions.accept(task, actor=engineer, now=now())
        actions.cancel(running.tasks.get(key="confirm-on-site"), actor=manager, now=now(), reason="不适用")
        clock.shift(timedelta(minutes=5))
        clear(running.warning)
        response.restore(running, actor=manager, now=now())
        return response.close(running, actor=manager, now=now(), tasks="cancel")

    def test_what_closing_cancelled_goes_on(self, closed, task, engineer, manager, clock):
        clock.shift(timedelta(minutes=5))
        response.reopen(closed, actor=manager, now=now(), text="又坏了")
        task.refresh_from_db()
        assert (task.state, task.assignee, task.offers.filter(outcome="waiting").count()) == ("open", engineer, 1)
        owed = Deadline.objects.filter(subject_kind="task", subject_id=task.pk, state="pending")
        assert {"task_accept_due", "task_late"} <= set(owed.values_list("kind", flat=True))
        assert closed.timeline.filter(code="tasks_resumed").exists()

    def test_what_a_person_cancelled_stays_so(self, closed, manager, clock):
        clock.shift(timedelta(minutes=5))
        response.reopen(closed, actor=manager, now=now(), text="又坏了")
        assert closed.tasks.get(key="confirm-on-site").state == "cancelled"
