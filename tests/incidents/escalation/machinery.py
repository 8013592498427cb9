"""A broker and workers as processes of their own, which a test may kill."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit

from celery import Celery
from django.conf import settings
from django.db import connection

from emergency_ops.embedded.valkey import Valkey

ROOT = Path(__file__).parents[3]
SWEEPS = "incidents.escalation.sweeps"


def wait_until(condition, seconds, every=0.05):
    """Whether the condition came true in time."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            return False
        time.sleep(every)
    return True


class Broker:
    """Valkey on a socket, without any persistence: a restart forgets every task."""

    def __init__(self, folder):
        self.socket = Path(folder) / "v.sock"
        self.process = None

    def start(self):
        program = str(Valkey.of(None, os.environ).program)
        options = ["--port", "0", "--unixsocket", str(self.socket), "--save", "", "--appendonly", "no"]
        self.process = subprocess.Popen([program, *options], stdout=subprocess.DEVNULL, cwd=self.socket.parent)
        assert wait_until(self._answers, 10)

    def kill(self):
        self.process.kill()
        self.process.wait()
        self.socket.unlink(missing_ok=True)

    def _answers(self):
        with socket.socket(socket.AF_UNIX) as client:
            return client.connect_ex(str(self.socket)) == 0


class Machinery:
    """The broker, workers on the test's database, and a hand that plays beat."""

    def __init__(self, folder, mail_port, **environment):
        self.environment = environment
        self.folder = Path(folder)
        self.broker = Broker(folder)
        self.mail_port = mail_port
        self.workers = []

    def start_worker(self):
        address = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}").geturl()
        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "emergency_ops.settings.dev",
            "DATABASE_URL": address,
            "REDIS_URL": f"unix://{self.broker.socket}",
            "EMAIL_URL": f"smtp://127.0.0.1:{self.mail_port}",
            "LOG_LEVEL": "WARNING",
            "CELERY_SKIP_CHECKS": "1",
            **self.environment,
        }
        include = "tests.incidents.escalation.probe_worker"
        options = ["worker", "--concurrency", "2", "--include", include, "--without-mingle", "--without-gossip"]
        command = [sys.executable, "-m", "celery", "--app", "emergency_ops.celery:app", *options]
        log = (self.folder / f"worker{len(self.workers)}.log").open("wb")
        worker = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log, start_new_session=True)
        self.workers.append(worker)
        return worker

    def kill(self, worker):
        """SIGKILL to the worker and to its children, in the middle of whatever they do."""
        os.killpg(worker.pid, signal.SIGKILL)
        worker.wait()

    def tick(self):
        """What beat does: one message for each sweep, dropped when it is not started before the next."""
        with Celery(broker=settings.CELERY_BROKER_URL, set_as_current=False) as app:
            app.conf.broker_url = f"redis+socket://{self.broker.socket}"
            for name in ("fire_deadlines", "deliver_messages", "ask_receipts"):
                app.send_task(f"{SWEEPS}.{name}", expires=1)

    def sweep_until(self, condition, seconds):
        """Tick once a second until the condition holds; whether it did."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            self.tick()
            if wait_until(condition, 1, every=0.2):
                return True
        return False

    def stop(self):
        for worker in self.workers:
            if worker.poll() is None:
                self.kill(worker)
        if self.broker.process:
            self.broker.kill()

    def logs(self):
        return "\n".join(path.read_text()[-2000:] for path in sorted(self.folder.glob("worker*.log")))
