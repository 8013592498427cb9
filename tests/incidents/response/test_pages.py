"""Pages: who gets them, what stands on them, what their forms do."""

from datetime import timedelta

import pytest

from emergency_ops.lib import clock as now_clock
from incidents.response import actions
from incidents.response.models import Incident
from incidents.response.moves import MOVES
from incidents.response.tasks.models import Task
from resources.network.models import Terminal

NOW = now_clock.now


@pytest.fixture
def visit(client, request):
    """visit("manager", "/incidents/"): the page as the persona gets it."""

    def get(persona, path, **headers):
        client.force_login(request.getfixturevalue(persona))
        return client.get(path, headers=headers)

    return get


def address(incident, part=""):
    return f"/incidents/{incident.number}/{part}"


def text_of(response):
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize("persona", ["manager", "commander", "field_staff", "auditor"])
def test_those_of_the_region_get_the_page(visit, incident, persona):
    assert incident.title in text_of(visit(persona, address(incident)))


@pytest.mark.parametrize(
    "part", ["", "live/", "terminals/", "terminals/first/", "dialogs/", "resources/suggested/", "confirm/", "note/"]
)
def test_outsiders_get_nothing(visit, incident, part):
    assert visit("outsider", address(incident, part)).status_code == 404


def test_outsiders_do_nothing(client, incident, outsider):
    client.force_login(outsider)
    assert client.post(address(incident, "confirm/")).status_code == 404


@pytest.mark.parametrize(
    ("stage", "sentence"),
    [
        ("incident", "核实是否属实"),
        ("confirmed", "决定响应级别，启动响应"),
        ("responding", "让替代方案投入服务"),
        ("restored", "然后关闭事件"),
    ],
)
def test_the_next_step_comes_first(visit, request, stage, sentence):
    assert sentence in text_of(visit("manager", address(request.getfixturevalue(stage))))


@pytest.fixture
def reachable(incident, field_staff, make_post):
    """It is 王强's turn, who has a telephone."""
    make_post("technical", "310101", a=field_staff)
    field_staff.phone = "13800138000"
    field_staff.save()
    return incident


@pytest.mark.parametrize(("persona", "calls"), [("manager", True), ("auditor", False), ("field_staff", False)])
def test_who_coordinates_can_call_whose_turn_it_is(visit, reachable, persona, calls):
    for part in ("", "live/"):
        assert ('href="tel:13800138000"' in text_of(visit(persona, address(reachable, part)))) == calls


@pytest.mark.parametrize(("persona", "waits"), [("manager", True), ("field_staff", False)])
def test_whoever_may_do_the_step_in_somebody_s_place_is_told_so(visit, reachable, persona, waits):
    assert ("正等待王强办理，您也可以直接办理。" in text_of(visit(persona, address(reachable)))) == waits


def test_whoever_has_a_late_task_is_not_awaited_for_the_next_step(visit, restored, field_staff):
    times = {"assigned_at": restored.restored_at, "due_at": restored.restored_at - timedelta(minutes=1)}
    words = {
        "phase": "confirm",
        "function": "technical",
        "title_zh": "核实",
        "state": "accepted",
        "created_at": restored.restored_at,
    }
    Task.objects.create(incident=restored, assignee=field_staff, **times, **words)
    page = text_of(visit("commander", address(restored)))
    assert ("应由王强行动" in page, "正等待王强" in page) == (True, False)


def test_auditors_are_offered_nothing_to_do(visit, incident):
    page = text_of(visit("auditor", address(incident)))
    assert 'id="next"' not in page
    assert "/note/" not in page


def test_field_staff_are_not_offered_decisions(visit, incident):
    page = text_of(visit("field_staff", address(incident)))
    assert "/confirm/" in page
    assert "/grade/" not in page


def test_the_page_explains_the_estimate(visit, incident):
    page = text_of(visit("manager", address(incident)))
    assert "受影响用户数 ≈" in page
    assert "日均客流 ÷ 每日营业小时" in page


def test_the_live_part_brings_the_timeline_too(visit, incident):
    page = text_of(visit("manager", address(incident, "live/")))
    assert 'id="incident-timeline" hx-swap-oob' in page
    assert "<html" not in page


def test_the_page_asks_for_news_only_while_there_may_be_some(visit, restored, manager):
    assert 'hx-trigger="live"' in text_of(visit("manager", address(restored)))
    actions.close(restored, actor=manager, now=NOW())
    assert 'hx-trigger="live"' not in text_of(visit("manager", address(restored)))


def test_every_move_has_a_page_of_its_own(visit, incident):
    for name, move in MOVES.items():
        assert str(move.title) in text_of(visit("manager", address(incident, f"{name}/")))


def test_the_page_fetches_its_dialogs(visit, incident):
    assert f'hx-get="{address(incident, "dialogs/")}?' in text_of(visit("manager", address(incident)))
    dialogs = text_of(visit("manager", address(incident, "dialogs/")))
    assert all(f'id="dialog-{name}"' in dialogs for name in ("confirm", "false-alarm", "grade"))


def test_auditors_fetch_no_dialogs(visit, incident):
    assert "<dialog" not in text_of(visit("auditor", address(incident, "dialogs/")))


def test_a_substitutes_dialog_comes_for_the_page_that_proposes_it(visit, responding, manager):
    hotline = actions.request_substitute(responding, "hotline", "12345", actor=manager, now=NOW())
    name = f"dialog-serve-{hotline.pk}"
    assert name not in text_of(visit("manager", address(responding, "dialogs/")))
    assert f'id="{name}"' in text_of(visit("manager", address(responding, f"dialogs/?of={name}")))


