"""Messages from the queue to their fate."""

from datetime import timedelta

import pytest
from django.core import mail as django_mail

from incidents.escalation import jobs, mail
from incidents.escalation.actions import acknowledge, mark_read, queue_message
from incidents.escalation.actions import messages as actions_messages
from incidents.escalation.actions.sending import claim, mark_stale_claims, settle
from incidents.escalation.channels.fates import Fate, Sent
from incidents.escalation.models import OutboxMessage
from incidents.escalation.queries import due_message_ids
from tests.conftest import NOON

pytestmark = pytest.mark.django_db


def seconds(number):
    return NOON + timedelta(seconds=number)


def queue(person, **fields):
    defaults = {"key": "k", "channel": "email", "subject_kind": "probe", "subject_id": 1, "link": "/", "now": NOON}
    return queue_message(recipient=person, title="题", body="文", **{**defaults, **fields})


def state_after(message, fate, now=NOON):
    settle(claim(message.pk, now=now), Sent(fate, "x"), now=now)
    message.refresh_from_db()
    return message.state


class TestQueue:
    def test_the_same_key_is_one_message(self, manager):
        assert queue(manager) is not None
        assert queue(manager) is None

    def test_in_app_is_delivered_by_being_there(self, manager):
        message = queue(manager, channel="in_app")
        assert (message.state, message.sent_at) == ("accepted", NOON)

    def test_somebody_without_an_address_is_shown_as_failed(self, make_person):
        person = make_person("nomail")
        person.email = ""
        assert queue(person).state == "failed"


class TestClaim:
    def test_is_for_one(self, make_message):
        message = make_message()
        assert claim(message.pk, now=NOON).state == "sending"
        assert claim(message.pk, now=NOON) is None

    def test_not_before_it_is_due(self, make_message):
        assert claim(make_message(due_at=seconds(1)).pk, now=NOON) is None

    def test_an_acknowledgement_withdraws_it_at_the_last_moment(self, make_message, policy_version, manager):
        acknowledge("probe", 1, actor=manager, now=NOON, minutes=15)
        message = make_message()
        assert claim(message.pk, now=NOON) is None
        message.refresh_from_db()
        assert message.state == "withdrawn"

    def test_a_message_that_acknowledgements_do_not_stop_is_sent(self, make_message, policy_version, manager):
        acknowledge("probe", 1, actor=manager, now=NOON, minutes=15)
        assert claim(make_message(stop_on_acknowledgement=False).pk, now=NOON) is not None

    def test_one_left_by_a_dead_worker_is_unknown_and_stays_so(self, make_message):
        message = make_message()
        claim(message.pk, now=NOON)
        assert mark_stale_claims(now=seconds(179)) == 0
        assert mark_stale_claims(now=seconds(181)) == 1
        assert due_message_ids(seconds(9999), 10) == []


class TestSettle:
    @pytest.mark.parametrize(
        ("fate", "state"),
        [
            (Fate.ACCEPTED, "accepted"),
            (Fate.PERMANENT, "failed"),
            (Fate.UNKNOWN, "unknown"),
            (Fate.TRANSIENT, "retry_wait"),
        ],
    )
    def test_writes_down_what_became_of_it(self, make_message, fate, state):
        assert state_after(make_message(), fate) == state

    def test_a_transient_failure_waits_longer_each_time(self, make_message):
        message = make_message()
        waits, now = [], NOON
        while state_after(message, Fate.TRANSIENT, now) == "retry_wait":
            waits.append((message.due_at - now).seconds)
            now = message.due_at
        assert waits == [15, 30, 60, 120, 300, 300, 600]
        assert message.state == "failed"

    def test_a_send_that_ended_after_it_was_given_up_does_not_change_the_verdict(self, make_message):
        message = make_message()
        claimed = claim(message.pk, now=NOON)
        mark_stale_claims(now=seconds(181))
        settle(claimed, Sent(Fate.ACCEPTED), now=seconds(182))
        message.refresh_from_db()
        assert message.state == "unknown"


class TestDeliver:
    def test_sends_the_text_and_the_link(self, make_message, clock, settings):
        settings.SITE_URL = "https://ops.example.cn/"
        assert jobs.deliver([make_message().pk]) == 1
        assert "查看与接警：https://ops.example.cn/probe/1/" in django_mail.outbox[0].body

    def test_the_same_batch_twice_sends_once(self, make_message, clock):
        message = make_message()
        jobs.deliver([message.pk]), jobs.deliver([message.pk])
        assert len(django_mail.outbox) == 1

    def test_leaves_the_rest_when_it_takes_too_long(self, make_message, clock, monkeypatch):
        monkeypatch.setattr(mail, "send", lambda letter: clock.shift(50) or Sent(Fate.ACCEPTED))
        messages = [make_message("m1"), make_message("m2")]
        assert jobs.deliver([message.pk for message in messages]) == 1


class TestRead:
    def test_marks_what_one_was_told_about_a_subject(self, make_message, manager):
        make_message("m1", recipient=manager, channel="in_app")
        make_message("m2", recipient=manager, channel="in_app", subject_id=2)
        assert mark_read(manager, now=NOON, subject=("probe", 1)) == 1

    def test_is_told_when_it_is_done(self, make_message, manager, monkeypatch):
        make_message(recipient=manager, channel="in_app")
        unread = []
        monkeypatch.setattr(
            actions_messages,
            "changed",
            lambda _topic: unread.append(OutboxMessage.objects.filter(read_at=None).count()),
        )
        mark_read(manager, now=NOON)
        assert unread == [0]

    def test_leaves_other_people_s_alone(self, make_message, manager, outsider):
        make_message(recipient=manager, channel="in_app")
        assert mark_read(outsider, now=NOON) == 0

    def test_marks_all(self, make_message, manager):
        make_message("m1", recipient=manager, channel="in_app"), make_message("m2", recipient=manager, channel="in_app")
        mark_read(manager, now=NOON)
        assert not OutboxMessage.objects.filter(read_at=None).exists()
