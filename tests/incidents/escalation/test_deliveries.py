"""The list of deliveries: what became of every message, for those who may know."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

pytestmark = pytest.mark.django_db
LIST = "/messages/deliveries/"


class TestWhoSees:
    def test_an_auditor_sees_all(self, client, auditor, make_message):
        make_message()
        client.force_login(auditor)
        assert "请A角接警：事件1" in client.get(LIST).content.decode()

    def test_a_manager_only_their_own_and_those_about_what_they_see(self, client, manager, make_message):
        make_message("m1", recipient=manager, title="我的")
        make_message("m2", title="别人的")
        client.force_login(manager)
        page = client.get(LIST).content.decode()
        assert "我的" in page
        assert "别人的" not in page

    def test_field_staff_do_not(self, client, field_staff):
        client.force_login(field_staff)
        assert client.get(LIST).status_code == 403


class TestList:
    @pytest.fixture(autouse=True)
    def as_administrator(self, client, administrator):
        client.force_login(administrator)

    def get(self, client, query=""):
        return client.get(f"{LIST}{query}").content.decode()

    @pytest.mark.parametrize(
        ("query", "shown"),
        [
            ("?state=failed", "B"),
            ("?channel=sms", "B"),
            ("?recipient=张", "A"),
            ("?q=甲", "A"),
        ],
    )
    def test_is_filtered(self, client, make_message, make_person, query, shown):
        make_message("A", title="甲A", recipient=make_person("zhang", name="张工"))
        make_message("B", title="乙B", channel="sms", state="failed", recipient=make_person("li", name="李工"))
        page = self.get(client, query)
        assert {"A": "甲A", "B": "乙B"}[shown] in page
        assert {"B": "甲A", "A": "乙B"}[shown] not in page

    def test_a_failed_message_is_sent_again_from_there(self, client, make_message):
        message = make_message(state="failed")
        assert "重新发送" in self.get(client)
        answer = client.post(f"/messages/system/messages/{message.pk}/send-again/", {"back": "deliveries"})
        assert (answer.status_code, answer.url) == (302, LIST)
        message.refresh_from_db()
        assert message.state == "queued"

    def test_the_download_masks_numbers_and_mailboxes(self, client, make_message, make_person):
        person = make_person("zhang", name="张工", phone="13812345678")
        make_message("A", channel="sms", recipient=person)
        make_message("B", channel="email", recipient=person)
        text = b"".join(client.get(f"{LIST}?export=csv").streaming_content).decode()
        assert "138****5678" in text
        assert "13812345678" not in text
        assert "z***@example.cn" in text
        assert "zhang@example.cn" not in text

    def test_asks_the_same_number_of_queries_for_many_messages(self, client, make_message):
        def queries():
            with CaptureQueriesContext(connection) as captured:
                self.get(client)
            return len(captured)

        make_message("m0")
        self.get(client)
        few = queries()
        for number in range(1, 40):
            make_message(f"m{number}")
        assert queries() == few
