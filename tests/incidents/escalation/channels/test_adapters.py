"""Every adapter against a server that checks signatures and answers as documented."""

import json
from datetime import datetime

import pytest

from emergency_ops.lib import clock
from incidents.escalation.channels import adapters, sms, texts
from incidents.escalation.channels.fates import Fate
from incidents.escalation.channels.parcels import Addressee
from tests.conftest import CST
from tests.incidents.escalation.stubs import (
    ACCEPT,
    BAD_KEY,
    DROP,
    DROP_AFTER,
    GARBAGE,
    SERVER_ERROR,
    THROTTLE,
    TIMEOUT_AFTER,
)

CHANNELS = ["wecom", "dingtalk", "feishu", "sms", "webhook"]
ROBOTS = CHANNELS[:3]
IDEMPOTENT = {"webhook": Fate.TRANSIENT}


@pytest.fixture
def send(account, parcel):
    def run(channel, secrets=None, at=clock.now, options=None, **fields):
        return adapters.send(account(channel, secrets, **(options or {})), parcel(**fields), at)

    return run


@pytest.mark.parametrize("channel", CHANNELS)
def test_a_message_is_accepted_with_its_signature(stubs, send, channel):
    assert send(channel).fate == Fate.ACCEPTED
    assert "请A角接警：事件1" in stubs.texts(channel)[0]


@pytest.mark.parametrize("channel", CHANNELS)
def test_the_same_message_has_the_same_key_at_every_attempt(stubs, send, channel):
    send(channel), send(channel)
    assert len({one.key for one in stubs.taken(channel)}) == 1


@pytest.mark.parametrize("channel", CHANNELS)
def test_a_throttle_says_until_when(stubs, send, channel):
    stubs.plan(channel, THROTTLE)
    sent = send(channel)
    assert sent.fate == Fate.THROTTLED
    assert sent.until > clock.now()


@pytest.mark.parametrize("channel", CHANNELS)
def test_what_the_other_side_does_not_let_in_is_signed_afresh_once(stubs, send, channel):
    stubs.plan(channel, BAD_KEY, ACCEPT)
    assert send(channel).fate == Fate.ACCEPTED
    assert len(stubs.calls) == 2


@pytest.mark.parametrize("channel", CHANNELS)
def test_a_key_that_is_wrong_is_final_after_the_second_try(stubs, send, channel):
    stubs.plan(channel, BAD_KEY, BAD_KEY)
    assert send(channel).fate == Fate.AUTH
    assert len(stubs.calls) == 2
    assert stubs.messages == []


@pytest.mark.parametrize("channel", ["dingtalk", "feishu", "sms", "webhook"])
def test_a_signature_with_a_wrong_secret_is_refused_by_the_server(stubs, send, account, channel):
    wrong = {**account(channel).secrets, "secret": "wrong", "access_key_secret": "wrong"}
    assert send(channel, wrong).fate == Fate.AUTH
    assert stubs.messages == []


@pytest.mark.parametrize("channel", ["dingtalk", "feishu", "webhook"])
def test_an_old_signature_is_refused(stubs, send, channel):
    send(channel, at=lambda: datetime(2026, 1, 1, tzinfo=CST))
    assert stubs.messages == []


@pytest.mark.parametrize("channel", ["wecom", "dingtalk", "feishu", "sms"])
def test_an_error_inside_http_200_is_no_success(stubs, send, channel):
    stubs.plan(channel, ("code", 60011))
    assert send(channel).fate == Fate.PERMANENT


@pytest.mark.parametrize("channel", ["wecom", "dingtalk", "feishu", "sms"])
def test_a_page_instead_of_an_answer_leaves_it_open(stubs, send, channel):
    stubs.plan(channel, GARBAGE)
    assert send(channel).fate == Fate.UNKNOWN


@pytest.mark.parametrize("channel", CHANNELS)
@pytest.mark.parametrize("planned", [DROP, DROP_AFTER])
def test_a_connection_lost_after_the_request_leaves_it_open(stubs, send, channel, planned):
    stubs.plan(channel, planned)
    assert send(channel).fate == IDEMPOTENT.get(channel, Fate.UNKNOWN)


@pytest.mark.parametrize("channel", ROBOTS)
def test_a_server_s_error_is_transient(stubs, send, channel):
    stubs.plan(channel, SERVER_ERROR)
    assert send(channel).fate == Fate.TRANSIENT


