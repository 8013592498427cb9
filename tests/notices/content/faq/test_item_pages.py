"""The pages of those who write and publish answers."""

import pytest
from django.urls import reverse

from notices.content.faq import actions
from notices.content.faq.models import FaqItem
from notices.content.faq.words import FaqWords
from tests.conftest import NOON

DATA = {"base": 0, "question": "能刷卡吗", "answer": "可以", "topic": "how", "rank": 5, "audience": "public"}


@pytest.fixture
def at():
    return lambda item, name="item", *rest: reverse(f"answers:{name}", args=[item.pk, *rest])


def test_an_editor_writes_and_another_publishes(client, editor, commander, at):
    client.force_login(editor)
    client.post(reverse("answers:create"), DATA)
    item = FaqItem.objects.get()
    client.force_login(commander)
    client.post(at(item, "publish"), {"base": 1})
    assert "能刷卡吗" in client.get("/faq/").text


def test_a_refusal_keeps_what_was_written(client, editor, propose):
    client.force_login(editor)
    answer = client.post(reverse("answers:create"), {**DATA, "answer": "请拨打 {phone}", "keywords": "银联"})
    assert answer.status_code == 400
    assert "不认识占位符 {phone}" in answer.text
    assert "银联" in answer.text


def test_the_author_is_asked_for_a_reason(client, editor, propose, at):
    client.force_login(editor)
    answer = client.post(at(propose(), "publish"), {"base": 1})
    assert answer.status_code == 409
    assert "情况紧急的，请写明理由" in answer.text


def test_an_edit_shows_what_is_new_and_what_is_gone(client, editor, told, at):
    item = told()
    client.force_login(editor)
    client.post(at(item, "edit"), {**DATA, "base": 1, "question": "可以刷卡吗？", "answer": "可以。借记卡也行。"})
    text = client.get(at(item)).text
    assert "<ins>" in text
    assert "<del>" in text


def test_who_was_overtaken_keeps_the_text(client, editor, commander, told, at):
    item = told()
    actions.save(item, FaqWords("可以刷卡吗？", "可以。"), base=1, actor=commander, now=NOON)
    client.force_login(editor)
    answer = client.post(at(item, "edit"), {**DATA, "base": 1, "answer": "只收借记卡"})
    assert answer.status_code == 400
    assert "别人已保存了新的版本" in answer.text
    assert "只收借记卡" in answer.text


def test_an_old_version_is_restored(client, editor, told, at):
    item = actions.save(told(), FaqWords("可以刷卡吗？", "可以。"), base=1, actor=editor, now=NOON)
    client.force_login(editor)
    client.post(at(item, "restore", 1))
    item.refresh_from_db()
    assert item.current.restored_from == 1


def test_two_versions_are_compared(client, editor, told, at):
    item = actions.save(told(), FaqWords("可以刷卡吗？", "不可以。"), base=1, actor=editor, now=NOON)
    client.force_login(editor)
    assert "<ins>不</ins>" in client.get(at(item, "version", 2)).text


@pytest.mark.parametrize("wanted", ["x", "99999999999999999999", "²"])
def test_a_version_that_there_is_not_is_not_compared(client, editor, told, at, wanted):
    client.force_login(editor)
    assert client.get(at(told(), "version", 1), {"with": wanted}).status_code == 200


def test_everybody_reads_and_field_staff_write_nothing(client, field_staff, told, at):
    item = told()
    client.force_login(field_staff)
    assert client.get(at(item)).status_code == 200
    assert client.get(at(item, "edit")).status_code == 403
    assert client.post(at(item, "publish"), {"base": 1}).status_code == 403


def test_a_visitor_is_asked_to_log_in(client, told, at):
    assert client.get(at(told())).status_code == 302


def test_what_waits_is_told_to_those_who_may_publish(client, commander, propose):
    propose()
    client.force_login(commander)
    assert "有 1 个问题的新版本待您审核发布" in client.get(reverse("answers:list")).text


@pytest.mark.parametrize(
    ("query", "seen"), [({"state": "proposed"}, False), ({"audience": "public"}, True), ({"text": "keyi"}, True)]
)
def test_the_list_is_filtered(client, commander, told, query, seen):
    told(rank=1)
    client.force_login(commander)
    assert ("可以刷卡吗" in client.get(reverse("answers:list"), query).text) == seen


@pytest.mark.parametrize("number", [10, 100])
def test_the_list_asks_the_same_number_of_questions(client, commander, told, number, django_assert_max_num_queries):
    for _ in range(number):
        told()
    client.force_login(commander)
    with django_assert_max_num_queries(9):
        client.get(reverse("answers:list"))


def test_the_list_is_downloaded(client, commander, told):
    told()
    client.force_login(commander)
    content = b"".join(client.get(reverse("answers:list"), {"export": "csv"}).streaming_content).decode()
    assert "公众和坐席" in content
