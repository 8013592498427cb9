"""Marks at round numbers."""

from emergency_ops.lib.charts.scales import Scale, nice_step, ticks


def test_marks_are_round_and_the_last_is_not_below_the_highest():
    assert ticks(23.4) == [0, 5, 10, 15, 20, 25]


def test_pieces_have_whole_marks():
    assert ticks(2, whole=True) == [0, 1, 2]


def test_nothing_yet_has_a_scale_all_the_same():
    assert ticks(0) == [0, 1]


def test_small_shares_have_small_steps():
    assert nice_step(0.004, 5) == 0.001


def test_what_lies_outside_goes_to_the_edge():
    scale = Scale(0, 10, 100, 200)
    assert (scale(-5), scale(5), scale(50)) == (100, 150, 200)


def test_a_scale_without_extent_stays_at_its_start():
    assert Scale(3, 3, 10, 90)(3) == 10
