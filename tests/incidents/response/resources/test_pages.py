"""The resources panel, its page, its forms, and the same for programs."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from emergency_ops.lib import clock as now_clock
from incidents.response import actions
from incidents.response.actions import resources
from resources.inventory.models import Need, PartType, Reservation, Transfer

from .conftest import report

NOW = now_clock.now
HTMX = {"HTTP_HX_REQUEST": "true"}


def address(incident, place=""):
    return f"/incidents/{incident.number}/resources/{place}"


@pytest.fixture
def as_(client, request):
    """as_("manager"): the client, signed in as the persona."""

    def sign_in(persona):
        client.force_login(request.getfixturevalue(persona))
        return client

    return sign_in


def plan_of(client, incident):
    """The plan's form as the page has it."""
    view = client.get(address(incident)).context["view"]
    takes = [f"{take.need}:{take.depot}:{take.quantity}" for take in view.takes]
    return {"take": takes, "key": view.plan.token}


@pytest.mark.parametrize("persona", ["manager", "commander", "field_staff", "auditor"])
def test_those_of_the_region_see_it(as_, incident, need, persona):
    page = as_(persona).get(address(incident)).content.decode()
    assert "由黄浦备件库调出3件" in page


def test_each_region_sees_its_own_sites_only(as_, incident, need, part, make_warning, make_site, outsider):
    """An incident of two regions: who answers for Nanjing sees, plans and reserves for Nanjing."""
    there = make_site("320102-0001", name="玄武医院")
    actions.merge_into(actions.open_from_warning(make_warning(there), NOW()), incident, actor=None, now=NOW())
    resources.ask(incident, there, 2, part=part, actor=outsider, now=NOW())
    view = as_("outsider").get(address(incident)).context["view"]
    assert [line.need.site for line in view.lines] == [there]
    assert as_("outsider").post(address(incident, f"needs/{need.pk}/cancel/"), {"reason": "x"}).status_code == 404


def test_others_that_want_the_same_are_named(as_, incident, need):
    other = Need.objects.get()
    other.pk, other.subject_id, other.reference = None, 999, "YJ-20261122-0001"
    other.save()
    assert "事件 YJ-20261122-0001 也在等待同样的备件" in as_("manager").get(address(incident)).content.decode()


@pytest.mark.parametrize(("page", "links"), [("", True), ("resources/", False)])
def test_the_panel_leads_to_the_page_unless_it_is_on_it(as_, incident, page, links):
    here = f"http://testserver/incidents/{incident.number}/{page}"
    headers = {"HX-Request": "true", "HX-Current-URL": here}
    panel = as_("manager").get(address(incident), headers=headers).content.decode()
    assert ("打开整页" in panel) is links


def test_htmx_gets_the_panel_only(as_, incident, need):
    panel = as_("manager").get(address(incident), **HTMX).content.decode()
    assert panel.lstrip().startswith('<div id="incident-resources"')


def test_the_incidents_page_loads_it(as_, incident):
    assert f'hx-get="{address(incident)}"' in as_("manager").get(f"/incidents/{incident.number}/").content.decode()


@pytest.mark.parametrize("place", ["", "needs/", "suggested/", "reserve/", "transfers/", "needs/1/change/"])
def test_outsiders_get_nothing(as_, incident, place):
    client = as_("outsider")
    answer = client.post(address(incident, place)) if place else client.get(address(incident))
    assert answer.status_code == 404


def test_a_need_is_added(as_, incident, site, part):
    form = {"site": site.code, "thing": f"part:{part.pk}", "quantity": 2, "note": "前台"}
    assert as_("field_staff").post(address(incident, "needs/"), form).status_code == 302
    assert Need.objects.get().quantity == 2


@pytest.mark.parametrize("wrong", [{"quantity": 0}, {"quantity": "1.5"}, {"thing": "part:0"}, {"site": "nowhere"}])
def test_what_is_wrong_is_told_beside_it(as_, incident, site, part, wrong):
    form = {"site": site.code, "thing": f"part:{part.pk}", "quantity": 2, **wrong}
    answer = as_("manager").post(address(incident, "needs/"), form)
    assert answer.status_code == 400
    assert answer.context["form"].errors
    assert not Need.objects.exists()


def test_suggestions_are_taken_over(as_, incident, site, part):
    report(site.terminals.first(), scanner="SCAN_INOP")
    client = as_("manager")
    wanted = [one.value for one in client.get(address(incident, "suggested/")).context["view"].suggestions]
    assert client.post(address(incident, "suggested/"), {"want": wanted}).status_code == 302
    assert set(Need.objects.values_list("part__code", "equipment_kind")) == {("SCAN", ""), (None, "portable_pos")}


def test_taking_them_over_twice_is_refused(as_, incident, site, part):
    report(site.terminals.first(), scanner="SCAN_INOP")
    client = as_("manager")
    wanted = [one.value for one in client.get(address(incident, "suggested/")).context["view"].suggestions]
    codes = [client.post(address(incident, "suggested/"), {"want": wanted}).status_code for _ in range(2)]
    assert (codes, Need.objects.count()) == ([302, 409], 2)


@pytest.mark.parametrize("want", [[], ["1"], ["x|part:1|1"], ["999999|part:1|1"]])
def test_broken_suggestions_are_told(as_, incident, want):
    assert as_("manager").post(address(incident, "suggested/"), {"want": want}).status_code == 400


