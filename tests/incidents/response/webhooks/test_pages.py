"""Endpoints and the log, for administrators."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from emergency_ops.lib import clock as now_clock
from incidents.response import actions as moves
from incidents.response.webhooks.models import WebhookCall, WebhookEndpoint

FORM = {"name": "总线", "url": "https://bus.example.cn/hook", "kinds": ["confirmed"], "is_active": "on"}


@pytest.fixture
def as_(client, request):
    def sign_in(persona):
        client.force_login(request.getfixturevalue(persona))
        return client

    return sign_in


def test_a_new_one_shows_its_secret_once(as_, installed):
    client = as_("administrator")
    assert "whsec_" in client.post("/incidents/webhooks/", FORM).content.decode()
    endpoint = WebhookEndpoint.objects.get()
    assert "whsec_" not in client.get(f"/incidents/webhooks/{endpoint.pk}/").content.decode()
    assert "whsec_" not in endpoint.sealed


def test_it_is_changed(as_, make_endpoint):
    endpoint = make_endpoint()
    as_("administrator").post(f"/incidents/webhooks/{endpoint.pk}/", {**FORM, "name": "新名", "kinds": []})
    endpoint.refresh_from_db()
    assert (endpoint.name, endpoint.kinds) == ("新名", [])


def test_another_secret_is_shown_once(as_, make_endpoint):
    endpoint = make_endpoint()
    page = as_("administrator").post(f"/incidents/webhooks/{endpoint.pk}/renew/").content.decode()
    assert "whsec_" in page


def test_the_test_button_tells_what_came_of_it(as_, make_endpoint):
    endpoint = make_endpoint()
    page = as_("administrator").post(f"/incidents/webhooks/{endpoint.pk}/test/", follow=True).content.decode()
    assert "对方已接收测试事件" in page


@pytest.mark.parametrize("path", ["", "calls/"])
def test_others_have_no_business_there(as_, installed, path):
    assert as_("manager").get(f"/incidents/webhooks/{path}").status_code == 403


def test_a_call_is_shown(as_, make_endpoint, deliver, incident, manager):
    endpoint = make_endpoint(kinds=["note"])
    moves.note(incident, "到场", actor=manager, now=now_clock.now())
    deliver(endpoint)
    page = as_("administrator").get(f"/incidents/webhooks/calls/{WebhookCall.objects.get().pk}/").content.decode()
    assert incident.number in page


def queries_of(client, endpoint, deliver, incident, manager, number):
    for _ in range(number):
        moves.note(incident, "到场", actor=manager, now=now_clock.now())
    deliver(endpoint)
    with CaptureQueriesContext(connection) as queries:
        assert client.get("/incidents/webhooks/calls/").status_code == 200
    return len(queries)


def test_the_log_asks_as_often_for_many_as_for_few(as_, make_endpoint, deliver, incident, manager):
    endpoint, client = make_endpoint(kinds=["note"]), as_("administrator")
    client.get("/incidents/webhooks/calls/")
    few = queries_of(client, endpoint, deliver, incident, manager, 2)
    assert queries_of(client, endpoint, deliver, incident, manager, 30) == few
