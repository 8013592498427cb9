"""Sentences with facts in them, in which words follow numbers."""

import pytest
from django.utils.translation import gettext_lazy, ngettext_lazy, override

from emergency_ops.lib.facts import told

EXTENT = gettext_lazy("影响范围扩大为%(scope)s，共%(counted_terminals)s、%(counted_sites)s。")
CANCELLED = ngettext_lazy("取消%(count)s项未完成的任务。", "取消%(count)s项未完成的任务。", "count")


@pytest.mark.parametrize(
    ("terminals", "sites", "said"),
    [(1, 1, "1 terminal, 1 site."), (2, 1, "2 terminals, 1 site."), (2, 2, "2 terminals, 2 sites.")],
)
def test_each_count_of_a_sentence_has_its_own_words(terminals, sites, said):
    with override("en"):
        assert told(EXTENT, {"scope": "A", "terminals": terminals, "sites": sites}).endswith(said)


def test_chinese_has_one_form():
    assert told(EXTENT, {"scope": "A", "terminals": 1, "sites": 2}) == "影响范围扩大为A，共1台终端、2个网点。"


@pytest.mark.parametrize(("count", "said"), [(1, "1 unfinished task cancelled."), (2, "2 unfinished tasks cancelled.")])
def test_a_fact_decides_on_the_whole_sentence(count, said):
    with override("en"):
        assert told(CANCELLED, {"count": count}) == said


@pytest.mark.parametrize(("facts", "said"), [({}, "—"), ({"count": "some"}, "some")])
def test_what_is_missing_or_no_number_counts_as_many(facts, said):
    with override("en"):
        assert told(CANCELLED, facts) == f"{said} unfinished tasks cancelled."


def test_a_count_that_is_missing_is_a_dash():
    assert told(EXTENT, {"scope": "A"}) == "影响范围扩大为A，共—台终端、—个网点。"


def test_facts_are_shown_as_people_read_them():
    shown = {"scope": str.upper, "terminals": int, "sites": int}
    facts = {"scope": "a", "terminals": 1, "sites": 1}
    assert told(EXTENT, facts, lambda name, value: shown[name](value)) == "影响范围扩大为A，共1台终端、1个网点。"
