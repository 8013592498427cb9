"""Acknowledging by the link in a message: once, in time, as the one who was called, and never by a preview."""

import json
import re
import threading

import pytest
from django.db import connection
from django.test import Client

from emergency_ops.lib import clock as now_clock
from emergency_ops.lib.errors import Refused
from incidents.escalation import jobs
from incidents.escalation.actions import queue_message
from incidents.escalation.channels.actions.links import issue, use
from incidents.escalation.channels.models import AcknowledgeLink
from incidents.escalation.models import Acknowledgement, OutboxMessage
from incidents.response import actions
from incidents.response.models import TimelineEntry

pytestmark = pytest.mark.django_db
MINUTE = 60


@pytest.fixture
def call(incident, manager):
    """call(): an e-mail that calls the manager for the incident; call(person, channel=…) another."""

    def make(person=manager, channel="email", key="call", **fields):
        return queue_message(
            key=f"{key}:{person.pk}:{channel}",
            channel=channel,
            recipient=person,
            subject_kind="incident",
            subject_id=incident.pk,
            title="请A角接警",
            body="文",
            link=f"/incidents/{incident.number}/",
            now=incident.opened_at,
            **fields,
        )

    return make


@pytest.fixture
def token(call, now):
    return issue(call(), now=now())


@pytest.fixture
def now():
    return now_clock.now


def standing():
    return list(Acknowledgement.objects.values_list("person__username", flat=True))


class TestPage:
    def test_a_get_shows_what_it_is_about_and_changes_nothing(self, client, token, incident):
        page = client.get(f"/a/{token}")
        assert page.status_code == 200
        assert incident.number in page.content.decode()
        assert client.head(f"/a/{token}").status_code == 200
        assert standing() == []

    def test_a_post_acknowledges_as_the_person_who_was_called(self, client, token, incident):
        answer = client.post(f"/a/{token}", follow=True)
        assert standing() == ["manager"]
        assert "您已接警，有效至" in answer.content.decode()
        assert TimelineEntry.objects.filter(incident=incident, code="acknowledged_by_link").count() == 1

    def test_it_needs_no_cookie(self, token):
        phone = Client(enforce_csrf_checks=True)
        assert phone.post(f"/a/{token}").status_code == 302
        assert standing() == ["manager"]

    def test_a_second_time_is_refused(self, client, token):
        client.post(f"/a/{token}")
        assert client.post(f"/a/{token}").status_code == 410
        assert standing() == ["manager"]

    def test_after_half_an_hour_it_has_expired(self, client, token, clock):
        clock.shift(30 * MINUTE)
        page = client.post(f"/a/{token}")
        assert (page.status_code, standing()) == (410, [])
        assert "链接已过期" in page.content.decode()

    def test_a_stranger_s_guess_is_not_found(self, client):
        assert client.get("/a/" + "A" * 24).status_code == 404

    def test_an_expired_link_shows_no_incident(self, client, token, clock, incident):
        clock.shift(30 * MINUTE)
        assert incident.number not in client.get(f"/a/{token}").content.decode().replace(f"/{incident.number}/", "")

    def test_it_opens_nothing_else(self, client, token):
        client.post(f"/a/{token}")
        assert client.get("/incidents/").status_code == 302

    def test_when_somebody_has_it_already_there_is_no_button(self, client, token, incident, commander, now):
        actions.acknowledge(incident, actor=commander, now=now())
        page = client.get(f"/a/{token}").content.decode()
        assert "陈总 已接警" in page
        assert "<form" not in page
        assert client.post(f"/a/{token}").status_code == 409

    def test_when_it_is_over_it_says_so(self, client, token, incident, manager, now):
        actions.mark_false_alarm(incident, actor=manager, now=now(), text="误报")
        assert client.post(f"/a/{token}").status_code == 409

    def test_somebody_who_has_left_cannot_use_it(self, client, token, manager):
        manager.is_active = False
        manager.save()
        assert client.post(f"/a/{token}").status_code == 404

    def test_somebody_who_may_not_acknowledge_is_refused(self, client, call, outsider, now):
        token = issue(call(outsider), now=now())
        assert client.post(f"/a/{token}").status_code == 403
        assert standing() == []

    def test_guesses_are_limited_but_shut_nobody_out(self, client, token):
        statuses = [client.get(f"/a/{number:024}").status_code for number in range(25)]
        assert statuses[-1] == 429
        assert client.get(f"/a/{token}").status_code == 200

    def test_nothing_keeps_the_page_or_passes_its_address_on(self, client, token):
        page = client.get(f"/a/{token}")
        assert (page["Cache-Control"], page["Referrer-Policy"]) == ("no-store", "no-referrer")

    def test_a_drill_says_that_it_is_one(self, client, token, incident):
        incident.is_drill = True
        incident.save()
        assert "【演练】" in client.get(f"/a/{token}").content.decode()


class TestIssue:
    def test_only_a_digest_is_kept(self, token):
        assert token not in AcknowledgeLink.objects.get().digest

    def test_a_message_that_calls_nobody_has_none(self, call, now):
        assert issue(call(stop_on_acknowledgement=False), now=now()) == ""

    def test_a_message_in_the_app_has_none(self, call, now):
        assert issue(call(channel="in_app"), now=now()) == ""

    def test_every_attempt_has_one_and_using_any_uses_up_all(self, call, now):
        message = call()
        first, second = issue(message, now=now()), issue(message, now=now())
        use(first, now=now())
        Acknowledgement.objects.all().delete()
        with pytest.raises(Refused) as refused:
            use(second, now=now())
        assert refused.value.code == "used"


def test_acknowledging_withdraws_what_waits(client, token, call, commander):
    waiting = call(commander)
    client.post(f"/a/{token}")
    waiting.refresh_from_db()
    assert waiting.state == "withdrawn"


@pytest.mark.django_db(transaction=True)
def test_two_taps_at_once_acknowledge_once(token, now):
    outcomes, start = [], threading.Barrier(2)

    def tap():
        start.wait()
        try:
            use(token, now=now())
            outcomes.append("done")
        except Refused as refused:
            outcomes.append(refused.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=tap) for _ in range(2)]
    [thread.start() for thread in threads], [thread.join() for thread in threads]
    assert sorted(outcomes)[0] == "done"
    assert outcomes.count("done") == 1
    assert standing() == ["manager"]
    assert OutboxMessage.objects.count() >= 1


class TestInTheMessage:
    def test_an_e_mail_has_it_beside_the_page_s_address(self, client, call, mailoutbox, settings):
        settings.SITE_URL = "https://ops.example.cn"
        jobs.deliver([call().pk])
        token = re.search(r"https://ops\.example\.cn/a/(\S{24})\n", mailoutbox[0].body).group(1)
        client.post(f"/a/{token}")
        assert standing() == ["manager"]
        assert "https://ops.example.cn/incidents/" in mailoutbox[0].body

    def test_a_text_message_has_its_code(self, client, call, manager, make_account, stubs):
        manager.phone = "13800000001"
        manager.save()
        make_account("sms")
        jobs.deliver([call(channel="sms").pk])
        client.post(f"/a/{json.loads(stubs.taken('sms')[0].call.query['TemplateParam'])['code']}")
        assert standing() == ["manager"]

    def test_a_group_s_message_leads_to_the_login_only(self, call, make_account, stubs):
        account = make_account("wecom")
        call(channel="wecom")
        jobs.deliver_account(account.pk)
        assert "/a/" not in stubs.texts("wecom")[0]
        assert "/incidents/" in stubs.texts("wecom")[0]
        assert not AcknowledgeLink.objects.exists()
