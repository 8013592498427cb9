"""The panel, the page of a terminal, the list, and the same for programs."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from emergency_ops.lib import clock as now_clock
from incidents.response.diagnosis import actions
from incidents.response.diagnosis.models import TerminalCommand

TERMINAL = "310101-0001-01"


@pytest.fixture
def as_(client, request):
    def sign_in(persona):
        client.force_login(request.getfixturevalue(persona))
        return client

    return sign_in


def address(incident):
    return f"/incidents/{incident.number}/diagnosis/"


def test_a_command_is_sent_from_the_incident(as_, incident):
    answer = as_("manager").post(address(incident), {"kind": "status", "terminal": [TERMINAL], "reason": ""})
    assert answer.status_code == 302
    assert TerminalCommand.objects.get().terminal.code == TERMINAL


def test_nothing_ticked_is_said(as_, incident):
    answer = as_("manager").post(address(incident), {"kind": "status"})
    assert answer.status_code == 400
    assert "请至少选择一台终端" in answer.content.decode()


def test_htmx_gets_the_panel(as_, incident):
    data = {"kind": "show_text", "text": "请到人工窗口", "terminal": [TERMINAL]}
    page = as_("manager").post(address(incident), data, HTTP_HX_REQUEST="true").content.decode()
    assert "已向1台终端下发指令" in page
    assert "<html" not in page


@pytest.mark.parametrize(("persona", "status"), [("field_staff", 200), ("auditor", 200), ("outsider", 404)])
def test_who_sees_it(as_, incident, persona, status):
    assert as_(persona).get(address(incident)).status_code == status


def test_an_auditor_is_offered_nothing(as_, incident):
    assert "下发指令" not in as_("auditor").get(address(incident)).content.decode()


def test_from_a_terminal_without_an_incident(as_, site):
    answer = as_("manager").post(f"/incidents/commands/of-terminal/{TERMINAL}/", {"kind": "ping_backend"})
    assert answer.status_code == 302
    assert TerminalCommand.objects.get().incident is None


def test_one_command_is_shown_and_taken_back(as_, send):
    (command,) = send()
    client = as_("manager")
    assert TERMINAL in client.get(f"/incidents/commands/{command.pk}/").content.decode()
    client.post(f"/incidents/commands/{command.pk}/cancel/")
    assert TerminalCommand.objects.get().state == "cancelled"


def test_an_outsider_does_not_find_it(as_, send):
    (command,) = send()
    assert as_("outsider").get(f"/incidents/commands/{command.pk}/").status_code == 404


def queries_of(client, number, make_site):
    codes = [terminal.code for terminal in make_site(f"310101-{number:04d}", terminals=number).terminals.all()]
    actions.send("status", codes, actor=None, now=now_clock.now())
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert client.get("/incidents/commands/").status_code == 200
    return len(queries)


def test_the_list_asks_as_often_for_many_as_for_few(as_, make_site, regions):
    client = as_("commander")
    client.get("/incidents/commands/")
    assert queries_of(client, 3, make_site) == queries_of(client, 40, make_site)


def test_programs_send_and_read(as_, incident):
    body = {"kind": "status", "terminals": [TERMINAL], "incident": incident.number}
    client = as_("manager")
    assert client.post("/api/v1/terminal-commands/", body, "application/json").status_code == 201
    (row,) = client.get("/api/v1/terminal-commands/?state=queued").json()["results"]
    assert (row["terminal"], row["incident"]) == (TERMINAL, incident.number)


def test_all_that_are_not_back_are_asked_at_once(as_, incident):
    incident.terminals.filter(terminal__code=TERMINAL).update(until=now_clock.now())
    as_("manager").post(address(incident), {"kind": "status", "all": "1"})
    assert sorted(TerminalCommand.objects.values_list("terminal__code", flat=True)) == [
        "310101-0001-02",
        "310101-0001-03",
    ]


def test_nothing_is_chosen_for_anybody(as_, incident):
    assert " checked" not in as_("manager").get(address(incident)).content.decode()
