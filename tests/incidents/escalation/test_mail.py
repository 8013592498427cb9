"""What becomes of an e-mail, against a server that misbehaves."""

import pytest

from incidents.escalation.channels.fates import Fate
from incidents.escalation.mail import Letter, send
from tests.incidents.escalation.smtp import MailServer

LETTER = Letter(key="m1", to="a@example.cn", title="请A角接警：\n事件1", body="三台设备离线。")


@pytest.fixture
def server(settings):
    server = MailServer()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", server.port, 5
    yield server
    server.stop()


def test_a_message_arrives_with_its_chinese_subject_on_one_line(server):
    assert send(LETTER).fate == Fate.ACCEPTED
    assert server.subjects() == ["请A角接警： 事件1"]


def test_every_attempt_has_the_same_message_id(server):
    send(LETTER), send(LETTER)
    assert len(set(server.message_ids())) == 1


@pytest.mark.parametrize(
    ("verb", "answer", "fate"),
    [
        ("RCPT", b"550 no such user", Fate.PERMANENT),
        ("RCPT", b"451 greylisted", Fate.TRANSIENT),
        ("MAIL", b"530 not from you", Fate.PERMANENT),
        ("MAIL", None, Fate.TRANSIENT),
        ("RCPT", None, Fate.TRANSIENT),
        (".", b"554 content refused", Fate.PERMANENT),
        (".", b"452 disk full", Fate.TRANSIENT),
        (".", None, Fate.UNKNOWN),
    ],
)
def test_the_server_s_answer_decides(server, verb, answer, fate):
    server.answers[verb] = answer
    assert send(LETTER).fate == fate


def test_nobody_listening_is_transient(server, settings):
    server.stop()
    assert send(LETTER).fate == Fate.TRANSIENT


def test_a_connection_lost_while_quitting_changes_nothing(server):
    server.answers["QUIT"] = None
    assert send(LETTER).fate == Fate.ACCEPTED


def test_the_error_is_kept_in_the_server_s_words(server):
    server.answers["RCPT"] = b"550 no such user"
    assert "no such user" in send(LETTER).error


def test_the_error_does_not_tell_the_address(server):
    server.answers["RCPT"] = b"550 <a@example.cn> unknown"
    assert "a@example.cn" not in send(LETTER).error


@pytest.mark.parametrize(
    "to", ["张三@example.cn", "a b@example.cn", "a@例子.cn", "a@example.cn\nBcc: b@example.cn", "@"]
)
def test_an_odd_address_ends_in_a_fate(server, to):
    assert send(Letter(key="m2", to=to, title="题", body="文")).fate in Fate
