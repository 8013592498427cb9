"""Accounts: for administrators, with secrets that go in and never come out."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from emergency_ops.lib import clock as now_clock
from emergency_ops.lib.errors import Forbidden, Invalid, Refused
from incidents.escalation.channels.actions.accounts import AccountData, save_account, try_out
from incidents.escalation.channels.kinds import secret_of
from incidents.escalation.channels.models import ChannelAccount
from incidents.escalation.channels.sealing import Sealed, seal, unseal
from tests.conftest import NOON
from tests.incidents.escalation.stubs import BAD_KEY, THROTTLE
from tests.incidents.escalation.stubs.vendors import KEYS

pytestmark = pytest.mark.django_db
LIST = "/messages/channels/"


def data(name="群", address="", secrets=None, **options):
    return AccountData(name, None, address, options, secrets if secrets is not None else {"key": "topsecret"})


@pytest.fixture
def save(administrator):
    def run(account=None, given=None, actor=administrator, channel="wecom"):
        return save_account(account, given or data(), channel=channel, actor=actor, now=NOON)

    return run


class TestSecrets:
    def test_are_encrypted_in_the_database(self, save):
        account = save()
        assert "topsecret" not in account.sealed
        assert unseal(account.sealed) == {"key": "topsecret"}

    def test_stay_when_nothing_is_entered(self, save):
        account = save(save(), data("新名", secrets={"key": ""}))
        assert unseal(account.sealed) == {"key": "topsecret"}

    def test_are_not_given_to_another_address(self, save):
        with pytest.raises(Invalid, match="更换地址"):
            save(save(), data(address="https://evil.example.cn", secrets={"key": ""}))

    def test_are_needed_for_a_new_account(self, save):
        with pytest.raises(Invalid):
            save(given=data(secrets={}))

    def test_are_on_no_page(self, save, client, administrator):
        account = save()
        client.force_login(administrator)
        for path in (LIST, f"{LIST}{account.pk}/"):
            assert "topsecret" not in client.get(path).content.decode()

    def test_are_in_no_log(self, save, capsys, caplog):
        save()
        assert "topsecret" not in capsys.readouterr().err + caplog.text

    def test_with_another_key_they_stay_closed(self, settings):
        sealed = seal({"key": "x"})
        settings.SECRET_KEY = "another"
        with pytest.raises(Sealed):
            unseal(sealed)

    def test_an_older_key_still_opens_them(self, settings):
        sealed = seal({"key": "x"})
        settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another", [settings.SECRET_KEY]
        assert unseal(sealed) == {"key": "x"}

    @pytest.mark.parametrize(
        ("channel", "name", "entered", "meant"),
        [
            ("wecom", "key", "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=k-1", "k-1"),
            ("dingtalk", "access_token", "https://oapi.dingtalk.com/robot/send?access_token=t", "t"),
            ("feishu", "token", "https://open.feishu.cn/open-apis/bot/v2/hook/h-1", "h-1"),
            ("feishu", "secret", " s ", "s"),
        ],
    )
    def test_of_a_whole_address_the_key_is_taken(self, channel, name, entered, meant):
        assert secret_of(channel, name, entered) == meant


class TestRights:
    def test_others_are_refused(self, save, commander):
        with pytest.raises(Forbidden):
            save(actor=commander)

    @pytest.mark.parametrize("person", ["commander", "manager", "field_staff", "auditor", "outsider"])
    def test_others_see_no_page(self, request, client, make_account, person):
        client.force_login(request.getfixturevalue(person))
        account = make_account("wecom")
        assert client.get(LIST).status_code == 403
        assert client.post(f"{LIST}{account.pk}/test/").status_code == 403
        assert client.post(f"{LIST}{account.pk}/switch/").status_code == 403

    def test_a_name_is_used_once_a_channel(self, save):
        save()
        with pytest.raises(Refused, match="已有名为"):
            save()

    def test_a_webhook_needs_an_address_and_a_long_secret(self, save):
        with pytest.raises(Invalid, match="地址"):
            save(given=data(secrets={"secret": "x" * 16}), channel="webhook")
        with pytest.raises(Invalid, match="16"):
            save(given=data(address="https://a.example.cn/", secrets={"secret": "short"}), channel="webhook")


class TestPage:
    @pytest.fixture
    def page(self, client, administrator):
        client.force_login(administrator)
        return client

    @pytest.mark.parametrize("channel", ["wecom", "dingtalk", "feishu", "sms", "webhook"])
    def test_every_kind_is_made_and_tried_out_there(self, page, stubs, administrator, channel):
        administrator.phone = "13800000009"
        administrator.save()
        address = f"{stubs.url}/webhook" if channel == "webhook" else stubs.url
        options = {"access_key_id": "LTAI-stub", "sign_name": "应急", "call_template": "SMS_1", "format": "text"}
        form = {"name": "测试账号", "region": "310000", "address": address}
        form |= {f"secret_{name}": value for name, value in KEYS[channel].items()}
        form |= {f"option_{name}": value for name, value in options.items()}
        assert page.post(f"{LIST}new/{channel}/", form).status_code == 302
        account = ChannelAccount.objects.get()
        answer = page.post(f"{LIST}{account.pk}/test/").content.decode()
        assert "测试结果：已接受" in answer
        assert "【测试】测试账号" in stubs.texts(channel)[0]

    def test_a_faulty_form_says_what_is_missing(self, page):
        answer = page.post(f"{LIST}new/wecom/", {"name": ""})
        assert answer.status_code == 422

    @pytest.mark.parametrize(("planned", "words"), [([BAD_KEY, BAD_KEY], "密钥或签名不被接受"), ([THROTTLE], "被限流")])
    def test_a_test_shows_the_classified_answer(self, page, make_account, stubs, planned, words):
        stubs.plan("dingtalk", *planned)
        assert words in page.post(f"{LIST}{make_account('dingtalk').pk}/test/").content.decode()

    def test_a_test_counts_towards_the_limit(self, page, make_account):
        account = make_account("wecom", sent_at=[now_clock.now()] * 20)
        assert page.post(f"{LIST}{account.pk}/test/").status_code == 409

    def test_is_switched_off_and_on(self, page, make_account):
        account = make_account("wecom")
        for enabled in ("0", "1"):
            page.post(f"{LIST}{account.pk}/switch/", {"enabled": enabled})
            account.refresh_from_db()
            assert account.is_enabled == (enabled == "1")

    def test_shows_the_last_error_in_words(self, page, make_account):
        make_account("wecom", last_error="93000 invalid webhook url", last_error_at=NOON)
        assert "93000 invalid webhook url" in page.get(LIST).content.decode()

    def test_asks_the_same_number_of_queries_for_many_accounts(self, page, make_account):
        make_account("wecom", "0")
        one = queries_of(page)
        for number in range(1, 12):
            make_account("wecom", str(number), region="310000")
        assert queries_of(page) == one

    def test_e_mail_is_tried_out_to_oneself(self, page, mailoutbox, administrator):
        page.post(f"{LIST}test-email/")
        assert mailoutbox[0].to == [administrator.email]

    def test_no_password_field_is_filled(self, page, make_account):
        html = page.get(f"{LIST}{make_account('dingtalk').pk}/").content.decode()
        assert not re.search(r'type="password"[^>]*value=', html)


def queries_of(client):
    client.get(LIST)
    with CaptureQueriesContext(connection) as captured:
        client.get(LIST)
    return len(captured)


def test_one_test_too_many_is_refused(make_account, administrator):
    account = make_account("wecom", sent_at=[now_clock.now()] * 19)
    try_out(account, actor=administrator, now=now_clock.now())
    with pytest.raises(Refused, match="限流"):
        try_out(account, actor=administrator, now=now_clock.now())
