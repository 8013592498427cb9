"""Who is suggested: nearest first, of those who are on duty and trained."""

from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from incidents.response.dispatch.rules.ranking import Bar, Candidate, Duty, Fit, Load, bars, rank, spread

NEAR = Candidate(1, "近", Duty.ON_SHIFT, Fit.HELD, 2.0)
FAR = Candidate(2, "远", Duty.ON_SHIFT, Fit.HELD, 40.0)

#: on a busy machine the first example may take seconds
patiently = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
loads = st.builds(Load, st.integers(0, 3), st.integers(0, 3), st.integers(0, 2))
candidates = st.builds(
    Candidate,
    person=st.integers(1, 10**6),
    name=st.sampled_from("甲乙丙"),
    duty=st.sampled_from(Duty),
    fit=st.sampled_from(Fit),
    kilometres=st.none() | st.floats(0, 2000),
    load=loads,
    away=st.booleans(),
    busy=st.booleans(),
    asked=st.booleans(),
)
several = st.lists(candidates, max_size=12, unique_by=lambda one: one.person)


def first(*people):
    return rank(people)[0].candidate


def test_the_nearest_comes_first():
    assert first(FAR, NEAR) == NEAR


def test_on_the_same_way_the_lightest_load_comes_first():
    assert first(replace(NEAR, load=Load(dispatches=1)), replace(FAR, kilometres=2.0)) == replace(FAR, kilometres=2.0)


def test_a_load_does_not_outweigh_the_way():
    busy = replace(NEAR, load=Load(tasks=3))
    assert first(FAR, busy) == busy


def test_unknown_hours_come_after_whoever_is_on_duty():
    assert first(replace(NEAR, duty=Duty.UNPLANNED), FAR) == FAR


def test_an_unknown_way_counts_as_a_long_one():
    assert first(replace(NEAR, kilometres=None), FAR) == FAR


def test_each_bar_is_named():
    off = replace(NEAR, duty=Duty.OFF, fit=Fit.MISSING, busy=True, asked=True)
    assert bars(off) == (Bar.OFF_DUTY, Bar.UNTRAINED, Bar.BUSY, Bar.ASKED)


def test_whoever_is_away_is_not_also_called_off_duty():
    assert bars(replace(NEAR, away=True, duty=Duty.OFF)) == (Bar.AWAY,)


@patiently
@given(several)
def test_everybody_is_ranked_once(people):
    assert sorted(one.candidate.person for one in rank(people)) == sorted(one.person for one in people)


@patiently
@given(several)
def test_nobody_who_cannot_go_stands_before_one_who_can(people):
    able = [one.can_go for one in rank(people)]
    assert able == sorted(able, reverse=True)


@patiently
@given(several)
def test_those_on_duty_stand_by_their_way(people):
    sure = [
        one.candidate.minutes
        for one in rank(people)
        if one.can_go and one.candidate.duty in (Duty.ON_SHIFT, Duty.ACTING)
    ]
    assert sure == sorted(sure)


@patiently
@given(several, st.randoms())
def test_the_order_of_the_rows_does_not_matter(people, random):
    shuffled = random.sample(people, len(people))
    assert rank(shuffled) == rank(people)


@patiently
@given(st.lists(several, max_size=4))
def test_nobody_is_spread_over_two_sites(sites):
    chosen = spread((number, rank(people)) for number, people in enumerate(sites))
    people = [one.candidate.person for one in chosen.values()]
    assert len(people) == len(set(people))
    assert all(one.can_go for one in chosen.values())


@patiently
@given(several)
def test_a_single_site_gets_the_first_who_can_go(people):
    ranked = rank(people)
    chosen = spread([(7, ranked)])
    assert chosen.get(7) == next((one for one in ranked if one.can_go), None)
