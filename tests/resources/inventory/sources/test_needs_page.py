"""The overview of needs, and the needs for programs."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from emergency_ops.lib.roles import Role
from resources.inventory.models import Need, Reservation
from resources.inventory.subjects import Subject
from tests.conftest import NOON


@pytest.fixture
def stocked(stock_up):
    stock_up(9)


@pytest.fixture
def visit(client, request):
    def get(persona, path="/inventory/needs/"):
        client.force_login(request.getfixturevalue(persona))
        return client.get(path)

    return get


def form_of(plan, subject):
    takes = [f"{take.need}:{take.depot}:{take.quantity}" for take in plan.takes]
    return {"subject": f"incident:{subject.id}", "take": takes, "key": plan.token}


@pytest.mark.parametrize("persona", ["manager", "commander", "field_staff", "auditor"])
def test_those_of_the_region_see_the_plan(visit, ask, stocked, persona):
    ask(3)
    page = visit(persona).content.decode()
    assert "中心医院" in page
    assert "SH-01备件库 3件" in page


def test_outsiders_see_nothing(visit, ask, stocked):
    ask(3)
    assert "中心医院" not in visit("outsider").content.decode()


def test_empty(visit):
    assert visit("manager").status_code == 200


def test_needs_of_all_incidents_share_the_stock(visit, ask, part, stock_up):
    stock_up(4)
    ask(3)
    ask(3, part=part, subject=Subject("incident", 8, "SJ-8"))
    page = visit("manager").content.decode()
    assert "为 SJ-20261123-0007 预留" in page
    assert "为 SJ-8 预留" in page
    assert "缺 2 件无库存" in page


def test_the_plan_is_kept_while_the_books_stay_as_they_are(visit, ask, stocked, monkeypatch):
    ask(3)
    visit("manager")
    monkeypatch.setattr("resources.inventory.overview.source", None)
    page = visit("manager").content.decode()
    assert "SH-01备件库 3件" in page
    assert "方案计算于" in page


def test_who_sees_nothing_and_who_sees_everything_share_no_plan(client, make_person, commander, ask, stocked):
    ask(3)
    found = []
    for person in (make_person("nowhere", Role.STOREKEEPER, regions=[]), commander):
        client.force_login(person)
        found.append(len(client.get("/inventory/needs/").context["plan"].rows))
    assert found == [0, 1]


def test_a_new_line_in_the_books_makes_a_new_plan(visit, ask, part, stock_up):
    stock_up(4)
    ask(3)
    visit("manager")
    ask(3, part=part, subject=Subject("incident", 8, "SJ-8"))
    assert "缺 2 件无库存" in visit("manager").content.decode()


def test_one_click_reserves_the_share_of_an_incident(client, manager, ask, stocked, planned, subject):
    ask(3)
    client.force_login(manager)
    answer = client.post("/inventory/needs/reserve/", form_of(planned(), subject))
    assert (answer.status_code, Reservation.objects.get().quantity) == (302, 3)


def test_a_stale_plan_is_refused_with_the_new_one(client, manager, ask, stocked, planned, subject):
    ask(3)
    client.force_login(manager)
    form = form_of(planned(), subject)
    client.post("/inventory/needs/reserve/", form)
    answer = client.post("/inventory/needs/reserve/", {**form, "key": "another"})
    assert answer.status_code == 409
    assert "请按下面的新方案预留" in answer.content.decode()


@pytest.mark.parametrize(("persona", "status"), [("outsider", 404), ("field_staff", 403), ("auditor", 403)])
def test_others_reserve_nothing(client, request, ask, stocked, planned, subject, persona, status):
    ask(3)
    client.force_login(request.getfixturevalue(persona))
    assert client.post("/inventory/needs/reserve/", form_of(planned(), subject)).status_code == status
    assert not Reservation.objects.exists()


@pytest.mark.parametrize("line", ["", "1:2", "a:b:c", "1:2:3:4", "9" * 40 + ":1:1"])
def test_a_broken_line_is_told(client, manager, ask, subject, line):
    ask(3)
    client.force_login(manager)
    form = {"subject": f"incident:{subject.id}", "take": [line], "key": "k"}
    assert client.post("/inventory/needs/reserve/", form).status_code == 400


def test_the_list_is_exported(visit, ask, stocked):
    ask(3)
    answer = visit("manager", "/inventory/needs/?export=csv")
    assert "中心医院" in b"".join(answer.streaming_content).decode()


def test_programs_read_needs_of_their_regions(visit, ask):
    ask(3)
    assert visit("manager", "/api/v1/needs/").json()["count"] == 1
    assert visit("outsider", "/api/v1/needs/").json()["count"] == 0


def test_programs_read_the_plan(visit, ask, stocked):
    ask(3)
    plan = visit("manager", "/api/v1/needs/sources/").json()
    assert (plan["method"], plan["needs"][0]["pieces"][0]["depot"]) == ("optimal", "SH-01")


def test_strangers_get_nothing(client, db):
    assert client.get("/api/v1/needs/").status_code in (401, 403)
    assert client.get("/inventory/needs/").status_code == 302


def test_many_needs_ask_no_more(client, manager, ask, stocked, make_part, site):
    ask(3)
    client.force_login(manager)
    few = _queries(client)
    subject = {"subject_kind": "incident", "subject_id": 7, "reference": "SJ-20261123-0007"}
    Need.objects.bulk_create(
        Need(site=site, part=make_part(f"P{n}"), quantity=1, created_at=NOON, **subject) for n in range(20)
    )
    assert _queries(client) <= few


def _queries(client):
    client.get("/inventory/needs/")
    with CaptureQueriesContext(connection) as captured:
        client.get("/inventory/needs/")
    return len(captured)