def test_the_folded_list_has_the_affected_terminals(visit, incident):
    terminal = incident.terminals.select_related("terminal").first().terminal
    assert terminal.code in text_of(visit("manager", address(incident, "terminals/first/")))


def test_a_form_confirms(client, incident, manager):
    client.force_login(manager)
    answer = client.post(address(incident, "confirm/"), {"text": "现场核实"}, follow=True)
    assert "已确认事件。" in text_of(answer)


def test_a_refused_move_explains_itself(client, incident, manager):
    client.force_login(manager)
    answer = client.post(address(incident, "activate/"), {"level": "3"})
    assert (answer.status_code, "请先确认事件" in answer.content.decode()) == (409, True)


def test_a_missing_reason_is_asked_for_again(client, incident, manager):
    client.force_login(manager)
    answer = client.post(address(incident, "false-alarm/"), {"text": ""})
    assert (answer.status_code, "理由" in answer.content.decode()) == (400, True)


def test_a_role_that_may_not_is_told_so(client, confirmed, field_staff):
    client.force_login(field_staff)
    answer = client.post(address(confirmed, "activate/"), {"level": "3"})
    assert (answer.status_code, "您的角色不能进行此操作" in answer.content.decode()) == (403, True)


def test_acknowledging_says_until_when_it_holds(client, incident, manager):
    client.force_login(manager)
    answer = client.post(address(incident, "acknowledge/"), follow=True)
    assert "李敏，至 12:15" in text_of(answer)


def test_a_substitute_is_asked_for_and_serves_with_evidence(client, responding, manager):
    client.force_login(manager)
    client.post(address(responding, "request-substitute/"), {"kind": "counter", "place": "3号窗口", "site": ""})
    substitute = responding.substitutes.get()
    answer = client.post(address(responding, f"substitutes/{substitute.pk}/serve/"), {"evidence": "0001"}, follow=True)
    assert "已达标" in text_of(answer)


def test_with_very_many_sites_the_code_is_typed(client, responding, manager):
    Incident.objects.filter(pk=responding.pk).update(affected_sites=5000)
    client.force_login(manager)
    path = address(responding, "request-substitute/")
    assert 'type="text" name="site"' in text_of(client.get(path))
    client.post(path, {"kind": "counter", "place": "3号窗口", "site": "310101-0001"})
    assert responding.substitutes.get().site.code == "310101-0001"


def test_a_substitute_of_another_incident_is_not_found(client, responding, manager):
    client.force_login(manager)
    assert client.post(address(responding, "substitutes/999/ready/")).status_code == 404


def test_merging_names_the_other_one(client, incident, make_warning, make_site, manager):
    other = actions.open_from_warning(make_warning(make_site("310101-0002")), NOW())
    client.force_login(manager)
    page = text_of(client.post(address(incident, "merge/"), {"target": other.number}, follow=True))
    assert f'本事件已并入 <a href="{address(other)}">' in page


def test_merging_into_what_is_not_seen_is_refused(client, incident, make_warning, make_site, manager):
    other = actions.open_from_warning(make_warning(make_site("320102-0001")), NOW())
    client.force_login(manager)
    assert client.post(address(incident, "merge/"), {"target": other.number}).status_code == 400


FOUND = {
    "title": "黑屏",
    "category": "hardware",
    "began_at": "2026-11-23T11:50",
    "description": "巡检发现",
    "scope": "",
}


def test_somebody_opens_one_by_hand(client, installed, make_site, field_staff):
    make_site(terminals=2)
    client.force_login(field_staff)
    page = text_of(
        client.post("/incidents/new/", {**FOUND, "terminals": "310101-0001-01，310101-0001-02"}, follow=True)
    )
    assert "30分钟时限开始计时" in page
    assert Incident.objects.get().affected_terminals == 2


def test_a_wrong_code_stands_beside_its_field(client, installed, site, field_staff):
    client.force_login(field_staff)
    answer = client.post("/incidents/new/", {**FOUND, "terminals": "nowhere"})
    assert "没有找到这些终端：nowhere" in answer.content.decode()


def test_a_site_and_a_terminal_show_their_incidents(visit, incident):
    terminal = Terminal.objects.all()[0]
    assert incident.number in text_of(visit("manager", f"/incidents/of-site/{terminal.site.code}/"))
    assert incident.number in text_of(visit("manager", f"/incidents/of-terminal/{terminal.code}/"))


def test_a_site_of_another_region_shows_nothing(visit, incident):
    assert visit("outsider", "/incidents/of-site/310101-0001/").status_code == 404


def test_all_terminals_of_an_incident_are_listed(visit, incident):
    assert "310101-0001-03" in text_of(visit("manager", address(incident, "terminals/")))


@pytest.mark.parametrize(("part", "most"), [("", 34), ("live/", 28), ("report/", 34), ("timeline/", 14)])
def test_queries_do_not_grow_with_the_sites(
    client, manager, make_warning, make_site, django_assert_max_num_queries, part, most
):
    client.force_login(manager)
    few = actions.open_from_warning(make_warning(make_site("310101-0001")), NOW())
    sites = [make_site(f"310101-{number:04d}", terminals=3) for number in range(2, 10)]
    many = actions.open_from_warning(make_warning(*sites, key="line:x"), NOW())
    for incident in (few, many):
        with django_assert_max_num_queries(most):
            client.get(address(incident, part))


def test_what_must_be_given_in_one_of_two_fields_is_not_called_optional(visit, responding, manager):
    hotline = actions.request_substitute(responding, "hotline", "12345", actor=manager, now=NOW())
    page = text_of(visit("manager", address(responding, f"substitutes/{hotline.pk}/serve/")))
    label = page.partition("投入服务的证据")[2].partition("</label>")[0]
    assert "选填" not in label
