"""What anybody is told who has a sheet in their hand."""

from datetime import timedelta

import pytest

from notices.content import actions as notices
from notices.printing.walls.validity import typed
from tests.conftest import NOON

LATER = NOON + timedelta(minutes=30)


@pytest.fixture
def alert(make_notice, issued, incident):
    return issued(make_notice(incident, en=True))


@pytest.fixture
def code(alert, make_sheet, incident, site):
    return make_sheet(incident, site).sheet.check_code


@pytest.fixture
def quick(posting):
    return posting.sheet.check_code


@pytest.fixture
def ask(client, clock):
    def asked(code, status=200, **query):
        answer = client.get(f"/v/{code}", query)
        assert answer.status_code == status
        return answer.content.decode()

    return asked


def set_incident(incident, **fields):
    type(incident).objects.filter(pk=incident.pk).update(**fields)


def test_an_issued_notices_sheet_holds(ask, code):
    assert "这份公告有效" in ask(code)


def test_a_replaced_one_leads_to_the_new_one(ask, code, make_notice, issued, incident):
    update = issued(make_notice(incident, kind="update", words={"title": "新公告"}), now=LATER)
    page = ask(code)
    assert "已被新公告替代" in page
    assert f'href="/status/notices/{update.number}/"' in page
    assert "新公告" in page


def test_english_is_answered_in_english(ask, code, make_notice, issued, incident):
    update = issued(make_notice(incident, kind="update", en=True), now=LATER)
    page = ask(code, lang="en")
    assert '<html lang="en"' in page
    assert f'href="/status/en/notices/{update.number}/"' in page
    assert "Payment terminals out of service" in page


def test_the_newest_of_several_is_named(ask, code, make_notice, issued, incident):
    for minutes in (30, 40):
        newest = issued(make_notice(incident, kind="update"), now=NOON + timedelta(minutes=minutes))
    assert newest.number in ask(code)


@pytest.mark.parametrize("end", ["withdrawn", "expired"])
def test_a_new_one_that_has_ended_too_leads_to_the_status_page(ask, code, make_notice, issued, incident, end):
    update = issued(make_notice(incident, kind="update", words={"title": "新公告"}), now=LATER)
    type(update).objects.filter(pk=update.pk).update(status=end)
    page = ask(code)
    assert "最新公告：" not in page
    assert update.number not in page
    assert 'class="public__pay" href="/status/"' in page


def test_a_new_one_that_the_sweep_has_not_ended_yet_is_not_led_to(ask, code, make_notice, issued, incident, clock):
    update = issued(make_notice(incident, kind="update"), now=LATER)
    clock.move_to(update.expires_at)
    assert update.number not in ask(code)


@pytest.mark.parametrize(("language", "address"), [("zh-hans", "/faq/"), ("en", "/faq/en/")])
def test_it_leads_to_the_questions(ask, code, language, address):
    assert f'href="{address}"' in ask(code, lang=language)


def test_an_all_clear_says_that_all_is_well(ask, code, make_notice, issued, incident, site):
    issued(make_notice(incident, kind="all_clear", sites=[site]), now=LATER)
    assert "服务已恢复" in ask(code)


def test_a_withdrawn_one_says_since_when(ask, code, alert, publisher):
    notices.withdraw(alert, actor=publisher, now=LATER, reason="内部原因")
    page = ask(code)
    assert "已撤回" in page
    assert "2026-11-23 12:30" in page
    assert "内部原因" not in page


def test_an_expired_one_says_until_when(ask, code, alert, clock):
    notices.expire(alert, now=alert.expires_at)
    clock.move_to(alert.expires_at + timedelta(minutes=1))
    assert "已过期" in ask(code)


def test_an_expired_one_is_told_as_such_before_the_sweep_comes(ask, code, alert, clock):
    clock.move_to(alert.expires_at)
    assert "已过期" in ask(code)


