"""The page of the extent: shows what a change comes to before it is saved."""

import pytest

from incidents.response import actions
from incidents.response.models import IncidentTerminal

from .conftest import NOW, report_working

ONE = "310101-0001-01"


@pytest.fixture
def send(client, manager, incident):
    def post(person=manager, **data):
        client.force_login(person)
        return client.post(f"/incidents/{incident.number}/extent/", data)

    return post


def open_periods():
    return IncidentTerminal.objects.filter(until=None).count()


def test_shows_the_effect_and_saves_nothing(send):
    answer = send(kind="restore", terminal=[ONE], reason="现场可用", since=f"{NOW().astimezone():%Y-%m-%dT%H:%M}")
    assert (answer.status_code, answer.context["preview"].after.back, open_periods()) == (200, 1, 6)


def test_saves_what_is_confirmed(send, incident):
    answer = send(kind="restore", site=["310101-0001"], reason="现场可用", confirmed="1")
    assert (answer.url, open_periods()) == (f"/incidents/{incident.number}/", 3)


def test_codes_of_sites_and_terminals_may_be_written(send, make_site):
    make_site("310104-0001", terminals=2)
    answer = send(kind="add", codes="310104-0001-01，310104-0001", since=f"{NOW().astimezone():%Y-%m-%dT%H:%M}")
    assert answer.context["preview"].effect.changed == 2


@pytest.mark.parametrize(
    "data", [{"kind": "restore"}, {"kind": "restore", "codes": "x-1"}, {"kind": "remove", "codes": ONE}]
)
def test_says_what_is_missing(send, data):
    assert send(**data).status_code == 400


@pytest.mark.parametrize(("who", "status"), [("field_staff", 200), ("auditor", 403), ("outsider", 404)])
def test_is_for_those_who_work_on_the_incident(client, request, incident, who, status):
    client.force_login(request.getfixturevalue(who))
    assert client.get(f"/incidents/{incident.number}/extent/").status_code == status


def test_marks_what_reports_that_it_works(client, manager, incident):
    report_working(ONE)
    client.force_login(manager)
    rows = [
        row for block in client.get(f"/incidents/{incident.number}/extent/").context["blocks"] for row in block.rows
    ]
    assert [row.terminal.code for row in rows if row.works] == [ONE]


def test_the_incident_shows_how_many_are_back_and_what_can_go(send, client, incident, sites, manager):
    substitute = actions.request_substitute(incident, "counter", "大厅", site=sites[0], actor=manager, now=NOW())
    actions.serve_substitute(substitute, "首笔", actor=manager, now=NOW())
    send(kind="restore", site=["310101-0001"], reason="现场可用", confirmed="1")
    view = client.get(f"/incidents/{incident.number}/").context["view"]
    assert (view.back, view.to_withdraw) == (3, [substitute])
