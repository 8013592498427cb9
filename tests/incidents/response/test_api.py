"""/api/v1/incidents/."""

import pytest

BASE = "/api/v1/incidents/"


@pytest.fixture
def api(client, request):
    """api("manager"): a client that is signed in as the persona."""

    def sign_in(persona):
        client.force_login(request.getfixturevalue(persona))
        return client

    return sign_in


def post(client, path, **data):
    return client.post(path, data, content_type="application/json")


def test_the_list(api, incident):
    (row,) = api("manager").get(BASE).json()["results"]
    assert (row["number"], row["clock"]["state"]) == (incident.number, "running")


def test_it_is_filtered_as_the_page_is(api, incident):
    assert api("manager").get(f"{BASE}?group=ended").json()["count"] == 0


def test_one_with_its_history(api, incident):
    found = api("auditor").get(f"{BASE}{incident.number}/").json()
    assert found["timeline"][0]["sentence"].startswith("收到预警，自动登记事件")
    assert found["users_terms"]["sites"] == 1


@pytest.mark.parametrize("path", ["", "confirm/", "acknowledge/", "note/"])
def test_outsiders_find_nothing(api, incident, path):
    client = api("outsider")
    answer = (
        post(client, f"{BASE}{incident.number}/{path}", text="x") if path else client.get(f"{BASE}{incident.number}/")
    )
    assert answer.status_code == 404


def test_strangers_are_turned_away(client, incident):
    assert client.get(BASE).status_code in (302, 401, 403)


def test_confirm_and_activate(api, incident):
    client = api("manager")
    post(client, f"{BASE}{incident.number}/confirm/", text="核实")
    answer = post(client, f"{BASE}{incident.number}/activate/", level="3")
    assert (answer.status_code, answer.json()["status"]) == (200, "responding")


def test_a_refusal_has_a_code_and_a_sentence(api, incident):
    answer = post(api("manager"), f"{BASE}{incident.number}/activate/", level="3")
    assert (answer.status_code, answer.json()["code"]) == (409, "status")


def test_a_wrong_shape_is_told(api, confirmed):
    assert post(api("manager"), f"{BASE}{confirmed.number}/activate/", level="9").status_code == 400


def test_auditors_may_not_act(api, incident):
    assert post(api("auditor"), f"{BASE}{incident.number}/confirm/").status_code == 403


def test_a_note_and_an_acknowledgement(api, incident):
    client = api("field_staff")
    post(client, f"{BASE}{incident.number}/note/", text="到达现场")
    history = post(client, f"{BASE}{incident.number}/acknowledge/").json()["timeline"]
    assert [entry["code"] for entry in history[:2]] == ["acknowledged", "note"]