def test_a_sheet_without_a_notice_holds_while_its_incident_runs(ask, quick):
    assert "这份公告有效" in ask(quick)


def test_a_newer_sheet_of_the_site_replaces_it(ask, quick, make_sheet, make_substitute, incident, site):
    make_substitute(incident, site=site)
    make_sheet(incident, site, LATER)
    assert "已被新公告替代" in ask(quick)


def test_a_notice_replaces_a_sheet_without_one(ask, quick, make_notice, issued, incident):
    notice = issued(make_notice(incident), now=LATER)
    assert notice.number in ask(quick)


def test_it_ends_with_its_incident(ask, quick, incident):
    set_incident(incident, status="restored", restored_at=LATER)
    page = ask(quick)
    assert "服务已恢复" in page
    assert "2026-11-23 12:30" in page


def test_a_false_alarms_sheet_is_withdrawn(ask, quick, incident):
    set_incident(incident, status="false_alarm")
    assert "已撤回" in ask(quick)


def test_a_merged_incidents_sheet_holds_while_the_other_runs(ask, quick, incident, make_incident):
    other = make_incident()
    set_incident(incident, status="merged", merged_into=other)
    assert "这份公告有效" in ask(quick)
    set_incident(other, status="closed", closed_at=LATER)
    assert "服务已恢复" in ask(quick)


def test_a_drills_sheet_says_so_and_leads_nowhere(ask, make_incident, site, make_sheet, make_notice, issued):
    drill = make_incident(site, is_drill=True)
    code = make_sheet(drill, site).sheet.check_code
    notice = issued(make_notice(drill), now=LATER)
    page = ask(code)
    assert "这是演练用的公告" in page
    assert "这份公告有效" not in page
    assert notice.number not in page


@pytest.mark.parametrize("code", ["ABCDEFGHJKLM", "x", "%3Cscript%3E", "A" * 300])
def test_an_unknown_code_gets_help(ask, code, db):
    page = ask(code, status=404)
    assert "没有这个公告编号" in page
    assert "12345" in page


def test_a_code_may_be_typed_with_blanks_and_in_small_letters(quick):
    assert typed(f" {quick[:4].lower()}-{quick[4:8]} {quick[8:]} ") == quick


def test_everybody_may_ask_with_one_query_and_keep_the_answer(client, quick, clock, django_assert_num_queries):
    with django_assert_num_queries(1):
        answer = client.get(f"/v/{quick}", HTTP_ACCEPT_LANGUAGE="en")
    assert answer["Cache-Control"] == "public, max-age=60"
    assert answer["Vary"] == "Accept-Language, Accept-Encoding"
    assert not answer.cookies
    assert "<script" not in answer.content.decode()


def test_nothing_internal_is_told(ask, quick, incident):
    page = ask(quick)
    assert incident.number not in page
    assert "周发" not in page


def test_a_cookie_changes_nothing(client, quick, clock):
    client.cookies["django_language"] = "en"
    assert '<html lang="zh-Hans"' in client.get(f"/v/{quick}").content.decode()


@pytest.mark.parametrize(("kind", "words"), [("alert", "已被新公告替代"), ("all_clear", "服务已恢复")])
def test_a_merged_incidents_sheet_is_worth_what_the_others_notice_says(
    kind, words, ask, code, incident, make_incident, make_notice, issued, site
):
    other = make_incident(site)
    set_incident(incident, status="merged", merged_into=other)
    issued(make_notice(other, kind=kind, sites=[site]), now=LATER)
    assert words in ask(code)


def test_a_quick_sheet_holds_no_longer_than_what_it_was_merged_into(ask, quick, incident, make_incident):
    two, three = make_incident(), make_incident()
    set_incident(incident, status="merged", merged_into=two)
    set_incident(two, status="merged", merged_into=three)
    set_incident(three, status="restored", restored_at=LATER)
    page = ask(quick)
    assert "服务已恢复" in page
    assert "2026-11-23 12:30" in page
