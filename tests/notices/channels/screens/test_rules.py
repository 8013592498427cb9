"""What is decided about a screen, and how a text looks there."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notices.channels.screens import rules
from notices.channels.screens.rules import Decision, Seen, Verb, Wanted
from tests.conftest import NOON

LATER = NOON + timedelta(hours=4)


def text(key=1, state="wanted", wanted_at=NOON, until=LATER):
    return Wanted(key, state, wanted_at, until)


def seen(words="停", since=NOON, until=None, ours=False, ordered=True):
    return Seen(words, since, until, ours, ordered)


def decide(*texts, screen=None, showing=None, dirty_at=None, now=NOON):
    return rules.decide(texts, screen, showing=showing, dirty_at=dirty_at, now=now)


def test_nothing_known_of_the_screen_it_is_sent():
    assert decide(text()) == Decision(Verb.SHOW, 1)


def test_what_the_terminal_says_to_show_is_not_sent_again():
    assert decide(text(state="sent"), screen=seen(ours=True), showing=1).verb == Verb.SETTLED


def test_what_it_has_lost_is_sent_again():
    assert decide(text(state="shown"), screen=seen("", ordered=False), showing=1).verb == Verb.SHOW


def test_the_newest_is_shown():
    older = text(1, "shown", NOON - timedelta(hours=1))
    assert decide(older, text(2), screen=seen(ours=True), showing=1) == Decision(Verb.SHOW, 2)


def test_a_text_whose_time_is_over_is_not_shown():
    assert decide(text(until=NOON)).verb == Verb.DROP


@pytest.mark.parametrize(("words", "verb"), [("请稍候", Verb.COVERED), ("", Verb.COVERED)])
def test_what_a_person_orders_later_stays(words, verb):
    assert decide(text(), screen=seen(words, NOON + timedelta(minutes=1)), now=LATER - timedelta(hours=1)).verb == verb


def test_what_a_person_ordered_before_is_replaced():
    assert decide(text(), screen=seen(since=NOON - timedelta(minutes=1))).verb == Verb.SHOW


def test_what_may_stand_there_is_cleared():
    assert decide(text(state="leaving"), dirty_at=NOON).verb == Verb.CLEAR


def test_what_never_stood_there_needs_no_command():
    assert decide(text(state="leaving")).verb == Verb.DROP


def test_somebody_elses_text_is_not_cleared_with_ours():
    assert decide(text(state="leaving"), screen=seen(since=LATER), dirty_at=NOON).verb == Verb.YIELD


def test_one_that_may_have_come_over_somebody_elses_is_cleared():
    assert decide(text(state="leaving"), screen=seen(since=NOON), dirty_at=LATER).verb == Verb.CLEAR


def test_nothing_wanted_nothing_done():
    assert decide().verb == Verb.IDLE


def test_waits_grow_and_end_at_half_an_hour():
    waits = [rules.wait(attempts).total_seconds() for attempts in range(1, 9)]
    assert waits == sorted(waits)
    assert (waits[0], waits[-1]) == (15, 1800)


def test_good_news_ends_after_half_an_hour():
    assert rules.until("all_clear", NOON, LATER) == NOON + timedelta(minutes=30)
    assert rules.until("all_clear", NOON, NOON + timedelta(minutes=5)) == NOON + timedelta(minutes=5)
    assert rules.until("alert", NOON, LATER) == LATER


def test_lines_break_at_words_and_before_no_closing_sign():
    assert rules.lines("请到一楼大厅窗口，或拨打热线。", 8) == ["请到一楼大厅窗", "口，或拨打热线。"]
    assert rules.lines("Please pay at the counter", 10) == ["Please pay", "at the", "counter"]


@given(st.text(st.characters(exclude_categories=["Cs", "Cc", "Zs", "Zl", "Zp"])), st.integers(4, 60))
def test_lines_lose_nothing_and_are_never_too_long(words, length):
    lines = rules.lines(words, length)
    assert "".join(lines) == words
    assert all(0 < len(line) <= length for line in lines)
