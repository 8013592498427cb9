"""Pages of dispatches: who sees them, what they offer, what they do."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from emergency_ops.lib import clock as now_clock
from incidents.monitoring.choices import Scope
from incidents.response import actions as incident_actions
from incidents.response.dispatch import actions
from incidents.response.dispatch.models import Dispatch
from resources.inventory.models import Depot, Equipment, Need

NOW = now_clock.now


@pytest.fixture
def see(client):
    """see(person, path): the page's text."""

    def get(person, path, **query):
        client.force_login(person)
        answer = client.get(path, query)
        assert answer.status_code == 200, answer.status_code
        return (b"".join(answer.streaming_content) if answer.streaming else answer.content).decode()

    return get


@pytest.fixture
def post(client):
    def send(person, path, /, **data):
        client.force_login(person)
        return client.post(path, data)

    return send


@pytest.fixture
def item(regions):
    depot = Depot.objects.create(code="SH-01", name="黄浦备件库", region_id="310101")
    return Equipment.objects.create(code="POS-1", token="t1", kind="portable_pos", serial_number="1", depot=depot)


def order(incident, site, person, **more):
    return {"site": site.code, "purpose": "repair", "function": "technical", "person": person.pk, **more}


def test_the_suggestions_name_the_reasons(see, manager, incident, site, worker, make_worker):
    make_worker("late", name="晚班", on_duty=False)
    text = see(manager, f"/dispatch/of/{incident.number}/who/", site=site.code)
    assert "吴工" in text
    assert "值班中" in text
    assert "现在不值班" in text


def test_one_click_sends(post, manager, incident, site, worker):
    answer = post(manager, f"/dispatch/of/{incident.number}/who/", **order(incident, site, worker))
    assert answer.status_code == 302
    assert Dispatch.objects.get().person == worker


def test_what_is_refused_keeps_the_form(post, manager, incident, site, accepted, worker):
    answer = post(manager, f"/dispatch/of/{incident.number}/who/", **order(incident, site, worker, purpose="notices"))
    assert answer.status_code == 409
    assert "正在执行前往" in answer.content.decode()


def test_several_sites_get_different_people(see, post, manager, make_warning, make_site, worker, second, installed):
    sites = [make_site("310101-0021"), make_site("310101-0022")]
    incident = incident_actions.open_from_warning(make_warning(*sites, key="r", scope=Scope.REGIONAL), NOW())
    path = f"/dispatch/of/{incident.number}/several/"
    text = see(manager, path, purpose="repair", function="technical")
    assert text.count("checked") == 2
    chosen = {f"person-{site.code}": person.pk for site, person in zip(sites, (worker, second), strict=True)}
    data = {"site": [site.code for site in sites], "purpose": "repair", "function": "technical", **chosen}
    assert post(manager, path, **data).status_code == 302
    assert {row.person for row in Dispatch.objects.all()} == {worker, second}


@pytest.mark.parametrize("page", ["", "who/", "several/"])
def test_strangers_find_no_incident(client, outsider, incident, page):
    client.force_login(outsider)
    assert client.get(f"/dispatch/of/{incident.number}/{page}").status_code == 404


def test_field_staff_send_nobody(client, field_staff, incident):
    client.force_login(field_staff)
    assert client.get(f"/dispatch/of/{incident.number}/who/").status_code == 403


def test_strangers_find_no_dispatch(client, outsider, offered):
    client.force_login(outsider)
    assert client.get(f"/dispatch/{offered.pk}/").status_code == 404


def test_the_auditor_reads_and_does_nothing(see, post, auditor, offered):
    assert "button--thumb" not in see(auditor, f"/dispatch/{offered.pk}/")
    assert post(auditor, f"/dispatch/{offered.pk}/accept/").status_code == 403


def test_ones_own_are_done_with_the_thumb(see, post, worker, offered):
    assert "button--thumb" in see(worker, "/dispatch/mine/")
    for step, data in (("accept", {}), ("start", {"minutes": 20}), ("arrive", {}), ("release", {"text": "换好"})):
        assert post(worker, f"/dispatch/{offered.pk}/{step}/", next="/dispatch/mine/", **data).url == "/dispatch/mine/"
    assert Dispatch.objects.get().state == "released"


