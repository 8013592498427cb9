"""From the queue to the bytes: rendered once, whoever dies, and never silently lost."""

import hashlib
import time
from datetime import timedelta

import pytest
from celery.exceptions import SoftTimeLimitExceeded
from django.db import connection, transaction
from django.db.utils import IntegrityError

from emergency_ops.lib.errors import Forbidden, Refused
from emergency_ops.lib.paper import fonts, queue
from emergency_ops.lib.paper.printed import Printed
from incidents.escalation.models import Heartbeat
from notices.printing import actions, document, jobs, queueing, rules, sweeps
from notices.printing.choices import JobState
from notices.printing.models import PrintJob
from tests.conftest import NOON


@pytest.fixture
def job(incident, site, publisher):
    return actions.issue(incident, [site], actor=publisher, now=NOON)


@pytest.fixture
def sent(monkeypatch):
    """The ids of documents that workers are told of."""
    ids: list[int] = []
    for module in (queueing, sweeps):
        monkeypatch.setattr(module, "enqueue", ids.append)
    return ids


def kept(job):
    """The bytes in the database."""
    return bytes(PrintJob.objects.values_list("pdf", flat=True).get(pk=job.pk) or b"")


def state(job):
    job.refresh_from_db()
    return job.state


def test_a_worker_is_told_after_the_commit(sent, incident, site, publisher, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as callbacks:
        job = actions.issue(incident, [site], actor=publisher, now=NOON)
    assert sent == []
    callbacks[-1]()
    assert sent == [job.pk]


def test_rendering_keeps_the_bytes_and_their_hash(job):
    assert jobs.render(job.pk)
    assert state(job) == JobState.READY
    assert bytes(job.pdf).startswith(b"%PDF-")
    assert job.sha256 == hashlib.sha256(job.pdf).hexdigest()
    assert (job.pages, job.starts) == (1, {"GG-20261123-0001": 1})


def test_rendering_again_does_nothing(job):
    jobs.render(job.pk)
    assert not jobs.render(job.pk)
    assert job.attempts <= 1


def test_a_reprint_is_the_same_byte_for_byte(job, incident, site, publisher):
    jobs.render(job.pk)
    before = kept(job)
    again = actions.issue(incident, [site], actor=publisher, now=NOON + timedelta(minutes=1))
    jobs.render(again.pk)
    assert kept(again) == before


def test_changed_facts_leave_the_bytes_of_the_old_document_alone(job, incident, site, publisher):
    jobs.render(job.pk)
    before = kept(job)
    site.name = "改名"
    site.save()
    new = actions.issue(incident, [site], actor=publisher, now=NOON)
    jobs.render(new.pk)
    assert new.pk != job.pk
    assert kept(job) == before


def test_the_database_refuses_other_bytes(job):
    jobs.render(job.pk)
    with pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
        PrintJob.objects.filter(pk=job.pk).update(pdf=b"other")


@pytest.mark.logs_errors
def test_a_failure_is_tried_again_three_times_and_then_shown(job, monkeypatch):
    def broken(facts, form):
        raise ValueError("no ink")

    monkeypatch.setattr(document, "render", broken)
    states = []
    for _ in range(queue.MOST_ATTEMPTS):
        jobs.render(job.pk)
        states.append(state(job))
    assert states == [JobState.QUEUED, JobState.QUEUED, JobState.FAILED]
    assert job.error == "ValueError: no ink"


def test_a_document_that_hangs_is_stopped_said_so_and_tried_again(
    job, make_site, make_incident, publisher, monkeypatch
):
    """And another document is made meanwhile."""
    hanging = job.notices.get().number
    real, other = document.html, make_site("310101-0009")

    def html(notices, *given):
        return time.sleep(60) if notices[0]["number"] == hanging else real(notices, *given)

    monkeypatch.setattr(document, "html", html)
    monkeypatch.setattr(rules, "time_limit", lambda notices: timedelta(seconds=1))
    assert not jobs.render(job.pk)
    assert (state(job), job.error) == (JobState.QUEUED, "排版超过1秒，已停止。")
    monkeypatch.setattr(rules, "time_limit", lambda notices: timedelta(seconds=60))
    assert jobs.render(actions.issue(make_incident(other), [other], actor=publisher, now=NOON).pk)
    monkeypatch.setattr(document, "html", real)
    assert jobs.render(job.pk)


@pytest.mark.parametrize(
    ("error", "reason"), [(fonts.FontMissing("字体未安装"), "字体未安装"), (SoftTimeLimitExceeded(), jobs.TOO_SLOW)]
)
def test_what_another_try_cannot_help_fails_at_once(job, monkeypatch, error, reason):
    def broken(facts, form):
        raise error

    monkeypatch.setattr(document, "render", broken)
    jobs.render(job.pk)
    assert (state(job), job.error) == (JobState.FAILED, reason)


def test_a_worker_that_died_is_replaced_after_its_lease(job, sent):
    actions.claim(job.pk, now=NOON)
    assert actions.take_due(now=NOON + timedelta(seconds=29)) == []
    assert actions.take_due(now=NOON + timedelta(seconds=31)) == [job.pk]
    assert state(job) == JobState.QUEUED


def test_workers_that_die_again_and_again_give_it_up_with_a_reason(job):
    now = NOON
    for _ in range(queue.MOST_ATTEMPTS):
        actions.claim(job.pk, now=now)
        now += timedelta(minutes=3)
        actions.take_due(now=now)
    assert state(job) == JobState.FAILED
    assert "中断" in job.error


def test_one_who_lost_the_claim_changes_nothing(job):
    slow = actions.claim(job.pk, now=NOON)
    assert slow is not None
    actions.take_due(now=NOON + timedelta(minutes=3))
    actions.claim(job.pk, now=NOON + timedelta(minutes=3))
    assert not queue.finish(slow.held, Printed(b"x", 1, {}), now=NOON, starts={})
    assert not queue.fail(slow.held, "late", now=NOON)


def test_the_sweep_announces_what_nobody_took(job, sent, clock):
    clock.shift(queue.PICKED_UP_WITHIN + timedelta(seconds=1))
    assert sweeps.render_pending() == 1
    assert sent == [job.pk]
    assert sweeps.render_pending() == 0


def test_the_sweep_leaves_its_heartbeat(db):
    sweeps.render_pending()
    assert Heartbeat.objects.get(name="render_pending").detail == {"handed_on": 0}


@pytest.mark.django_db(transaction=True)
def test_two_sweeps_at_once_never_take_the_same(job):
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM notices_printjob FOR UPDATE")
        other = connection.copy()
        try:
            with other.cursor() as cursor:
                cursor.execute("SELECT id FROM notices_printjob FOR UPDATE SKIP LOCKED")
                assert cursor.fetchall() == []
        finally:
            other.close()


def test_a_failed_document_can_be_retried(job, publisher, sent):
    PrintJob.objects.update(state=JobState.FAILED, attempts=3, error="x")
    actions.retry(job, actor=publisher, now=NOON)
    assert state(job) == JobState.QUEUED
    assert (job.attempts, job.error) == (0, "")


def test_asking_for_a_failed_document_retries_it(job, incident, site, publisher):
    PrintJob.objects.update(state=JobState.FAILED, attempts=3)
    actions.issue(incident, [site], actor=publisher, now=NOON)
    assert state(job) == JobState.QUEUED


def test_only_what_failed_is_retried(job, publisher):
    with pytest.raises(Refused) as refusal:
        actions.retry(job, actor=publisher, now=NOON)
    assert refusal.value.code == "notice_not_failed"


def test_an_auditor_retries_nothing(job, auditor):
    with pytest.raises(Forbidden):
        actions.retry(job, actor=auditor, now=NOON)
