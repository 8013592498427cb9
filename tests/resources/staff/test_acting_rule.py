"""Who acts for a post, by the rule, against a slow look at every minute."""

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resources.staff.rules.acting import Acting, Facts, Holding, Reason, Span, who_acts, who_is_next
from tests.conftest import NOON

MINUTES = 24
PEOPLE = st.integers(1, 5)


def at(minute):
    return NOON + timedelta(minutes=minute)


def minutes_of(spans):
    """{(person, minute)} of spans, read minute by minute; -1 stands for all that was before."""
    found = set()
    for span in spans:
        for minute in range(-1, MINUTES):
            begun = span.start is None or (minute >= 0 and span.start <= at(minute))
            ended = span.end is not None and minute >= 0 and span.end <= at(minute)
            if begun and not ended:
                found.add((span.person, minute))
    return found


def chair(facts, role, minute):
    return next(iter(p for p, m in minutes_of(h for h in facts.holdings if h.role == role) if m == minute), None)


def obvious(facts, minute):
    """The rule read aloud: (person, as what, why, for whom)."""
    away, silent, covers = minutes_of(facts.away), minutes_of(facts.silent), minutes_of(facts.covers)
    a, b = chair(facts, "A", minute), chair(facts, "B", minute)
    if a is None:
        why = "a_vacant"
    elif a in facts.closed:
        why = "a_closed"
    elif (a, minute) in away:
        why = "a_away"
    elif (a, minute) in silent:
        why = "a_silent"
    else:
        return a, "A", "holds", None
    cover = next((person for person, m in covers if m == minute), None)
    for person, role in ((b, "B"), (cover, "cover"), (facts.head, "head")):
        if person not in (None, a) and person not in facts.closed and (person, minute) not in away:
            return person, role, why, a
    return (a, "A", "last_resort", None) if why == "a_silent" else None


def obvious_since(facts, minute):
    """Back minute by minute while the same person acts as the same; None: since before all that is known."""
    who = obvious(facts, minute)[:2]
    for earlier in range(minute, -2, -1):
        then = obvious(facts, earlier)
        if then is None or then[:2] != who:
            return at(earlier + 1)
    return None


@st.composite
def chain(draw, make, most=4):
    """Spans of one kind that follow one another without overlapping, as the database keeps them."""
    cuts = sorted(draw(st.sets(st.integers(1, MINUTES - 1), max_size=most)))
    bounds = [None, *map(at, cuts), None]
    return [make(draw(PEOPLE), *pair) for pair in pairwise(bounds) if draw(st.booleans())]


@st.composite
def facts(draw):
    holdings = [held for role in "AB" for held in draw(chain(lambda p, s, e, role=role: Holding(p, s, e, role)))]
    away = [gone for person in range(1, 6) for gone in draw(chain(lambda p, s, e, one=person: Span(one, s, e), 2))]
    return Facts(
        tuple(draw(st.permutations(holdings))),
        tuple(away),
        tuple(draw(chain(Span))),
        draw(st.none() | PEOPLE),
        draw(st.frozensets(PEOPLE, max_size=1)),
        tuple(draw(chain(Span, 2))),
    )


@given(facts(), st.integers(0, MINUTES - 1))
def test_is_what_a_slow_look_at_every_minute_says(known, minute):
    found = who_acts(known, at(minute))
    assert (found and (found.person, found.role, found.reason, found.acting_for)) == obvious(known, minute)


@given(facts(), st.integers(0, MINUTES - 1))
def test_since_is_when_a_slow_walk_back_ends(known, minute):
    found = who_acts(known, at(minute))
    if found and found.reason != Reason.A_CLOSED:
        assert found.since == obvious_since(known, minute)


@given(facts(), st.integers(0, MINUTES - 1))
def test_next_is_who_would_act_without_a(known, minute):
    a = chair(known, "A", minute)
    without = replace(known, away=(*known.away, Span(a))) if a else known
    found, then = who_is_next(known, at(minute)), who_acts(without, at(minute))
    assert (found and (found.person, found.role)) == (then and (then.person, then.role))


A, B = Holding(1, None, None, "A"), Holding(2, None, None, "B")
LEAVE = Span(1, at(5), at(10))


class TestRule:
    def test_a_holds(self):
        assert who_acts(Facts((B, A)), NOON) == Acting(1, "A", Reason.HOLDS)

    def test_b_acts_for_a_since_a_went(self):
        assert who_acts(Facts((A, B), (LEAVE,)), at(7)) == Acting(2, "B", Reason.A_AWAY, 1, at(5))

    def test_a_is_back_at_the_end_of_the_absence(self):
        assert who_acts(Facts((A, B), (LEAVE,)), at(10)) == Acting(1, "A", Reason.HOLDS, None, at(10))

    def test_b_acts_where_nobody_is_a(self):
        assert who_acts(Facts((B,)), NOON) == Acting(2, "B", Reason.A_VACANT)

    def test_b_acts_for_a_whose_account_is_closed(self):
        assert who_acts(Facts((A, B), closed=frozenset({1})), NOON) == Acting(2, "B", Reason.A_CLOSED, 1)

    def test_b_acts_for_a_who_did_not_answer(self):
        assert who_acts(Facts((A, B), silent=(Span(1, at(5)),)), at(6)) == Acting(2, "B", Reason.A_SILENT, 1, at(5))

    def test_a_who_answered_acts_again(self):
        assert who_acts(Facts((A, B), silent=(Span(1, at(5), at(9)),)), at(9)).person == 1

    def test_the_cover_acts_when_both_are_away(self):
        known = Facts((A, B), (LEAVE, Span(2)), covers=(Span(3),))
        assert who_acts(known, at(7)) == Acting(3, "cover", Reason.A_AWAY, 1, at(5))

    def test_the_head_acts_without_a_cover(self):
        assert who_acts(Facts((A, B), (LEAVE, Span(2)), head=4), at(7)) == Acting(4, "head", Reason.A_AWAY, 1, at(5))

    def test_nobody(self):
        assert who_acts(Facts((A, B), (LEAVE, Span(2))), at(7)) is None

    def test_not_to_answer_leaves_no_post_with_nobody(self):
        assert who_acts(Facts((A,), silent=(Span(1),)), NOON) == Acting(1, "A", Reason.LAST_RESORT)

    @pytest.mark.parametrize(("minute", "person"), [(0, 1), (59, 1), (60, None)])
    def test_the_begin_is_part_of_the_time_and_the_end_is_not(self, minute, person):
        found = who_acts(Facts((Holding(1, at(0), at(60), "A"),)), at(minute))
        assert (found and found.person) == person