def test_only_own_pages_are_gone_back_to(post, worker, offered):
    answer = post(worker, f"/dispatch/{offered.pk}/accept/", next="https://elsewhere.example/")
    assert answer.url == f"/dispatch/{offered.pk}/"


@pytest.mark.parametrize("code", ["310101-0001", "https://x.example/t/310101-0001-02/", "310101-0001-01"])
def test_a_code_of_the_place_confirms_the_arrival(post, worker, accepted, code):
    assert post(worker, f"/dispatch/{accepted.pk}/scan/", code=code).status_code == 302
    assert Dispatch.objects.get().confirmed_by == "scan"


def test_a_code_of_elsewhere_does_not(post, worker, accepted):
    answer = post(worker, f"/dispatch/{accepted.pk}/scan/", code="310101-0009-01")
    assert answer.status_code == 400
    assert Dispatch.objects.get().state == "accepted"


def test_the_panel_shows_who_is_where(see, manager, incident, under_way):
    text = see(manager, f"/dispatch/of/{incident.number}/")
    assert "吴工" in text
    assert "1 人将到场" in text


def test_what_nobody_takes_over_is_shown(see, manager, incident, offered, worker):
    actions.decline(offered, "不在附近", actor=worker, now=NOW())
    assert "无人接手" in see(manager, f"/dispatch/of/{incident.number}/")


def test_the_incident_loads_the_panel(see, manager, incident):
    assert f"/dispatch/of/{incident.number}/" in see(manager, f"/incidents/{incident.number}/")


def test_the_board_filters_and_exports(see, manager, offered, send, second):
    actions.accept(send(second), actor=second, now=NOW())
    assert "郑工" not in see(manager, "/dispatch/", stage="waiting").split('id="list"')[1]
    assert "吴工" in see(manager, "/dispatch/", export="csv")


def test_the_board_asks_as_often_for_many(client, manager, send, make_worker):
    client.force_login(manager)

    def count(number):
        for one in range(number):
            send(make_worker(f"w{number}-{one}"))
        client.get("/dispatch/")
        with CaptureQueriesContext(connection) as queries:
            client.get("/dispatch/")
        return len(queries)

    assert count(2) == count(12)


def test_what_they_take_along_is_handed_out_when_they_set_out(send, post, worker, item):
    row = send(equipment=(item.pk,))
    actions.accept(row, actor=worker, now=NOW())
    actions.start(row, actor=worker, now=NOW(), minutes=5)
    item.refresh_from_db()
    assert (item.state, item.holder, item.reference) == ("out", worker, row.incident.number)


def test_what_is_not_to_be_had_becomes_a_need(send, post, worker, item, incident):
    row = send(equipment=(item.pk,))
    assert post(worker, f"/dispatch/{row.pk}/items/{item.pk}/missing/").status_code == 302
    need = Need.objects.get()
    assert (need.equipment_kind, need.quantity, need.reference) == ("portable_pos", 1, incident.number)
    assert not row.equipment.exists()


def test_the_api_sends_and_answers(client, manager, worker, incident, site):
    client.force_login(manager)
    body = {"incident": incident.number, "site": site.code, "person": "wu", "purpose": "repair"}
    made = client.post("/api/v1/dispatches/", body, content_type="application/json")
    assert made.status_code == 201, made.content
    client.force_login(worker)
    path = f"/api/v1/dispatches/{made.json()['id']}/"
    assert client.post(f"{path}accept/").json()["state"] == "accepted"
    assert client.post(f"{path}decline/", {}, content_type="application/json").status_code == 400


def test_the_api_suggests(client, manager, worker, incident, site):
    client.force_login(manager)
    query = {"incident": incident.number, "site": site.code, "function": "technical"}
    rows = client.get("/api/v1/dispatches/suggestions/", query).json()
    assert (rows[0]["person"], rows[0]["can_go"]) == ("wu", True)
    assert rows[-1]["bars"]


def test_closing_names_whom_it_releases(see, manager, restored, under_way):
    assert "吴工（" in see(manager, f"/incidents/{restored.number}/close/")


def test_the_incidents_terminals_lead_to_the_part(see, manager, incident):
    terminal = incident.terminals.first().terminal
    text = see(manager, f"/incidents/{incident.number}/terminals/first/")
    assert f"/dispatch/of/{incident.number}/parts/{terminal.code}/" in text
    assert f"/inventory/swap/{terminal.code}/" in text
