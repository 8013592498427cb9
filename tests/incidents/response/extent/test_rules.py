"""Periods of a terminal: joined, cut, ended."""

from datetime import UTC, datetime

import pytest

from incidents.response.extent.rules import Period, ended, joined, without


def at(hour):
    return None if hour is None else datetime(2026, 11, 23, hour, tzinfo=UTC)


def periods(*spans):
    return [Period(at(since), at(until)) for since, until in spans]


def spans(found):
    return [(one.since.hour, one.until and one.until.hour) for one in found]


@pytest.mark.parametrize(
    ("known", "wanted"),
    [
        ([(1, 2), (3, 4)], [(1, 2), (3, 4)]),
        ([(1, 3), (2, 4)], [(1, 4)]),
        ([(1, 2), (2, 4)], [(1, 4)]),
        ([(1, None), (2, 4)], [(1, None)]),
        ([(3, None), (1, 2)], [(1, 2), (3, None)]),
    ],
)
def test_what_overlaps_or_touches_becomes_one(known, wanted):
    assert spans(joined(periods(*known))) == wanted


@pytest.mark.parametrize(
    ("cut", "wanted"),
    [
        ((2, 3), [(1, 2), (3, None)]),
        ((0, 4), [(4, None)]),
        ((4, None), [(1, 4)]),
        ((0, None), []),
        ((0, 1), [(1, None)]),
    ],
)
def test_a_time_is_cut_out(cut, wanted):
    assert spans(without(periods((1, None)), at(cut[0]), at(cut[1]))) == wanted


def test_only_what_is_open_ends():
    assert spans(ended(periods((1, 2), (3, None)), at(5))) == [(1, 2), (3, 5)]


def test_an_end_that_a_person_sets_is_marked():
    assert [one.by_hand for one in ended(periods((1, 2), (3, None)), at(5))] == [False, True]
