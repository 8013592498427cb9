"""The whole way with a real broker and a real worker, which may be killed."""

import os
import signal
import subprocess
import sys
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from celery import Celery
from django.db import connection

from emergency_ops.lib import clock
from notices.printing import actions, queueing, sweeps
from notices.printing.choices import JobState
from notices.printing.models import PrintJob
from tests.incidents.escalation.machinery import ROOT, Broker, wait_until

pytestmark = [pytest.mark.worker, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def broker(tmp_path, monkeypatch):
    broker = Broker(tmp_path)
    broker.start()
    client = Celery(broker=f"redis+socket://{broker.socket}", set_as_current=False)
    for module in (queueing, sweeps):
        monkeypatch.setattr(module, "enqueue", lambda job_id: client.send_task(queueing.RENDER, args=[job_id]))
    yield broker
    client.close()
    broker.kill()


@pytest.fixture
def start_worker(broker, tmp_path):
    """start_worker(): a worker of two processes on the test's database; killed with all its children at the end."""
    workers: list[subprocess.Popen[bytes]] = []

    def start():
        address = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}").geturl()
        environment = {
            **os.environ, "DJANGO_SETTINGS_MODULE": "emergency_ops.settings.dev", "DATABASE_URL": address,
            "REDIS_URL": f"unix://{broker.socket}", "CELERY_SKIP_CHECKS": "1",
        }  # fmt: skip
        options = ["worker", "--concurrency", "2", "--without-mingle", "--without-gossip", "--loglevel", "WARNING"]
        command = [sys.executable, "-m", "celery", "--app", "emergency_ops.celery:app", *options]
        with (tmp_path / f"worker{len(workers)}.log").open("wb") as log:
            worker = subprocess.Popen(
                command, cwd=ROOT, env=environment, stdout=log, stderr=log, start_new_session=True
            )
        workers.append(worker)
        return worker

    yield start
    for worker in workers:
        kill(worker)


def kill(worker):
    if worker.poll() is None:
        os.killpg(worker.pid, signal.SIGKILL)
        worker.wait()


def in_state(job, state):
    return lambda: PrintJob.objects.values_list("state", flat=True).get(pk=job.pk) == state


@pytest.fixture
def regional(make_site, make_incident):
    """An incident at sixty sites: enough to be set in two parts."""
    sites = [make_site(f"310101-{number:04d}") for number in range(60)]
    return make_incident(*sites, scope="regional"), sites


def test_a_worker_sets_the_notices_of_all_sites_in_parts(start_worker, regional, publisher):
    start_worker()
    job = actions.issue(*regional, actor=publisher, now=clock.now())
    assert wait_until(in_state(job, JobState.READY), 100), PrintJob.objects.values("state", "error").get()
    job.refresh_from_db()
    assert (job.pages, len(job.starts), job.attempts) == (60, 60, 1)


def test_a_worker_killed_in_the_middle_loses_nothing(start_worker, regional, publisher):
    first = start_worker()
    job = actions.issue(*regional, actor=publisher, now=clock.now())
    assert wait_until(in_state(job, JobState.RENDERING), 60)
    kill(first)
    assert in_state(job, JobState.RENDERING)()
    start_worker()
    PrintJob.objects.update(due_at=clock.now() - timedelta(seconds=1))
    assert sweeps.render_pending() == 1
    assert wait_until(in_state(job, JobState.READY), 100)
    job.refresh_from_db()
    assert job.attempts == 2
