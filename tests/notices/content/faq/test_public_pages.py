"""What anybody sees at /faq/."""

import re

import pytest

from notices.content.faq import actions
from notices.content.faq.models import FaqItem
from tests.conftest import NOON

ADDRESSES = ["/faq/", "/faq/en/", "/faq/cash/", "/faq/en/cash/", "/faq/priority/", "/faq/en/priority/"]


@pytest.mark.parametrize("address", [*ADDRESSES, "/faq/?q=现金", "/faq/en/?q=cash"])
def test_it_needs_no_login_no_cookie_and_no_script(client, shipped, address):
    answer = client.get(address)
    assert answer.status_code == 200
    assert not answer.cookies
    assert "Cookie" not in answer.get("Vary", "")
    assert "<script" not in answer.text
    assert answer["Cache-Control"] == "public, max-age=60"


@pytest.mark.parametrize("address", [*ADDRESSES, "/faq/none/", "/faq/?q=zzzz"])
def test_a_cash_route_and_a_phone_are_always_there(client, shipped, settings, address):
    settings.HOTLINE = "95598-9"
    text = client.get(address).text
    assert "tel:95598-9" in text
    assert "不另收费" in text or "no extra" in text or "nothing extra" in text


def test_the_placeholder_is_filled(client, shipped, settings):
    settings.HOTLINE = "400-810-1234"
    text = client.get("/faq/cash/").text
    assert "400-810-1234 问最近的收现金地点" in text
    assert "{" not in re.sub(r"<[^>]+>", "", text)


def test_an_answer_says_since_when_it_holds(client, shipped):
    assert "第 1 版，2026-11-23 起有效" in client.get("/faq/cash/").text


def test_nothing_found_says_so_and_gives_the_phone(client, shipped):
    text = client.get("/faq/?q=股票").text
    assert "没有找到“股票”" in text
    assert "tel:" in text


def test_markup_in_a_search_ends_as_text(client, shipped):
    text = client.get("/faq/", {"q": "<script>alert(1)</script>"}).text
    assert "<script>" not in text
    assert "&lt;script&gt;" in text


def test_markup_in_an_answer_ends_as_text(client, told):
    told(question="<b>粗</b>", answer="<img src=x onerror=alert(1)>", slug="markup")
    assert "<img" not in client.get("/faq/markup/").text
    assert "<b>粗" not in client.get("/faq/").text


def test_english_reads_english_and_falls_back_to_chinese(client, told):
    told(slug="only-chinese")
    text = client.get("/faq/en/").text
    assert 'href="/faq/en/only-chinese/" lang="zh-Hans" hreflang="zh-Hans">可以刷卡吗？' in text


def test_an_answer_that_was_taken_down_is_gone(client, shipped, commander):
    actions.take_down(FaqItem.objects.get(slug="cash"), "正在核对", actor=commander, now=NOON)
    assert client.get("/faq/cash/").status_code == 404


def test_what_waits_is_not_shown(client, propose):
    propose(slug="waits")
    assert client.get("/faq/waits/").status_code == 404
    assert "可以刷卡吗" not in client.get("/faq/").text


def test_the_note_for_agents_is_not_shown(client, told):
    told(note="内部提示", note_en="inside only", question_en="Card?", answer_en="Yes.", slug="noted")
    assert "内部提示" not in client.get("/faq/noted/").text
    assert "inside only" not in client.get("/faq/en/noted/").text


def test_what_has_not_changed_is_not_sent_again(client, shipped):
    tag = client.get("/faq/")["ETag"]
    assert client.get("/faq/", headers={"if-none-match": tag}).status_code == 304


@pytest.mark.parametrize("number", [10, 100])
@pytest.mark.parametrize("address", ["/faq/", "/faq/?q=刷卡"])
def test_one_query_for_any_number_of_answers(client, told, django_assert_num_queries, number, address):
    for _ in range(number):
        told()
    with django_assert_num_queries(1):
        client.get(address)


def test_the_phone_comes_first_for_those_who_come_first(client, shipped):
    text = client.get("/faq/priority/").text
    assert 0 < text.index("faq-dial") < text.index("谁先办")


def test_without_any_answer_there_is_still_the_phone(client, db):
    assert "请拨打热线问我们" in client.get("/faq/").text


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_it_is_only_read(client, db, method):
    assert getattr(client, method)("/faq/").status_code == 405
