"""A broker and a worker as processes of their own, for what the web server hands on."""

import os
import signal
import subprocess
import sys
from contextlib import contextmanager
from urllib.parse import urlsplit

from celery import Celery
from django.db import connection

from notices.printing import queueing, sweeps
from tests.incidents.escalation.machinery import ROOT, Broker


@contextmanager
def a_worker(folder, monkeypatch):
    """Printed notices are set by a real worker on the test's database for as long as this lasts."""
    broker = Broker(folder)
    broker.start()
    client = Celery(broker=f"redis+socket://{broker.socket}", set_as_current=False)
    for module in (queueing, sweeps):
        monkeypatch.setattr(module, "enqueue", lambda job_id: client.send_task(queueing.RENDER, args=[job_id]))
    worker = _start(folder, broker)
    try:
        yield
    finally:
        os.killpg(worker.pid, signal.SIGKILL)
        worker.wait()
        client.close()
        broker.kill()


def _start(folder, broker):
    address = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}").geturl()
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "emergency_ops.settings.dev",
        "DATABASE_URL": address,
        "REDIS_URL": f"unix://{broker.socket}",
        "CELERY_SKIP_CHECKS": "1",
    }
    options = ["worker", "--concurrency", "1", "--without-mingle", "--without-gossip", "--loglevel", "WARNING"]
    command = [sys.executable, "-m", "celery", "--app", "emergency_ops.celery:app", *options]
    with (folder / "worker.log").open("wb") as log:
        return subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log, start_new_session=True)
