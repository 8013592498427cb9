"""REST for extent, roles, merging, splitting, relating and reclassifying."""

import pytest

from emergency_ops.lib import clock as now_clock
from incidents.response import actions
from incidents.response.models import Incident, IncidentTerminal

NOW = now_clock.now


@pytest.fixture
def call(client, manager, incident):
    """call("extent", {…}, person=…): the answer's JSON; without data a GET."""

    def make(name, data=None, person=manager, status=200):
        client.force_login(person)
        path = f"/api/v1/incidents/{incident.number}/{name}/"
        answer = client.get(path) if data is None else client.post(path, data, content_type="application/json")
        assert answer.status_code == status, answer.content
        return answer.json()

    return make


@pytest.fixture
def other(make_warning, make_site, incident):
    return actions.open_from_warning(make_warning(make_site("310104-0001")), NOW())


def test_periods_are_read(call):
    assert [row["terminal"] for row in call("extent")["results"]] == [f"310101-0001-0{n}" for n in (1, 2, 3)]


def test_a_change_may_be_tried(call):
    data = {"change": "restore", "terminals": ["310101-0001-01"], "reason": "现场可用"}
    assert call("extent", {**data, "dry_run": True})["contradicted"] == 1
    assert IncidentTerminal.objects.filter(until=None).count() == 3
    call("extent", data)
    assert IncidentTerminal.objects.filter(until=None).count() == 2


def test_refusals_have_a_code(call, field_staff):
    data = {"change": "restore", "terminals": ["310101-0001-01"], "reason": "现场可用"}
    assert call("extent", data, person=field_staff, status=403)["code"] == "command"


def test_a_role_is_given(call, field_staff):
    found = call("roles", {"function": "scribe", "username": field_staff.username})
    assert next(row for row in found if row["function"] == "scribe")["username"] == field_staff.username
    assert call("roles", {"function": "scribe", "username": "nobody"}, status=400)["code"] == "person"


def test_incidents_are_merged(call, other, incident):
    assert call("merge", {"numbers": [other.number]}) == {"number": incident.number}
    assert Incident.objects.get(pk=other.pk).merged_into == incident


def test_one_is_split(call):
    number = call("split", {"terminals": ["310101-0001-01"], "text": "另一原因"}, status=201)["number"]
    assert Incident.objects.get(number=number).affected_terminals == 1


def test_incidents_are_related(call, other):
    assert call("related", {"number": other.number, "how": "causes"}) == [{"number": other.number, "relation": "引起"}]


def test_one_is_reclassified(call, incident):
    call("reclassify", {"cause": "power", "text": "停电", "by_rules": True})
    incident.refresh_from_db()
    assert incident.cause == "power"


@pytest.mark.parametrize("name", ["extent", "roles", "related", "attachments"])
def test_strangers_find_nothing(call, outsider, name):
    call(name, person=outsider, status=404)