def test_nobody_listening_is_transient(stubs, send):
    stubs.stop()
    assert send("wecom").fate == Fate.TRANSIENT


@pytest.mark.parametrize("channel", CHANNELS)
def test_a_time_out_after_acceptance_leaves_it_open(stubs, send, settings, channel):
    settings.CHANNEL_SECONDS = 0.3
    stubs.plan(channel, TIMEOUT_AFTER)
    assert send(channel).fate == IDEMPOTENT.get(channel, Fate.UNKNOWN)
    assert len(stubs.taken(channel)) == 1


class TestMentions:
    def body(self, stubs, send, channel, people, **fields):
        send(channel, people=people, **fields)
        return stubs.taken(channel)[0].call.json

    def test_wecom_by_mobile_and_by_id(self, stubs, send):
        people = [Addressee("张工", "13800000001"), Addressee("李工", "13800000002", "li")]
        text = self.body(stubs, send, "wecom", people)["text"]
        assert (text["mentioned_mobile_list"], text["mentioned_list"]) == (["13800000001"], ["li"])

    def test_wecom_markdown_by_id(self, stubs, send):
        body = self.body(stubs, send, "wecom", [Addressee("李工", "13800000002", "li")], options={"format": "markdown"})
        assert body["markdown"]["content"].endswith("<@li>")

    def test_dingtalk_in_the_text_too(self, stubs, send):
        body = self.body(stubs, send, "dingtalk", [Addressee("张工", "13800000001")])
        assert body["at"]["atMobiles"] == ["13800000001"]
        assert "@13800000001" in body["text"]["content"]

    def test_feishu_by_id_and_otherwise_by_name(self, stubs, send):
        text = self.body(stubs, send, "feishu", [Addressee("张工"), Addressee("李工", handle="ou_1")])["content"][
            "text"
        ]
        assert text.endswith('@张工 <at user_id="ou_1">李工</at>')

    def test_a_title_cannot_mention_anybody(self, stubs, send):
        text = self.body(stubs, send, "feishu", [], title='<at user_id="all">所有人</at>')["content"]["text"]
        assert "<at" not in text


class TestTexts:
    def test_a_long_text_keeps_its_link(self, stubs, send, parcel):
        send("wecom", body="离线" * 2000)
        text = stubs.texts("wecom")[0]
        assert texts.size(text) <= 2048
        assert text.endswith(parcel().link)

    def test_a_missing_keyword_is_added(self, stubs, send):
        send("dingtalk", options={"keyword": "应急"})
        assert stubs.texts("dingtalk")[0].endswith("应急")

    def test_markdown_in_dingtalk_has_the_link_as_one(self, stubs, send, parcel):
        send("dingtalk", options={"format": "markdown"})
        text = stubs.taken("dingtalk")[0].call.json["markdown"]["text"]
        assert f"[查看与接警]({parcel().link})" in text


class TestTextMessages:
    def test_a_call_has_the_title_and_the_code_of_the_link(self, stubs, send):
        send("sms", token="tok", title="请A角接警：" + "很长的标题" * 10)
        query = stubs.taken("sms")[0].call.query
        assert query["TemplateCode"] == "SMS_1001"
        variables = json.loads(query["TemplateParam"])
        assert variables["code"] == "tok"
        assert len(variables["title"]) == 35

    def test_other_messages_take_the_other_template(self, stubs, send):
        send("sms")
        assert stubs.taken("sms")[0].call.query["TemplateCode"] == "SMS_1002"

    def test_without_that_template_it_fails_before_anything_is_sent(self, stubs, send):
        assert send("sms", options={"notice_template": ""}).fate == Fate.PERMANENT
        assert stubs.calls == []

    @pytest.mark.parametrize(("receipt", "delivered"), [("delivered", True), ("failed", False), ("waiting", None)])
    def test_its_receipt_is_found_by_its_key(self, stubs, send, account, parcel, receipt, delivered):
        sent = send("sms")
        stubs.receipt = receipt
        found = sms.look_up(account("sms"), parcel(), sent.reference, clock.now(), clock.now())
        assert (found.delivered, found.is_final) == (delivered, delivered is not None)

    def test_one_that_never_arrived_has_none(self, stubs, account, parcel):
        found = sms.look_up(account("sms"), parcel(), "", clock.now(), clock.now())
        assert (found.delivered, found.reference) == (None, "")


def test_an_account_shows_no_secret(account):
    assert "wecom-key" not in repr(account("wecom"))
