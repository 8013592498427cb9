"""A worker is killed while the platform has taken the call and not answered yet: the public reads the notice once."""

import shutil
import tempfile
from datetime import timedelta

import pytest
from celery import Celery
from django.conf import settings

from emergency_ops.lib.clock import now
from notices.channels.actions import mark_stale
from notices.channels.actions.carrying import STALE_CLAIM
from notices.channels.models import Delivery
from tests.incidents.escalation.machinery import Machinery
from tests.notices.channels.stubs import PublicStubs

pytestmark = [pytest.mark.worker, pytest.mark.slow, pytest.mark.timeout(300), pytest.mark.django_db(transaction=True)]


class Carriers(Machinery):
    def tick(self):
        with Celery(broker=settings.CELERY_BROKER_URL, set_as_current=False) as app:
            app.conf.broker_url = f"redis+socket://{self.broker.socket}"
            app.send_task("notices.channels.sweeps.carry_deliveries", expires=2)


@pytest.fixture
def slow_stubs():
    with PublicStubs(delay=1.0) as server:
        yield server


@pytest.fixture
def carriers(transactional_db, slow_stubs):
    folder = tempfile.mkdtemp(prefix="eo")
    addresses = {"WECHAT_URL": slow_stubs.url, "WEIBO_URL": slow_stubs.url}
    machinery = Carriers(folder, 25, DJANGO_SECRET_KEY=settings.SECRET_KEY, **addresses)
    machinery.broker.start()
    yield machinery
    machinery.stop()
    shutil.rmtree(folder)


def test_a_killed_worker_publishes_nothing_twice(carriers, slow_stubs, weibo, out, delivery_of):
    Delivery.objects.filter(notice=out, channel="weibo").update(due_at=now() - timedelta(days=1))
    worker = carriers.start_worker()
    assert carriers.sweep_until(lambda: slow_stubs.statuses and slow_stubs.unanswered, 90), carriers.logs()
    carriers.kill(worker)
    Delivery.objects.filter(state="sending").update(claimed_at=now() - STALE_CLAIM - timedelta(seconds=1))
    assert mark_stale(now=now()) == 1
    carriers.start_worker()
    assert carriers.sweep_until(lambda: delivery_of(out, "weibo").state == "published", 90), carriers.logs()
    assert len(slow_stubs.called("statuses/share")) == 1
