"""Two at once: real threads, real transactions."""

import threading

import pytest
from django.db import connection

from emergency_ops.lib import clock as now_clock
from emergency_ops.lib.errors import Forbidden, Refused
from incidents.escalation.actions import fire_next
from incidents.response.tasks import actions
from incidents.response.tasks.choices import HELD
from incidents.response.tasks.sweeps import follow_tasks

pytestmark = pytest.mark.django_db(transaction=True)


def together(*deeds):
    """What each deed gave, or the code of its refusal."""
    results, gate = [], threading.Barrier(len(deeds))

    def run(deed):
        gate.wait()
        try:
            results.append(deed() and "done")
        except (Refused, Forbidden) as refusal:
            results.append(refusal.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[deed]) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(map(str, results))


def test_a_task_is_accepted_once(task, engineer, manager):
    now = now_clock.now()
    together(
        lambda: actions.accept(task, actor=engineer, now=now), lambda: actions.accept(task, actor=manager, now=now)
    )
    task.refresh_from_db()
    assert task.offers.filter(outcome__in=HELD).get().person == task.assignee


def test_a_task_is_done_once(task, running, engineer, manager):
    now, checked = now_clock.now(), {check.pk for check in task.checks.all()}
    found = together(
        lambda: actions.complete(task, actor=engineer, now=now, text="三台", checked=checked),
        lambda: actions.complete(task, actor=manager, now=now, text="四台", checked=checked),
    )
    assert found == ["done", "status"]
    assert running.timeline.filter(code="task_done").count() == 1


def test_declining_twice_asks_one_more_person(task, running, engineer, second):
    now = now_clock.now()
    found = together(
        lambda: actions.decline(task, actor=engineer, now=now, reason="忙"),
        lambda: actions.decline(task, actor=engineer, now=now, reason="忙"),
    )
    task.refresh_from_db()
    assert found == ["done", "not_yours"]
    assert task.assignee == second


def test_two_nodes_hand_a_task_on_once(task, running, second, clock):
    clock.shift(125)

    def sweep():
        while fire_next(now_clock.now()) is not None:
            pass
        follow_tasks(now_clock.now())

    together(sweep, sweep)
    task.refresh_from_db()
    assert task.assignee == second
    told = running.timeline.filter(code="task_unanswered", params__task__zh=task.title_zh)
    assert told.count() == 1
