"""A policy over every channel while the worker is killed twice in the middle of a send: nothing is sent twice, nothing is lost."""

import shutil
import tempfile
from datetime import timedelta
from hashlib import sha256

import pytest
from django.conf import settings

from emergency_ops.lib import clock
from incidents.escalation.actions import start_escalation
from incidents.escalation.actions.sending import STALE_CLAIM, mark_stale_claims
from incidents.escalation.models import OutboxMessage, PolicyVersion
from tests.incidents.escalation import probe
from tests.incidents.escalation.machinery import Machinery, wait_until
from tests.incidents.escalation.smtp import MailServer
from tests.incidents.escalation.stubs import StubServer

pytestmark = [pytest.mark.worker, pytest.mark.slow, pytest.mark.timeout(600), pytest.mark.django_db(transaction=True)]

SUBJECTS = 10
STEPS = [
    {"after_minutes": 0, "target": "A", "function": "technical", "channels": ["in_app", "email", "sms", "wecom"]},
    {"after_minutes": 5, "target": "B", "function": "technical", "channels": ["in_app", "dingtalk", "webhook"]},
    {"after_minutes": 10, "target": "lead", "function": "commander", "channels": ["in_app", "feishu", "sms"]},
]
STUBBED = ["sms", "wecom", "dingtalk", "feishu", "webhook"]
MESSAGES = SUBJECTS * 6
UNSETTLED = ["queued", "retry_wait", "sending"]


@pytest.fixture
def stubs():
    with StubServer(delay=0.1) as server:
        yield server


@pytest.fixture
def machinery(transactional_db, stubs):
    probe.query(probe.CREATE)
    folder, mail = tempfile.mkdtemp(prefix="eo"), MailServer()
    addresses = dict.fromkeys(("WECOM_URL", "DINGTALK_URL", "FEISHU_URL", "ALIYUN_SMS_URL"), stubs.url)
    machinery = Machinery(folder, mail.port, DJANGO_SECRET_KEY=settings.SECRET_KEY, **addresses)
    machinery.mail = mail
    machinery.broker.start()
    yield machinery
    machinery.stop()
    mail.stop()
    shutil.rmtree(folder)
    probe.query(probe.DROP)


@pytest.fixture
def overdue(policy_version, team, make_account):
    """10 escalations that began 20 minutes ago, so that all three steps are due; everybody has a phone."""
    for number, person in enumerate(team.values()):
        person.phone = f"1380000000{number}"
        person.save()
    for channel in STUBBED:
        make_account(channel)
    version = PolicyVersion.objects.create(
        policy_id=policy_version.policy_id, number=2, steps=STEPS, repeat_minutes=120, created_at=clock.now()
    )
    probe.query("INSERT INTO probe_subject SELECT generate_series(1, %s)", [SUBJECTS])
    for number in range(1, SUBJECTS + 1):
        start_escalation("probe", number, version, region_code="310101", now=clock.now() - timedelta(minutes=20))


def over_stubs():
    return OutboxMessage.objects.filter(channel__in=STUBBED)


def key_of(message):
    return message.channel, sha256(message.idempotency_key.encode()).hexdigest()[:32]


def kill_in_the_middle(machinery, stubs, worker, taken):
    """SIGKILL while a call has been taken by the other side and not been answered yet. What it left counts as stale at once."""
    assert machinery.sweep_until(lambda: len(stubs.messages) >= taken and stubs.unanswered, 200), machinery.logs()
    assert wait_until(lambda: stubs.unanswered, 30, every=0.005), machinery.logs()
    machinery.kill(worker)
    over_stubs().filter(state="sending").update(claimed_at=clock.now() - STALE_CLAIM - timedelta(seconds=1))
    assert mark_stale_claims(now=clock.now()) >= 1


def is_settled(stubs):
    """Nothing waits, and every text message that arrived is known to have arrived."""
    open_ones = over_stubs().filter(state__in=UNSETTLED).exists() or over_stubs().count() < MESSAGES
    lost = over_stubs().filter(channel="sms", state="unknown")
    return not open_ones and not any(key_of(message) in stubs.counts() for message in lost)


def test_every_message_of_the_policy_arrives_once_although_the_worker_is_killed_twice(machinery, overdue, stubs):
    kill_in_the_middle(machinery, stubs, machinery.start_worker(), MESSAGES // 6)
    kill_in_the_middle(machinery, stubs, machinery.start_worker(), MESSAGES // 2)
    machinery.start_worker()
    assert machinery.sweep_until(lambda: is_settled(stubs), 200), machinery.logs()

    arrived = stubs.counts()
    assert set(arrived.values()) == {1}
    assert arrived.keys() <= {key_of(message) for message in over_stubs()}
    unknown = over_stubs().filter(state="unknown")
    assert unknown.count() <= 4
    assert not unknown.filter(channel="webhook").exists()
    certain = [message for message in over_stubs() if message.state != "unknown"]
    assert {message.state for message in certain} <= {"accepted", "delivered"}
    assert all(key_of(message) in arrived for message in certain)
    assert len(set(machinery.mail.message_ids())) == len(machinery.mail.received)
