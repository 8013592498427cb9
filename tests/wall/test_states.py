import pytest
from hypothesis import given
from hypothesis import strategies as st

from emergency_ops.wall.states import Counts, TileState, state_of

COUNTS = st.builds(Counts, *[st.integers(0, 50)] * 6)


@pytest.mark.parametrize(
    ("counts", "state"),
    [
        (Counts(working=10), TileState.WORKING),
        (Counts(working=99, degraded=1), TileState.FEW),
        (Counts(working=9, degraded=1), TileState.TOUCHED),
        (Counts(working=8, stopped=2), TileState.HIT),
        (Counts(working=5, stopped=5), TileState.DOWN),
        (Counts(working=9, unknown=1), TileState.UNKNOWN),
        (Counts(unknown=8, stopped=2), TileState.UNKNOWN),
        (Counts(working=3, maintenance=7), TileState.MAINTENANCE),
        (Counts(closed=4), TileState.CLOSED),
        (Counts(working=4, closed=6), TileState.WORKING),
        (Counts(), TileState.CLOSED),
    ],
)
def test_a_place_shows_its_worst_share(counts, state):
    assert state_of(counts) == state


@given(COUNTS)
def test_only_a_place_where_all_that_is_open_works_is_shown_as_working(counts):
    if state_of(counts) == TileState.WORKING:
        assert counts.working == counts.total - counts.closed


@given(COUNTS, COUNTS)
def test_counts_add_up(one, other):
    assert (one + other).total == one.total + other.total
