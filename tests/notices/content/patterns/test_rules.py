"""Which template is chosen."""

import itertools
import random

import pytest

from notices.content.patterns.rules import Features, Pattern, choose
from notices.content.patterns.shipped import PATTERNS

ASKED = Features("alert", "zh-hans", category="external", cause="power", scope="regional", case="terminals")


def pattern(pk, cause="", scope="", case="", kind="alert", language="zh-hans"):
    return Pattern(kind, language, {}, cause, scope, case, pk)


GENERAL, REGION, CATEGORY, CAUSE = pattern(1), pattern(2, scope="regional"), pattern(3, "external"), pattern(4, "power")
CASE = pattern(5, case="terminals")


def test_the_general_one_serves_where_nothing_else_does():
    assert choose([GENERAL, pattern(9, "hardware"), pattern(8, scope="site_wide")], ASKED) == GENERAL


@pytest.mark.parametrize(("less", "more"), list(itertools.pairwise([GENERAL, REGION, CATEGORY, CAUSE, CASE])))
def test_the_more_specific_one_is_chosen(less, more):
    assert choose([less, more], ASKED) == choose([more, less], ASKED) == more


def test_of_equals_the_older_one_is_chosen():
    assert choose([pattern(7), pattern(6)], ASKED) == pattern(6)


def test_the_order_does_not_matter():
    several = [GENERAL, REGION, CATEGORY, CAUSE, CASE]
    random.Random(1).shuffle(several)
    assert choose(several, ASKED) == CASE


def test_another_language_or_kind_never_fits():
    assert choose([pattern(1, language="en"), pattern(2, kind="update")], ASKED) is None


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("case", ["terminals", "method"])
@pytest.mark.parametrize("category", ["hardware", "software", "external", "human"])
@pytest.mark.parametrize("kind", ["alert", "update", "all_clear", "maintenance"])
def test_something_ships_for_every_case(kind, category, case, language):
    asked = Features(kind, language, category=category, scope="network_wide", case=case)
    assert choose(PATTERNS, asked) is not None


def test_a_false_alarm_has_words_of_its_own():
    asked = Features("all_clear", "zh-hans", category="software", scope="regional", case="false_alarm")
    found = choose(PATTERNS, asked)
    assert found is not None
    assert found.case == "false_alarm"
