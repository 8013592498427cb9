"""Messages over accounts: in their order, no faster than the account bears, and never twice."""

import threading
from datetime import timedelta

import pytest
from django.db import connection

from emergency_ops.lib import clock as now_clock
from incidents.escalation import jobs
from incidents.escalation.actions import acknowledge, send_again
from incidents.escalation.actions.announcing import announce
from incidents.escalation.actions.messages import Letter, queue_letter
from incidents.escalation.actions.sending import STALE_CLAIM, claim_next, mark_stale_claims
from incidents.escalation.channels.models import ChannelHandle
from incidents.escalation.contact.rules import Delivery
from incidents.escalation.models import ContactPreference, OutboxMessage
from incidents.escalation.queries import due_account_ids, due_message_ids
from tests.conftest import NOON
from tests.incidents.escalation.stubs import (
    ACCEPT,
    BAD_KEY,
    DROP_AFTER,
    SERVER_ERROR,
    THROTTLE,
    TIMEOUT_AFTER,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def queue(subjects, make_person):
    """queue(5, "wecom", subject_id=1): so many calls over a channel, a second apart since noon."""
    person = make_person("zhang", name="张工", phone="13800000001")

    def make(number, channel, subject_id=1, start=0, **fields):
        subjects.add(subject_id)
        for count in range(start, start + number):
            title = f"第{count}条·事件{subject_id}"
            letter = Letter(person, "probe", subject_id, title, "离线", f"/probe/{subject_id}/", **fields)
            at = now_clock.now() - timedelta(seconds=600 - count)
            queue_letter(letter, [Delivery(channel, at)], key=f"{subject_id}:{count}", now=at)
        return OutboxMessage.objects.filter(channel=channel).order_by("created_at", "pk")

    return make


def states(messages):
    return list(messages.values_list("state", flat=True))


def headlines(stubs, channel):
    return [text.split("\n")[0] for text in stubs.texts(channel)]


class TestRouting:
    def test_every_robot_of_the_nearest_area_gets_one_message(self, queue, make_account):
        make_account("wecom", "全国")
        near = [make_account("wecom", name, region="310101") for name in ("值班群", "管理群")]
        assert [message.account for message in queue(1, "wecom").order_by("account")] == near

    def test_a_text_message_goes_over_one_account(self, queue, make_account):
        make_account("sms", "一"), make_account("sms", "二")
        assert queue(1, "sms").count() == 1

    def test_without_an_account_the_message_has_failed_visibly(self, queue):
        message = queue(1, "wecom").get()
        assert (message.state, message.error) == ("failed", "没有启用这个渠道。")

    def test_a_group_gets_one_message_that_mentions_everybody(self, make_account, make_person, stubs):
        account = make_account("dingtalk")
        people = [make_person(name, phone=f"1380000000{number}") for number, name in enumerate("ab")]
        for person in people:
            ContactPreference.objects.create(person=person, order=["dingtalk"], changed_at=NOON)
        announce(people, subject=("x", 1), title="题", body="文", link="/", key="k", now=NOON)
        assert OutboxMessage.objects.filter(channel="in_app").count() == 2
        jobs.deliver_account(account.pk)
        assert stubs.taken("dingtalk")[0].call.json["at"]["atMobiles"] == ["13800000000", "13800000001"]


class TestOrder:
    def test_messages_go_in_their_order(self, queue, make_account, stubs):
        account = make_account("wecom")
        messages = queue(5, "wecom")
        assert jobs.deliver_account(account.pk) == 5
        assert [text[:3] for text in headlines(stubs, "wecom")] == [f"第{number}条" for number in range(5)]
        assert set(states(messages)) == {"accepted"}

    def test_one_at_a_time_over_all_workers(self, queue, make_account):
        account = make_account("wecom")
        queue(2, "wecom")
        assert claim_next(account.pk, now=now_clock.now()) is not None
        assert claim_next(account.pk, now=now_clock.now()) is None

    def test_a_worker_that_died_holds_the_others_up_only_for_a_while(self, queue, make_account):
        account = make_account("wecom")
        queue(2, "wecom")
        claim_next(account.pk, now=now_clock.now())
        assert claim_next(account.pk, now=now_clock.now() + timedelta(seconds=46)) is not None

    def test_nothing_is_sent_after_an_acknowledgement(self, queue, make_account, manager, policy_version, stubs):
        account = make_account("wecom")
        messages = queue(2, "wecom")
        queue(1, "wecom", subject_id=2)
        OutboxMessage.objects.update(state="queued")
        acknowledge("probe", 1, actor=manager, now=now_clock.now(), minutes=15)
        OutboxMessage.objects.filter(state="withdrawn").update(state="queued")
        jobs.deliver_account(account.pk)
        assert headlines(stubs, "wecom") == ["第0条·事件2"]
        assert states(messages.order_by("subject_id")) == ["withdrawn", "withdrawn", "accepted"]

    def test_a_disabled_account_sends_nothing_and_says_so(self, queue, make_account, stubs):
        account = make_account("wecom")
        messages = queue(2, "wecom")
        account.is_enabled = False
        account.save()
        jobs.deliver_account(account.pk)
        assert states(messages) == ["failed", "failed"]
        assert stubs.calls == []


class TestThrottle:
    def test_a_storm_is_sent_within_the_limit_complete_and_in_order(self, queue, make_account, stubs, clock):
        """60 messages about 60 subjects at a robot that bears 20 a minute and would be blocked beyond."""
        stubs.limits = True
        account = make_account("wecom")
        for subject in range(60):
            queue(1, "wecom", subject_id=subject, start=subject)
        minutes = 0
        while OutboxMessage.objects.filter(state="queued").exists() and minutes < 5:
            jobs.deliver_account(account.pk)
            stubs.messages = [one.__class__(**{**vars(one), "at": one.at - 61}) for one in stubs.messages]
            clock.shift(61)
            minutes += 1
        assert (minutes, len(stubs.calls)) == (3, 60)
        assert headlines(stubs, "wecom") == [f"第{number}条·事件{number}" for number in range(60)]

    def test_messages_about_one_subject_go_as_one_when_there_are_too_many(self, queue, make_account, stubs):
        account = make_account("dingtalk")
        messages = queue(30, "dingtalk")
        assert jobs.deliver_account(account.pk) == 1
        text = stubs.texts("dingtalk")[0]
        assert text.startswith("第29条")
        assert "此前29条一并发送" in text
        assert "第0条" in text
        assert set(states(messages)) == {"accepted"}
        assert messages.filter(folded_into=messages.last()).count() == 29

    def test_a_throttled_robot_is_left_alone_and_the_attempt_does_not_count(self, queue, make_account, stubs, clock):
        account = make_account("dingtalk")
        messages = queue(2, "dingtalk")
        stubs.plan("dingtalk", THROTTLE)
        jobs.deliver_account(account.pk)
        assert len(stubs.calls) == 1
        assert list(messages.values_list("state", "attempts")) == [("retry_wait", 0), ("queued", 0)]
        assert due_account_ids(now_clock.now() + timedelta(minutes=9)) == []
        clock.shift(601)
        assert jobs.deliver_account(account.pk) == 1
        assert set(states(messages)) == {"accepted"}
        assert "此前1条" in stubs.texts("dingtalk")[0]

    def test_the_limit_is_shared_by_all_workers(self, queue, make_account):
        account = make_account("wecom")
        account.sent_at = [now_clock.now()] * 20
        account.save()
        queue(1, "wecom")
        wait = claim_next(account.pk, now=now_clock.now())
        assert timedelta(seconds=59) < wait - now_clock.now() < timedelta(seconds=62)

    def test_feishu_s_five_a_second_are_waited_for(self, queue, make_account, stubs):
        account = make_account("feishu")
        for subject in range(7):
            queue(1, "feishu", subject_id=subject, start=subject)
        assert jobs.deliver_account(account.pk) == 7
        times = [one.at for one in stubs.taken("feishu")]
        assert times[5] - times[0] >= 1


class TestFate:
    def deliver(self, queue, make_account, stubs, channel, *planned):
        account = make_account(channel)
        messages = queue(1, channel)
        stubs.plan(channel, *planned)
        if channel == "sms":
            jobs.deliver([messages.get().pk])
        else:
            jobs.deliver_account(account.pk)
        account.refresh_from_db()
        return messages.get(), account

    def test_a_success_is_kept_with_the_account(self, queue, make_account, stubs, clock):
        message, account = self.deliver(queue, make_account, stubs, "feishu")
        assert (message.state, account.last_success_at) == ("accepted", now_clock.now())
        assert account.standing == "working"

    def test_an_error_is_kept_in_words(self, queue, make_account, stubs):
        message, account = self.deliver(queue, make_account, stubs, "wecom", BAD_KEY, BAD_KEY)
        assert message.state == "failed"
        assert account.last_error.startswith("93000 invalid webhook url")
        assert account.standing == "failing"

    def test_a_server_s_error_waits_and_leaves_the_robot_alone_meanwhile(self, queue, make_account, stubs):
        message, account = self.deliver(queue, make_account, stubs, "wecom", SERVER_ERROR)
        assert (message.state, message.attempts) == ("retry_wait", 1)
        assert account.held_until > now_clock.now()

    @pytest.mark.parametrize("channel", ["wecom", "dingtalk", "feishu"])
    def test_a_robot_s_lost_answer_is_unknown_and_not_repeated(self, queue, make_account, stubs, channel):
        message, account = self.deliver(queue, make_account, stubs, channel, DROP_AFTER)
        assert message.state == "unknown"
        assert jobs.deliver_account(account.pk) == 0
        assert len(stubs.taken(channel)) == 1

    def test_a_webhook_s_lost_answer_is_repeated_with_the_same_id(self, queue, make_account, stubs, clock):
        _message, account = self.deliver(queue, make_account, stubs, "webhook", DROP_AFTER)
        clock.shift(20)
        jobs.deliver_account(account.pk)
        assert len({call.headers["webhook-id"] for call in stubs.calls}) == 1
        assert (len(stubs.calls), len(stubs.taken("webhook"))) == (2, 1)

    def test_an_expired_signature_is_renewed(self, queue, make_account, stubs):
        message, _account = self.deliver(queue, make_account, stubs, "dingtalk", ("code", 310000), ACCEPT)
        assert message.state == "accepted"

    def test_secrets_that_cannot_be_read_are_said(self, queue, make_account, stubs, settings):
        account = make_account("wecom")
        messages = queue(1, "wecom")
        settings.SECRET_KEY = "another"
        jobs.deliver_account(account.pk)
        assert "无法解密" in messages.get().error


class TestTextMessages:
    @pytest.fixture
    def sent(self, queue, make_account, stubs, clock):
        """sent(*planned): a text message that was tried."""
        make_account("sms")

        def run(*planned):
            messages = queue(1, "sms", stop_on_acknowledgement=False)
            stubs.plan("sms", *planned)
            jobs.deliver([messages.get().pk])
            return messages.get()

        return run

    def follow(self, message, clock, seconds=16):
        clock.shift(seconds)
        jobs.follow_receipts([message.pk])
        message.refresh_from_db()
        return message.state

    def test_its_receipt_says_that_it_was_delivered(self, sent, clock):
        message = sent()
        assert (message.state, bool(message.reference)) == ("accepted", True)
        assert self.follow(message, clock) == "delivered"
        assert message.received_at == now_clock.now()
        assert message.receipt_due_at is None

    def test_its_receipt_says_that_it_was_not(self, sent, clock, stubs):
        stubs.receipt = "failed"
        message = sent()
        assert self.follow(message, clock) == "failed"
        assert "UNKNOWN_NUMBER" in message.error

    def test_a_receipt_that_is_not_there_yet_is_asked_for_again_later(self, sent, clock, stubs):
        stubs.receipt = "waiting"
        message = sent()
        assert self.follow(message, clock) == "accepted"
        assert message.receipt_due_at - now_clock.now() == timedelta(seconds=30)

    def test_after_a_time_out_it_is_looked_up_and_never_sent_again(self, sent, clock, stubs, settings):
        settings.CHANNEL_SECONDS = 0.3
        message = sent(TIMEOUT_AFTER)
        assert message.state == "unknown"
        settings.CHANNEL_SECONDS = 10
        assert self.follow(message, clock) == "delivered"
        assert len(stubs.taken("sms")) == 1

    def test_one_that_no_receipt_knows_stays_unknown_and_says_so(self, sent, clock, stubs):
        message = sent("drop")
        for _ in range(6):
            self.follow(message, clock, 700)
        assert message.state == "unknown"
        assert "没有这条短信" in message.error
        assert stubs.taken("sms") == []
        assert message.receipt_due_at is None

    def test_a_recipient_s_limit_holds_up_nobody_else(self, sent, stubs):
        message = sent(THROTTLE)
        assert message.state == "retry_wait"
        message.account.refresh_from_db()
        assert message.account.held_until is None

    def test_somebody_without_a_number_is_shown_as_failed(self, make_person, make_account):
        letter = Letter(make_person("nophone"), "probe", 1, "题", "文", "/")
        assert letter.over(Delivery("sms", NOON), "k", NOON, make_account("sms")).error == "收件人没有登记手机号。"


class TestDeadWorker:
    def claimed(self, make_message, account):
        return make_message(channel=account.channel, account=account, state="sending", claimed_at=NOON, attempts=1)

    @pytest.mark.parametrize(
        ("channel", "state"), [("wecom", "unknown"), ("sms", "unknown"), ("webhook", "retry_wait")]
    )
    def test_what_it_left_is_repeated_only_where_a_repeat_is_known_as_one(
        self, make_message, make_account, channel, state
    ):
        message = self.claimed(make_message, make_account(channel))
        assert mark_stale_claims(now=NOON + STALE_CLAIM + timedelta(seconds=1)) == 1
        message.refresh_from_db()
        assert message.state == state
        assert (message.receipt_due_at is not None) == (channel == "sms")


class TestByHand:
    def test_a_message_that_had_no_account_takes_the_one_there_is_now(self, queue, make_account, commander):
        message = queue(1, "wecom").get()
        account = make_account("wecom")
        assert send_again(message.pk, actor=commander, now=now_clock.now()).account == account


def test_somebody_s_id_in_a_channel_is_used_for_the_mention(queue, make_account, stubs):
    account = make_account("wecom")
    message = queue(1, "wecom").get()
    ChannelHandle.objects.create(person=message.recipient, channel="wecom", value="zhang.gong")
    jobs.deliver_account(account.pk)
    assert stubs.taken("wecom")[0].call.json["text"]["mentioned_list"] == ["zhang.gong"]


@pytest.mark.django_db(transaction=True)
def test_four_workers_at_one_robot_send_everything_once_and_in_order(queue, make_account, stubs):
    account = make_account("wecom")
    for subject in range(15):
        queue(1, "wecom", subject_id=subject, start=subject)

    def work():
        try:
            for _ in range(20):
                jobs.deliver_account(account.pk)
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(4)]
    [thread.start() for thread in threads], [thread.join() for thread in threads]
    assert headlines(stubs, "wecom") == [f"第{number}条·事件{number}" for number in range(15)]


def test_an_urgent_text_is_handed_on_before_older_notes(queue, make_account):
    make_account("sms")
    note = queue(1, "sms", stop_on_acknowledgement=False).get()
    call = queue(1, "sms", subject_id=2).latest("pk")
    OutboxMessage.objects.filter(pk=call.pk).update(due_at=note.due_at + timedelta(seconds=1))
    assert due_message_ids(now_clock.now(), 1) == [call.pk]
