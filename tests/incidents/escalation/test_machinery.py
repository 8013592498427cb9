"""500 escalations through real workers while one is killed and the broker forgets everything: each step once, none lost."""

import shutil
import tempfile
from datetime import timedelta

import pytest

from emergency_ops.lib import clock
from incidents.escalation.actions import start_escalation
from incidents.escalation.models import Deadline, OutboxMessage, PolicyVersion
from tests.incidents.escalation import probe
from tests.incidents.escalation.machinery import Machinery
from tests.incidents.escalation.smtp import MailServer

pytestmark = [pytest.mark.worker, pytest.mark.slow, pytest.mark.timeout(400), pytest.mark.django_db(transaction=True)]

SUBJECTS = 500
#: subjects whose A gets an e-mail, too
MAILED = 100


def steps(*channels):
    return [
        {"after_minutes": 0, "target": "A", "function": "technical", "channels": channels},
        {"after_minutes": 5, "target": "B", "function": "technical", "channels": ["in_app"]},
        {"after_minutes": 10, "target": "lead", "function": "commander", "channels": ["in_app"]},
    ]


@pytest.fixture
def machinery(transactional_db):
    """Workers, a broker and a mail server; folder names short enough for a socket."""
    probe.query(probe.CREATE)
    folder, mail = tempfile.mkdtemp(prefix="eo"), MailServer()
    machinery = Machinery(folder, mail.port)
    machinery.mail = mail
    machinery.broker.start()
    yield machinery
    machinery.stop()
    mail.stop()
    shutil.rmtree(folder)
    probe.query(probe.DROP)


@pytest.fixture
def overdue(policy_version, team):
    """500 escalations that began 20 minutes ago, so that all three steps are due."""
    versions = PolicyVersion.objects.bulk_create(
        PolicyVersion(policy_id=policy_version.policy_id, number=number, steps=steps(*channels), created_at=clock.now())
        for number, channels in ((2, ["in_app"]), (3, ["in_app", "email"]))
    )
    probe.query("INSERT INTO probe_subject SELECT generate_series(1, %s)", [SUBJECTS])
    began = clock.now() - timedelta(minutes=20)
    for number in range(1, SUBJECTS + 1):
        start_escalation("probe", number, versions[number <= MAILED], region_code="310101", now=began)


def steps_taken():
    return probe.query("SELECT count(*) FROM probe_step")[0][0]


def waiting():
    return OutboxMessage.objects.filter(state__in=["queued", "retry_wait"]).count()


def test_every_step_once_and_none_lost(machinery, overdue):
    first = machinery.start_worker()
    assert machinery.sweep_until(lambda: steps_taken() >= 200, 120), machinery.logs()
    machinery.kill(first)
    machinery.broker.kill()
    machinery.broker.start()
    assert steps_taken() < 3 * SUBJECTS
    machinery.start_worker()
    assert machinery.sweep_until(lambda: steps_taken() >= 3 * SUBJECTS and not waiting(), 200), machinery.logs()

    doubles = "SELECT subject_id, round, step FROM probe_step GROUP BY 1, 2, 3 HAVING count(*) > 1"
    assert probe.query(doubles) == []
    assert probe.query("SELECT step, count(*) FROM probe_step GROUP BY 1 ORDER BY 1") == [
        (n, SUBJECTS) for n in range(3)
    ]
    assert Deadline.objects.filter(state="pending", step=2, round=1).count() == SUBJECTS
    assert OutboxMessage.objects.filter(channel="in_app", state="accepted").count() == 3 * SUBJECTS
    states = OutboxMessage.objects.filter(channel="email")
    in_the_air = states.filter(state="sending").count()
    assert in_the_air <= 2
    assert states.filter(state="accepted").count() == MAILED - in_the_air
    assert len(set(machinery.mail.message_ids())) == len(machinery.mail.received)
