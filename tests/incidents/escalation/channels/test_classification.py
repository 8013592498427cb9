"""What every channel's documented answers mean."""

import json
from datetime import timedelta

import pytest

from incidents.escalation.channels import robots, sms, webhook
from incidents.escalation.channels.fates import Fate
from incidents.escalation.channels.http import Answer, Trouble
from tests.conftest import NOON


def answer(status=200, body=None, **headers):
    return Answer(status, json.dumps(body).encode() if body is not None else b"", headers)


def trouble(kind):
    return Answer(trouble=kind, error="ReadTimeout")


ROBOTS = [robots.classify_wecom, robots.classify_dingtalk, robots.classify_feishu]


@pytest.mark.parametrize(
    ("code", "fate"),
    [
        (0, Fate.ACCEPTED),
        (45009, Fate.THROTTLED),
        (-1, Fate.TRANSIENT),
        (93000, Fate.AUTH),
        (40014, Fate.AUTH),
        (42001, Fate.AUTH),
        (40058, Fate.PERMANENT),
    ],
)
def test_wecom(code, fate):
    assert robots.classify_wecom(answer(body={"errcode": code, "errmsg": "x"}), NOON).fate == fate


@pytest.mark.parametrize(
    ("code", "words", "fate"),
    [
        (0, "ok", Fate.ACCEPTED),
        (130101, "send too fast", Fate.THROTTLED),
        (310000, "sign not match", Fate.AUTH),
        (310000, "invalid timestamp", Fate.AUTH),
        (310000, "keywords not in content", Fate.PERMANENT),
        (310000, "ip X.X.X.X not in whitelist", Fate.PERMANENT),
        (300001, "token is not exist", Fate.AUTH),
        (-1, "系统繁忙", Fate.TRANSIENT),
        (400013, "群已被解散", Fate.PERMANENT),
    ],
)
def test_dingtalk(code, words, fate):
    assert robots.classify_dingtalk(answer(body={"errcode": code, "errmsg": words}), NOON).fate == fate


@pytest.mark.parametrize(
    ("body", "fate"),
    [
        ({"code": 0, "msg": "success"}, Fate.ACCEPTED),
        ({"StatusCode": 0, "StatusMessage": "success"}, Fate.ACCEPTED),
        ({"code": 9499, "msg": "Bad Request"}, Fate.THROTTLED),
        ({"code": 11232, "msg": "frequency limited"}, Fate.THROTTLED),
        ({"code": 19021, "msg": "sign match fail"}, Fate.AUTH),
        ({"code": 19022, "msg": "Ip Not Allowed"}, Fate.PERMANENT),
        ({"code": 19024, "msg": "Key Words Not Found"}, Fate.PERMANENT),
    ],
)
def test_feishu(body, fate):
    assert robots.classify_feishu(answer(body=body), NOON).fate == fate


@pytest.mark.parametrize(
    ("code", "words", "fate"),
    [
        ("OK", "OK", Fate.ACCEPTED),
        ("isv.BUSINESS_LIMIT_CONTROL", "触发分钟级流控Permits:1", Fate.THROTTLED),
        ("isv.BUSINESS_LIMIT_CONTROL", "触发天级流控Permits:10", Fate.PERMANENT),
        ("Throttling.User", "Request was denied due to user flow control.", Fate.THROTTLED),
        ("SignatureDoesNotMatch", "", Fate.AUTH),
        ("SignatureNonceUsed", "", Fate.AUTH),
        ("InvalidTimeStamp.Expired", "", Fate.AUTH),
        ("isv.MOBILE_NUMBER_ILLEGAL", "", Fate.PERMANENT),
        ("isv.AMOUNT_NOT_ENOUGH", "", Fate.PERMANENT),
        ("isp.SYSTEM_ERROR", "", Fate.TRANSIENT),
    ],
)
def test_text_messages(code, words, fate):
    assert sms.classify(answer(body={"Code": code, "Message": words}), NOON).fate == fate


def test_a_text_message_s_receipt_number_is_kept():
    assert sms.classify(answer(body={"Code": "OK", "BizId": "900619746936498440^0"}), NOON).reference == (
        "900619746936498440^0"
    )


@pytest.mark.parametrize("classify", [*ROBOTS, sms.classify])
@pytest.mark.parametrize(
    ("kind", "fate"),
    [
        (Trouble.NOT_SENT, Fate.TRANSIENT),
        (Trouble.UNANSWERED, Fate.UNKNOWN),
        (Trouble.REFUSED, Fate.PERMANENT),
    ],
)
def test_without_an_answer_it_counts_whether_the_request_went_out(classify, kind, fate):
    assert classify(trouble(kind), NOON).fate == fate


@pytest.mark.parametrize("classify", ROBOTS)
@pytest.mark.parametrize(
    ("status", "fate"),
    [
        (200, Fate.UNKNOWN),
        (500, Fate.TRANSIENT),
        (502, Fate.UNKNOWN),
        (503, Fate.TRANSIENT),
        (504, Fate.UNKNOWN),
        (404, Fate.PERMANENT),
    ],
)
def test_an_answer_without_a_code_is_no_success(classify, status, fate):
    assert classify(Answer(status, b"<html>"), NOON).fate == fate


def test_a_gateway_s_error_leaves_a_text_message_open():
    assert sms.classify(Answer(502, b"bad gateway"), NOON).fate == Fate.UNKNOWN


@pytest.mark.parametrize(
    ("status", "fate"),
    [
        (200, Fate.ACCEPTED),
        (204, Fate.ACCEPTED),
        (302, Fate.PERMANENT),
        (401, Fate.AUTH),
        (410, Fate.PERMANENT),
        (429, Fate.THROTTLED),
        (500, Fate.TRANSIENT),
        (501, Fate.TRANSIENT),
        (502, Fate.TRANSIENT),
        (504, Fate.TRANSIENT),
    ],
)
def test_webhooks(status, fate):
    assert webhook.classify(Answer(status), NOON).fate == fate


def test_a_webhook_s_lost_answer_is_tried_again_because_its_receiver_knows_the_id():
    assert webhook.classify(trouble(Trouble.UNANSWERED), NOON).fate == Fate.TRANSIENT


@pytest.mark.parametrize(
    ("found", "minutes"),
    [
        (robots.classify_dingtalk(answer(body={"errcode": 130101}), NOON), 10),
        (robots.classify_wecom(answer(body={"errcode": 45009}), NOON), 1),
        (sms.classify(answer(body={"Code": "isv.BUSINESS_LIMIT_CONTROL", "Message": "触发小时级流控"}), NOON), 60),
        (webhook.classify(answer(429, **{"retry-after": "120"}), NOON), 2),
        (webhook.classify(answer(429, **{"retry-after": "99999"}), NOON), 60),
    ],
)
def test_a_throttled_one_says_until_when(found, minutes):
    assert found.until == NOON + timedelta(minutes=minutes)
