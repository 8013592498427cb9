"""The pages of tasks."""

from datetime import datetime

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from emergency_ops.lib import clock as now_clock
from emergency_ops.lib.clock import SHANGHAI
from incidents.response import actions
from incidents.response.tasks.actions import reassign


def test_the_incidents_page_loads_the_board(client, running, manager):
    client.force_login(manager)
    assert f"/tasks/of/{running.number}/" in client.get(f"/incidents/{running.number}/").content.decode()


def test_the_board_shows_every_task_and_who_has_it(client, running, manager):
    client.force_login(manager)
    page = client.get(reverse("tasks:board", args=[running.number])).content.decode()
    assert "查明故障范围" in page
    assert "周工" in page


def test_the_board_writes_times_as_the_list_does(client, running, manager):
    running.tasks.update(due_at=datetime(2026, 12, 2, 20, 28, tzinfo=SHANGHAI))
    client.force_login(manager)
    assert "时限 12-02 20:28" in client.get(reverse("tasks:board", args=[running.number])).text


def test_my_tasks_are_mine(client, running, engineer):
    client.force_login(engineer)
    page = client.get("/tasks/").content.decode()
    assert "查明故障范围" in page
    assert "张贴现场纸质公告" not in page


def test_a_task_is_accepted_and_done_from_its_page(client, running, engineer, task):
    client.force_login(engineer)
    client.post(f"/tasks/{task.pk}/accept/")
    checks = [check.pk for check in task.checks.all()]
    client.post(f"/tasks/{task.pk}/complete/", {"check": checks, "text": "三台，同一网点"})
    task.refresh_from_db()
    assert (task.state, task.ended_by, task.result) == ("done", engineer, "三台，同一网点")


def test_what_is_missing_is_said_on_the_page(client, running, engineer, task):
    client.force_login(engineer)
    answer = client.post(f"/tasks/{task.pk}/complete/", {"text": "三台"})
    assert answer.status_code == 409
    assert "核对清单还有3项必查项没有勾选" in answer.content.decode()


def test_somebody_from_another_region_finds_no_task(client, outsider, task):
    client.force_login(outsider)
    assert client.get(f"/tasks/{task.pk}/").status_code == 404


def test_a_colleague_may_look_and_not_take(client, field_staff, task):
    client.force_login(field_staff)
    assert client.get(f"/tasks/{task.pk}/").status_code == 200
    assert client.post(f"/tasks/{task.pk}/accept/").status_code == 403


def test_all_that_waits_is_accepted_at_once(client, running, engineer):
    client.force_login(engineer)
    client.post("/tasks/accept-all/")
    assert not engineer.tasks.filter(state="open").exists()


def test_the_list_is_filtered_and_exported(client, running, manager):
    client.force_login(manager)
    answer = client.get("/tasks/all/?phase=confirm&export=csv")
    assert "查明故障范围" in b"".join(answer.streaming_content).decode()


def test_the_list_takes_as_many_queries_for_many_as_for_few(client, running, manager):
    client.force_login(manager)
    counts = []
    for query in ("?phase=confirm", ""):
        with CaptureQueriesContext(connection) as counted:
            client.get(f"/tasks/all/{query}")
        counts.append(len(counted))
    assert counts[0] == counts[1]


def test_the_list_begins_with_what_is_due_first_and_ends_with_what_is_done(client, running, manager, engineer):
    done = running.tasks.order_by("due_at").first()
    running.tasks.filter(pk=done.pk).update(state="done")
    client.force_login(manager)
    rows = [row.obj for row in client.get("/tasks/all/").context["listing"].rows]
    dues = [task.due_at for task in rows[:-1]]
    assert (dues, rows[-1]) == (sorted(dues), done)


def test_a_task_is_added_by_hand(client, running, manager, engineer):
    client.force_login(manager)
    data = {"title": "联系物业开门", "function": "technical", "minutes": 15, "phase": "resources", "evidence": "none"}
    client.post(f"/tasks/of/{running.number}/add/", data)
    assert running.tasks.get(title_zh="联系物业开门").assignee == engineer


def test_the_count_in_the_top_bar_is_that_of_unfinished_tasks(client, running, engineer):
    client.force_login(engineer)
    assert f">{engineer.tasks.count()}<" in client.get("/tasks/count/").content.decode()


def test_a_task_leads_to_where_it_is_worked(client, running, commander, manager):
    counter = running.tasks.get(key="substitute-counter")
    client.force_login(commander)
    page = client.get(f"/tasks/{counter.pk}/").content.decode()
    assert f"/incidents/{running.number}/request-substitute/?kind=counter" in page
    made = actions.request_substitute(running, "counter", "大厅", actor=manager, now=now_clock.now(), site=None)
    page = client.get(f"/tasks/{counter.pk}/").content.decode()
    assert f"/substitutes/{made.pk}/" in page


def test_whoever_had_a_task_sees_who_has_it_now(client, task, engineer, second, manager):
    reassign(task, second, actor=manager, now=now_clock.now(), reason="就近")
    client.force_login(engineer)
    assert "这项任务已转给吴工，不再由您办理。" in client.get(reverse("tasks:task", args=[task.pk])).text
