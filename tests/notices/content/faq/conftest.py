"""Questions of the FAQ."""

import pytest

from emergency_ops.lib.roles import Role
from notices.content.faq import actions, sample
from notices.content.faq.words import FaqWords
from tests.conftest import NOON

WORDS = {"question": "可以刷卡吗？", "answer": "可以。不清楚请拨打 {hotline}。"}


@pytest.fixture
def shipped(db):
    sample.load(NOON)


@pytest.fixture
def editor(make_person):
    return make_person("editor", Role.PUBLISHER, name="吴编")


@pytest.fixture
def propose(editor):
    """propose(question="…", by=editor): a question whose first text waits."""

    def make(by=editor, slug="", **words):
        return actions.create(FaqWords(**{**WORDS, **words}), slug=slug, actor=by, now=NOON)

    return make


@pytest.fixture
def told(propose, commander):
    """told(question="…"): a question whose answer is published."""

    def make(**words):
        return actions.publish(propose(**words), base=1, actor=commander, now=NOON)

    return make
