"""Texts are proposed, published by somebody else, taken down by one; what was written stays."""

import pytest
from django.db import DatabaseError, transaction

from emergency_ops.lib.errors import Forbidden, Invalid, Refused
from incidents.response.hotline.models import FaqEntry
from notices.content.faq import actions, queries
from notices.content.faq.models import FaqEvent, FaqVersion
from notices.content.faq.words import FaqWords
from notices.content.models import ReviewRule
from tests.conftest import NOON

CHANGED = FaqWords("可以刷卡吗？", "可以，借记卡和信用卡都行。")


def test_nobody_is_told_what_is_only_proposed(propose):
    propose()
    assert queries.told("zh-hans") == []
    assert not FaqEntry.objects.exists()


def test_public_and_agents_are_told_the_same(told):
    item = told(note="先问卡种", topic="how", keywords="刷卡", rank=7)
    names = ("question", "answer", "note", "topic", "keywords", "rank")
    assert [getattr(item.entry, name) for name in names] == [getattr(item.in_force, name) for name in names]


def test_until_a_change_is_published_the_old_words_hold(told, editor):
    item = told()
    actions.save(item, CHANGED, base=1, actor=editor, now=NOON)
    item.refresh_from_db()
    assert (item.in_force.number, item.current.number, item.state) == (1, 2, "proposed")
    assert "hotline" in FaqEntry.objects.get().answer


def test_the_author_does_not_publish_alone(propose, editor):
    with pytest.raises(Refused) as refusal:
        actions.publish(propose(), base=1, actor=editor, now=NOON)
    assert refusal.value.code == "reason"


def test_in_an_emergency_the_author_may_and_it_is_recorded(propose, editor):
    actions.publish(propose(), base=1, actor=editor, now=NOON, override="深夜无人值班")
    event = FaqEvent.objects.get(kind="overridden")
    assert (event.actor, event.text) == (editor, "深夜无人值班")


def test_not_where_overriding_is_forbidden(propose, editor):
    ReviewRule.objects.create(kind="faq", may_override=False)
    with pytest.raises(Refused) as refusal:
        actions.publish(propose(), base=1, actor=editor, now=NOON, override="深夜无人值班")
    assert refusal.value.code == "second"


def test_where_one_is_enough_the_author_publishes(propose, editor):
    ReviewRule.objects.create(kind="faq", needs_second=False)
    assert actions.publish(propose(), base=1, actor=editor, now=NOON).state == "published"


@pytest.mark.parametrize("persona", ["field_staff", "auditor"])
def test_others_write_nothing(request, propose, persona):
    with pytest.raises(Forbidden):
        propose(by=request.getfixturevalue(persona))


def test_an_administrator_writes_and_does_not_publish(propose, administrator):
    item = propose(by=administrator)
    with pytest.raises(Forbidden):
        actions.publish(item, base=1, actor=administrator, now=NOON)


def test_who_was_overtaken_is_told(told, editor, commander):
    item = told()
    actions.save(item, CHANGED, base=1, actor=commander, now=NOON)
    with pytest.raises(Refused) as refusal:
        actions.save(item, FaqWords("可以刷卡吗？", "不可以。"), base=1, actor=editor, now=NOON)
    assert refusal.value.code == "changed"


def test_nothing_that_nobody_read_is_published(told, editor, commander):
    item = actions.save(told(), CHANGED, base=1, actor=editor, now=NOON)
    with pytest.raises(Refused) as refusal:
        actions.publish(item, base=1, actor=commander, now=NOON)
    assert refusal.value.code == "changed"


def test_the_same_again_is_no_version(told, editor):
    item = told()
    with pytest.raises(Refused):
        actions.save(item, FaqWords(item.current.question, item.current.answer), base=1, actor=editor, now=NOON)
    assert item.versions.count() == 1


def test_an_earlier_text_comes_back_as_a_new_version(told, editor):
    item = actions.save(told(), CHANGED, base=1, actor=editor, now=NOON)
    back = actions.restore(item, 1, actor=editor, now=NOON)
    assert (back.current.number, back.current.restored_from) == (3, 1)
    assert back.current.answer == item.versions.get(number=1).answer


def test_one_person_takes_an_answer_off_the_public_page(told, editor):
    item = actions.take_down(told(), "答复有误", actor=editor, now=NOON)
    assert queries.told("zh-hans") == []
    assert FaqEntry.objects.get().is_active
    assert item.in_force.number == 2


def test_a_text_that_is_sent_back_waits_no_more(propose, commander):
    item = actions.send_back(propose(), "请写明卡种", base=1, actor=commander, now=NOON)
    with pytest.raises(Refused):
        actions.publish(item, base=1, actor=commander, now=NOON)


@pytest.mark.parametrize("act", [actions.take_down, lambda *a, **k: actions.send_back(*a, base=1, **k)])
def test_a_reason_is_asked_for(told, commander, act):
    with pytest.raises(Invalid):
        act(told(), "错", actor=commander, now=NOON)


@pytest.mark.parametrize("field", ["question", "answer", "note"])
def test_an_unknown_placeholder_is_refused(propose, field):
    with pytest.raises(Invalid) as refusal:
        propose(**{field: "拨打 {hotlin} 或 {热线}"})
    assert "{hotlin}、{热线}" in str(refusal.value)


def test_english_comes_whole_or_not_at_all(propose):
    with pytest.raises(Invalid):
        propose(question_en="May I pay by card?")


def test_what_is_out_of_use_is_told_to_nobody(told):
    told(audience="nobody")
    assert queries.told("zh-hans") == []
    assert not FaqEntry.objects.filter(is_active=True).exists()


@pytest.mark.parametrize("slug", ["en", "priority", "card"])
def test_an_address_is_given_once(propose, slug):
    propose(slug="card")
    with pytest.raises(Invalid):
        propose(slug=slug)


def test_an_address_is_made_from_the_question(propose):
    assert [propose().slug, propose().slug] == ["keyishuakama", "keyishuakama-2"]


@pytest.mark.parametrize("model", [FaqVersion, FaqEvent])
def test_the_database_keeps_what_was_written(told, model):
    told()
    with pytest.raises(DatabaseError), transaction.atomic():
        model.objects.all().delete()
