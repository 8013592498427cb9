"""Numbers, validity, leases, settings."""

from datetime import date, timedelta

import pytest

from notices.content.nearby import Atlas, Candidate, distance_km
from notices.content.snapshot import label
from notices.printing import rules
from tests.conftest import NOON

PEOPLES_SQUARE = (31.2304, 121.4737)


@pytest.mark.parametrize(
    ("count", "number"), [(1, "GG-20261123-0001"), (9999, "GG-20261123-9999"), (12345, "GG-20261123-12345")]
)
def test_numbers(count, number):
    assert rules.number(date(2026, 11, 23), count) == number


@pytest.mark.parametrize(
    ("until", "valid"),
    [
        (NOON + timedelta(hours=4), timedelta(hours=28)),
        (None, timedelta(hours=72)),
        (NOON - timedelta(hours=1), timedelta(hours=72)),
    ],
)
def test_validity(until, valid):
    assert rules.expires_at(until, NOON) == NOON + valid


def test_a_large_document_gets_a_longer_lease_up_to_the_time_limit():
    assert rules.lease(1) < rules.lease(100) < timedelta(seconds=120) < rules.lease(10_000)
    assert rules.lease(10_000) == rules.LONGEST_LEASE


def test_the_nearest_site_within_reach():
    atlas = Atlas(
        [
            Candidate(1, "远", "", 31.28, 121.47),
            Candidate(2, "近", "路1号", 31.24, 121.48),
            Candidate(3, "外地", "", 32.0, 118.8),
        ]
    )
    found = atlas.nearest(*PEOPLES_SQUARE)
    assert found is not None
    assert (found.name, round(found.km, 1)) == ("近", 1.2)


@pytest.mark.parametrize("where", [(None, None), (45.0, 121.0)])
def test_nobody_is_sent_far_or_from_an_unknown_place(where):
    assert Atlas([Candidate(1, "近", "", 31.24, 121.48)]).nearest(*where) is None


def test_distance_of_shanghai_and_nanjing():
    assert distance_km(31.2304, 121.4737, 32.0603, 118.7969) == pytest.approx(270, abs=3)


@pytest.mark.parametrize("notices", [1, 10, 100, 500])
def test_what_hangs_is_stopped_before_the_worker_is_and_before_its_lease_ends(notices, settings):
    assert rules.time_limit(notices) < rules.lease(notices)
    assert rules.time_limit(notices).total_seconds() < settings.CELERY_TASK_SOFT_TIME_LIMIT


@pytest.mark.parametrize(
    ("terminal", "shown"), [("310101-0001-03", "03号"), ("310101-0001-A1", "A1"), ("ZZ-17", "ZZ-17"), ("17", "17号")]
)
def test_a_terminal_is_named_as_people_see_it(terminal, shown):
    assert label(terminal, "310101-0001") == shown
