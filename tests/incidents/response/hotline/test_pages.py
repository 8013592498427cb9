"""The desk, the lists and what they keep to themselves."""

import pytest
from django.urls import reverse

from emergency_ops.lib import clock as now_clock
from incidents.response.hotline import sample
from incidents.response.hotline.actions import Heard, log_call, save_faq
from incidents.response.hotline.models import Call, FaqEntry, Script


@pytest.fixture
def at(hotline):
    def address(name, *rest):
        return reverse(f"incidents:{name}", args=[hotline.incident.number, hotline.pk, *rest])

    return address


@pytest.fixture
def shipped(db):
    sample.load(now_clock.now())


@pytest.fixture
def answers(manager):
    for question, answer, note in (
        ("现在可以到哪里缴费？", "到人工窗口。", ""),
        ("会收滞纳金或停供吗？", "请拨打 {hotline} 登记。", "不要承诺减免。"),
    ):
        save_faq(FaqEntry(question=question, answer=answer, note=note), actor=manager, now=now_clock.now())


def entered(client, at):
    return client.get(at("hotline_desk")).context["form"]["key"].initial


def test_an_agent_writes_a_call_down(client, at, field_staff):
    client.force_login(field_staff)
    data = {"key": entered(client, at), "outcome": "answered", "question": "where", "number": "13800001234"}
    assert client.post(at("call_log"), data).status_code == 302
    row = Call.objects.get()
    assert (row.agent, row.masked_number, row.question) == (field_staff, "138****1234", "where")


def test_what_is_wrong_is_said_beside_the_form(client, at, field_staff):
    client.force_login(field_staff)
    data = {"key": "a", "outcome": "answered", "call_back": "on", "told": "稍后回电"}
    response = client.post(at("call_log"), data)
    assert response.status_code == 400
    assert "请填写来电号码" in response.text
    assert "稍后回电" in response.text


def test_letters_are_no_number(client, at, field_staff):
    client.force_login(field_staff)
    response = client.post(at("call_log"), {"key": "a", "outcome": "answered", "number": "zhang"})
    assert response.status_code == 400


def test_the_desk_has_script_and_answers(client, at, field_staff, shipped, answers):
    client.force_login(field_staff)
    text = client.get(at("hotline_desk")).text
    assert "开场和结束" in text
    assert "现在可以到哪里缴费" in text


def test_answers_are_found_by_any_word(client, at, field_staff, answers):
    client.force_login(field_staff)
    text = client.get(at("hotline_faq"), {"q": "滞纳金"}).text
    assert "滞纳金或停供" in text
    assert "现在可以到哪里缴费" not in text


def test_scripts_of_other_causes_are_left_out(client, at, field_staff, shipped):
    client.force_login(field_staff)
    text = client.get(at("hotline_desk")).text
    assert "停电或断网" in text
    assert "设备故障" not in text


@pytest.mark.parametrize("name", ["calls", "call_backs", "hotline_desk"])
def test_numbers_are_masked_everywhere(client, at, manager, owe, name):
    owe()
    client.force_login(manager)
    assert "13800001234" not in client.get(at(name)).text


def test_downloads_are_masked_too(client, at, manager, owe):
    owe()
    client.force_login(manager)
    content = b"".join(client.get(at("calls"), {"export": "csv"}).streaming_content).decode()
    assert "138****1234" in content
    assert "13800001234" not in content


def test_whoever_takes_a_call_back_sees_the_number(client, at, field_staff, owe):
    owe()
    client.force_login(field_staff)
    assert "13800001234" in client.post(at("call_back_next"), follow=True).text


def test_and_nobody_else_does(client, at, field_staff, manager, owe):
    owe()
    client.force_login(field_staff)
    client.post(at("call_back_next"))
    client.force_login(manager)
    assert "13800001234" not in client.get(at("call_backs")).text


def test_a_call_back_is_settled_on_the_page(client, at, field_staff, owe):
    row = owe()
    client.force_login(field_staff)
    client.post(at("call_back_take", row.pk))
    client.post(at("call_back_tried", row.pk), {"reached": "on", "note": "已告知"})
    row.refresh_from_db()
    assert (row.state, row.result) == ("done", "已告知")


def test_a_form_that_one_went_back_to_loses_no_second_call(client, at, field_staff):
    client.force_login(field_staff)
    first = {"key": "k", "outcome": "answered", "number": "13800001234", "told": "请到一楼"}
    second = {**first, "number": "13900005678", "told": "请到二楼"}
    client.post(at("call_log"), first)
    response = client.post(at("call_log"), second)
    assert "这张表已登记过一个来电" in response.text
    client.post(at("call_log"), {**second, "key": response.context["form"]["key"].value()})
    assert set(Call.objects.values_list("told", flat=True)) == {"请到一楼", "请到二楼"}


def test_a_note_that_is_too_long_is_no_attempt_and_the_number_stays(client, at, field_staff, owe):
    row = owe()
    client.force_login(field_staff)
    client.post(at("call_back_take", row.pk))
    response = client.post(at("call_back_tried", row.pk), {"reached": "on", "note": "长" * 501})
    row.refresh_from_db()
    assert response.status_code == 400
    assert (row.state, row.attempts, row.number) == ("taken", 0, "13800001234")


def test_a_coordinator_takes_over_what_somebody_left_with(client, at, field_staff, manager, owe):
    row = owe()
    client.force_login(field_staff)
    client.post(at("call_back_take", row.pk))
    client.force_login(manager)
    assert "接替" in client.get(at("call_backs")).text
    client.post(at("call_back_take", row.pk))
    row.refresh_from_db()
    assert row.assignee == manager


def test_a_stranger_finds_nothing(client, at, outsider):
    client.force_login(outsider)
    assert client.get(at("hotline_desk")).status_code == 404


def test_an_auditor_reads_and_does_not_answer(client, at, auditor):
    client.force_login(auditor)
    assert client.get(at("calls")).status_code == 200
    assert client.get(at("hotline_desk")).status_code == 403


def test_the_incidents_page_shows_how_it_does(client, hotline, manager, call):
    call()
    client.force_login(manager)
    text = client.get(reverse("incidents:hotline_figures", args=[hotline.incident.number])).text
    assert "12345" in text
    assert "接线台" in text


def test_the_substitutes_page_shows_how_it_does(client, hotline, manager):
    client.force_login(manager)
    assert "坐席安排" in client.get(reverse("incidents:substitute", args=[hotline.incident.number, hotline.pk])).text


@pytest.mark.parametrize("number", [3, 30])
def test_the_list_asks_the_same_number_of_questions(
    client, at, manager, hotline, number, django_assert_max_num_queries
):
    now = now_clock.now()
    for key in range(number):
        log_call(hotline, Heard(at=now, number="13800001234", call_back=True), key=str(key), actor=manager, now=now)
    client.force_login(manager)
    with django_assert_max_num_queries(16):
        client.get(at("calls"))


def test_field_staff_write_no_scripts(client, field_staff):
    client.force_login(field_staff)
    assert client.get(reverse("incidents:script_create")).status_code == 403


def test_what_ships_is_there_once_and_in_both_languages(shipped):
    before = Script.objects.count()
    sample.load(now_clock.now())
    assert Script.objects.count() == before
    assert not Script.objects.filter(text_en="").exists()


def test_agents_see_what_to_look_up_beside_what_they_say(client, at, field_staff, answers):
    client.force_login(field_staff)
    text = client.get(at("hotline_faq"), {"q": "滞纳金"}).text
    assert "不要承诺减免" in text
    assert "拨打 12345 登记" in text
