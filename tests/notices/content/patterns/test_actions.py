"""Templates are written, kept in versions, switched off; words to avoid are kept in a list."""

from dataclasses import replace

import pytest
from django.db import DatabaseError, transaction

from emergency_ops.lib.errors import Forbidden, Invalid, Refused
from notices.content.jargon import SHIPPED
from notices.content.patterns import actions, queries, sample
from notices.content.patterns.models import JargonWord, NoticeTemplate, TemplateVersion
from notices.content.patterns.rules import Features
from notices.content.patterns.shipped import PATTERNS
from tests.conftest import NOON

GENERAL = next(one for one in PATTERNS if (one.kind, one.language, one.cause, one.case) == ("alert", "zh-hans", "", ""))
ASKED = Features("alert", "zh-hans", category="external", scope="regional", case="terminals")


@pytest.fixture
def template(publisher):
    return actions.create(GENERAL, actor=publisher, now=NOON)


def words(**changes):
    return {**GENERAL.words, **changes}


def code_of(call):
    with pytest.raises(Refused) as refused:
        call()
    return refused.value.code


def test_saving_is_a_new_version(template, publisher):
    saved = actions.save(template, words(title="新的{area}"), seen=1, actor=publisher, now=NOON)
    assert (saved.version, template.versions.count()) == (2, 2)


def test_the_same_words_make_no_version(template, publisher):
    assert actions.save(template, words(), seen=1, actor=publisher, now=NOON).version == 1


def test_whoever_saved_meanwhile_is_not_overwritten(template, publisher):
    actions.save(template, words(title="别人的"), seen=1, actor=publisher, now=NOON)
    save = lambda: actions.save(template, words(title="我的"), seen=1, actor=publisher, now=NOON)  # noqa: E731
    assert code_of(save) == "template_changed"


def test_a_former_version_is_restored_as_a_new_one(template, publisher):
    actions.save(template, words(title="新的"), seen=1, actor=publisher, now=NOON)
    restored = actions.restore(template, 1, seen=2, actor=publisher, now=NOON)
    assert (restored.version, queries.version_of(restored).title) == (3, GENERAL.words["title"])


def test_an_unknown_placeholder_is_refused(template, publisher):
    save = lambda: actions.save(template, words(lead="因{reason}"), seen=1, actor=publisher, now=NOON)  # noqa: E731
    assert code_of(save) == "template_placeholder"


@pytest.mark.parametrize("field", list(GENERAL.words))
def test_an_empty_field_is_refused(template, publisher, field):
    with pytest.raises(Invalid):
        actions.save(template, words(**{field: " "}), seen=1, actor=publisher, now=NOON)


def test_two_active_templates_for_one_case_are_refused(template, publisher):
    assert code_of(lambda: actions.create(GENERAL, actor=publisher, now=NOON)) == "template_taken"


def test_one_that_is_switched_off_makes_room(template, publisher):
    actions.set_active(template, False, actor=publisher, now=NOON)
    actions.create(GENERAL, actor=publisher, now=NOON)
    assert code_of(lambda: actions.set_active(template, True, actor=publisher, now=NOON)) == "template_taken"


def test_what_the_organisation_wrote_goes_before_what_ships(template, publisher):
    actions.save(template, words(title="我们的{area}"), seen=1, actor=publisher, now=NOON)
    assert queries.best(ASKED).words["title"] == "我们的{area}"


def test_what_ships_holds_where_everything_is_switched_off(template, publisher):
    actions.set_active(template, False, actor=publisher, now=NOON)
    assert queries.best(ASKED).pk == 0


def test_a_version_never_changes(template):
    with pytest.raises(DatabaseError), transaction.atomic():
        TemplateVersion.objects.update(title="x")


def test_all_that_happens_is_kept(template, publisher):
    actions.save(template, words(title="新的"), seen=1, actor=publisher, now=NOON, note="更短")
    actions.set_active(template, False, actor=publisher, now=NOON)
    assert [event.kind for event in template.events.order_by("pk")] == ["created", "saved", "deactivated"]


def test_field_staff_only_read(template, field_staff):
    with pytest.raises(Forbidden):
        actions.save(template, words(), seen=1, actor=field_staff, now=NOON)


def test_what_ships_is_loaded_once(db):
    sample.load(NOON)
    sample.load(NOON)
    assert (NoticeTemplate.objects.count(), JargonWord.objects.count()) == (len(PATTERNS), len(SHIPPED))


def test_the_list_of_words_takes_the_place_of_what_ships(publisher):
    actions.save_word(JargonWord(word="甩站", instead="不停"), actor=publisher, now=NOON)
    assert [one.word for one in queries.jargon()] == ["甩站"]


def test_a_word_stands_there_once(publisher):
    actions.save_word(JargonWord(word="甩站"), actor=publisher, now=NOON)
    again = lambda: actions.save_word(JargonWord(word="甩站 "), actor=publisher, now=NOON)  # noqa: E731
    assert code_of(again) == "jargon_taken"


def test_auditors_do_not_change_the_list(auditor):
    with pytest.raises(Forbidden):
        actions.save_word(JargonWord(word="甩站"), actor=auditor, now=NOON)


def test_a_method_is_named_only_in_a_template_for_one(publisher):
    pattern = replace(GENERAL, words=words(title="{method}停用"))
    assert code_of(lambda: actions.create(pattern, actor=publisher, now=NOON)) == "template_placeholder"
    assert actions.create(replace(pattern, case="method"), actor=publisher, now=NOON).case == "method"
