"""Papers are named by their facts: ordered once, rendered once, never changed."""

import hashlib
from datetime import timedelta

import pytest
from celery.exceptions import SoftTimeLimitExceeded
from django.db import transaction
from django.db.utils import IntegrityError
from django.utils import translation

from emergency_ops.celery import app
from emergency_ops.lib.errors import Forbidden, Refused
from emergency_ops.lib.paper import queue
from emergency_ops.lib.paper.fonts import FontMissing
from emergency_ops.lib.paper.printed import Printed
from incidents.escalation.models import Heartbeat
from resources.documents import actions, jobs, queueing, setting, sweeps
from resources.documents.choices import PaperKind, PaperState
from resources.documents.models import Paper
from tests.conftest import NOON
from tests.resources.documents.conftest import FACTS


@pytest.fixture
def sent(monkeypatch):
    """The ids of papers that workers are told of."""
    ids: list[int] = []
    for module in (queueing, sweeps):
        monkeypatch.setattr(module, "enqueue", ids.append)
    return ids


@pytest.fixture
def broken(monkeypatch):
    """broken(error): rendering raises it."""

    def make(error):
        def fail(sheet):
            raise error

        monkeypatch.setattr(setting, "render", fail)

    return make


def state(paper):
    paper.refresh_from_db()
    return paper.state


def kept(paper):
    return queue.bytes_of(Paper, paper.pk)


def claimed(paper):
    """What a worker is given of a paper."""
    lease = actions.claim(paper.pk, now=NOON)
    assert lease is not None
    return lease.sheet


def test_the_same_facts_are_the_same_paper(order):
    assert order().pk == order(now=NOON + timedelta(days=1)).pk


@pytest.mark.parametrize("other", [{"lines": []}, {"region": "310101"}, {"title": "副本"}])
def test_anything_else_is_another_paper(order, other):
    assert order().pk != order(**other).pk


def test_a_worker_is_told_once_and_after_the_commit(sent, order, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        paper = order()
        order()
        assert sent == []
    assert sent == [paper.pk]


def test_a_kind_that_nobody_registered_cannot_be_ordered(regions, monkeypatch):
    monkeypatch.setattr("resources.documents.registry._types", {})
    with pytest.raises(LookupError):
        actions.order(PaperKind.COUNT_SHEET, FACTS, title="盘点表", region=None, actor=None, now=NOON)


def test_rendering_keeps_the_bytes_and_their_hash(paper):
    assert jobs.render(paper.pk)
    assert (state(paper), paper.pages, paper.attempts) == (PaperState.READY, 1, 1)
    assert paper.sha256 == hashlib.sha256(kept(paper)).hexdigest()


def test_rendering_again_does_nothing(paper):
    jobs.render(paper.pk)
    before = kept(paper)
    assert not jobs.render(paper.pk)
    assert kept(paper) == before


def test_the_same_order_gives_the_same_bytes_again(paper):
    sheet = claimed(paper)
    assert setting.render(sheet).pdf == setting.render(sheet).pdf


@pytest.mark.parametrize("change", [{"pdf": b"other"}, {"sha256": "x"}, {"state": "queued"}, {"facts": {}}])
def test_the_database_refuses_to_change_what_was_printed(paper, change):
    jobs.render(paper.pk)
    with pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
        Paper.objects.filter(pk=paper.pk).update(**change)


def test_the_facts_of_a_paper_that_waits_cannot_be_changed_either(paper):
    with pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
        Paper.objects.filter(pk=paper.pk).update(facts={})


def test_the_database_refuses_to_delete_what_was_printed(paper):
    jobs.render(paper.pk)
    with pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
        paper.delete()


@pytest.mark.logs_errors
def test_a_failure_is_tried_again_three_times_and_then_shown(paper, broken):
    broken(ValueError("no ink"))
    states = []
    for _ in range(queue.MOST_ATTEMPTS):
        jobs.render(paper.pk)
        states.append(state(paper))
    assert states == [PaperState.QUEUED, PaperState.QUEUED, PaperState.FAILED]
    assert paper.error == "ValueError: no ink"


@pytest.mark.parametrize(
    ("error", "reason"), [(FontMissing("字体未安装"), "字体未安装"), (SoftTimeLimitExceeded(), jobs.TOO_SLOW)]
)
def test_what_another_try_cannot_help_fails_at_once(paper, broken, error, reason):
    broken(error)
    jobs.render(paper.pk)
    assert (state(paper), paper.error) == (PaperState.FAILED, reason)


def test_ordering_a_failed_paper_again_retries_it(paper, order):
    Paper.objects.update(state=PaperState.FAILED, attempts=3, error="x")
    again = order()
    assert (again.state, state(paper), paper.attempts, paper.error) == ("queued", "queued", 0, "")


def test_a_worker_that_died_is_replaced_after_its_lease(paper):
    actions.claim(paper.pk, now=NOON)
    assert actions.take_due(now=NOON + actions.LEASE - timedelta(seconds=1)) == []
    assert actions.take_due(now=NOON + actions.LEASE) == [paper.pk]


def test_one_who_lost_the_claim_changes_nothing(paper):
    slow = actions.claim(paper.pk, now=NOON)
    assert slow is not None
    actions.take_due(now=NOON + timedelta(minutes=3))
    actions.claim(paper.pk, now=NOON + timedelta(minutes=3))
    assert not queue.finish(slow.held, Printed(b"x", 1, {}), now=NOON)
    assert not queue.fail(slow.held, "late", now=NOON)


def test_workers_that_die_again_and_again_give_it_up_with_a_reason(paper):
    for number in range(queue.MOST_ATTEMPTS):
        now = NOON + timedelta(minutes=3 * number)
        actions.claim(paper.pk, now=now)
        actions.take_due(now=now + timedelta(minutes=3))
    assert (state(paper), "中断" in paper.error) == (PaperState.FAILED, True)


def test_the_sweep_announces_what_nobody_took(paper, sent, clock):
    clock.shift(queue.PICKED_UP_WITHIN + timedelta(seconds=1))
    assert sweeps.render_papers() == 1
    assert sent == [paper.pk]
    assert Heartbeat.objects.get(name="render_papers").detail == {"handed_on": 1}


def test_only_what_failed_is_retried(paper, manager):
    with pytest.raises(Refused) as refusal:
        actions.retry(paper, actor=manager, now=NOON)
    assert refusal.value.code == "paper_not_failed"


def test_who_only_reads_retries_nothing(paper, auditor):
    Paper.objects.update(state=PaperState.FAILED)
    with pytest.raises(Forbidden):
        actions.retry(paper, actor=auditor, now=NOON)


def test_papers_are_chinese_whoever_orders_them(paper):
    with translation.override("en"):
        assert "打印时间 2026-11-23 12:00" in setting.html(claimed(paper))


def test_workers_know_the_tasks_that_are_announced():
    app.loader.import_default_modules()
    assert {queueing.RENDER, sweeps.render_papers.name} <= set(app.tasks)
    assert sweeps.render_papers.name in {entry["task"] for entry in app.conf.beat_schedule.values()}