def test_one_click_reserves_the_plan_once(as_, incident, need):
    client = as_("manager")
    form = plan_of(client, incident)
    assert [client.post(address(incident, "reserve/"), form).status_code for _ in range(2)] == [302, 302]
    assert [row.quantity for row in Reservation.objects.all()] == [3]


def test_a_stale_plan_is_refused_above_the_new_one(as_, incident, need):
    client = as_("manager")
    form = plan_of(client, incident)
    Need.objects.update(quantity=2)
    answer = client.post(address(incident, "reserve/"), form)
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "请按下面的新方案预留" in page
    assert "由黄浦备件库调出2件" in page


def test_htmx_swaps_a_refusal_too(as_, incident, need):
    client = as_("manager")
    form = plan_of(client, incident)
    Need.objects.update(quantity=2)
    assert client.post(address(incident, "reserve/"), form, **HTMX).status_code == 200


def test_on_site_staff_ask_and_do_not_reserve(as_, incident, need, manager):
    form = plan_of(as_("manager"), incident)
    client = as_("field_staff")
    assert not client.get(address(incident)).context["view"].takes
    assert client.post(address(incident, "reserve/"), form).status_code == 403


def test_transfers_are_planned_once(as_, incident, reserved):
    client = as_("manager")
    codes = [client.post(address(incident, "transfers/")).status_code for _ in range(2)]
    assert (codes, Transfer.objects.count()) == ([302, 302], 1)
    assert Transfer.objects.get().number in client.get(address(incident, "moving/")).content.decode()


def test_what_is_under_way_is_fetched_after_the_page(as_, incident, reserved):
    client = as_("manager")
    pages = [client.get(address(incident, place)).content.decode() for place in ("", "moving/", "?all=1")]
    assert ["释放预留" in page for page in pages] == [False, True, True]
    assert address(incident, "moving/") in pages[0]


def test_an_outsider_fetches_nothing_that_is_under_way(client, outsider, incident, reserved):
    client.force_login(outsider)
    assert client.get(address(incident, "moving/")).status_code == 404


def test_a_promise_is_given_back(as_, incident, reserved):
    here = address(incident, f"reservations/{reserved[0].pk}/release/")
    client = as_("manager")
    assert client.post(here, {"reason": ""}).status_code == 400
    assert client.post(here, {"reason": "改由现场备件解决"}).status_code == 302
    reserved[0].refresh_from_db()
    assert reserved[0].state == "released"


def test_a_need_is_changed_and_cancelled(as_, incident, need):
    client = as_("manager")
    client.post(address(incident, f"needs/{need.pk}/change/"), {"quantity": 5})
    assert Need.objects.get().quantity == 5
    client.post(address(incident, f"needs/{need.pk}/cancel/"), {"reason": "已修好"})
    assert Need.objects.get().state == "cancelled"
    assert client.post(address(incident, f"needs/{need.pk}/change/"), {"quantity": 1}).status_code == 409


def test_many_needs_ask_no_more(as_, incident, need, site):
    client = as_("manager")
    few = _queries(client, incident)
    parts = PartType.objects.bulk_create(PartType(code=f"P{n}", name=f"件{n}") for n in range(20))
    subject = {"subject_kind": "incident", "subject_id": incident.pk, "reference": incident.number}
    now = now_clock.now()
    Need.objects.bulk_create(Need(site=site, part=one, quantity=1, created_at=now, **subject) for one in parts)
    assert _queries(client, incident) <= few + 1


def _queries(client, incident):
    client.get(address(incident))
    with CaptureQueriesContext(connection) as captured:
        client.get(address(incident))
    return len(captured)


def api(incident, place):
    return f"/api/v1/incidents/{incident.number}/{place}/"


def test_programs_add_and_read_needs(as_, incident, site, part, depot):
    client = as_("manager")
    data = {"site": site.code, "part": "SCAN", "quantity": 2}
    assert client.post(api(incident, "needs"), data, "application/json").status_code == 201
    assert [row["part"] for row in client.get(api(incident, "needs")).json()] == ["SCAN"]


def test_programs_reserve_the_plan(as_, incident, need):
    client = as_("manager")
    plan = client.get(api(incident, "sources")).json()
    takes = [
        {"need": row["need"]["id"], "depot": piece["depot"], "quantity": piece["quantity"]}
        for row in plan["needs"]
        for piece in row["pieces"]
    ]
    answer = client.post(api(incident, "reserve"), {"key": plan["token"], "takes": takes}, "application/json")
    assert (answer.status_code, answer.json()[0]["quantity"]) == (201, 3)


@pytest.mark.parametrize("data", [{"quantity": 0}, {"part": "NOPE"}, {"quantity": "many"}, {"equipment_kind": "boat"}])
def test_programs_are_told_what_is_wrong(as_, incident, site, part, data):
    body = {"site": site.code, "part": "SCAN", "quantity": 2, **data}
    assert as_("manager").post(api(incident, "needs"), body, "application/json").status_code == 400


@pytest.mark.parametrize("place", ["needs", "sources"])
def test_programs_of_others_get_nothing(as_, incident, place):
    assert as_("outsider").get(api(incident, place)).status_code == 404


def test_programs_of_others_reserve_nothing(as_, incident):
    assert as_("outsider").post(api(incident, "reserve"), {}, "application/json").status_code == 404
