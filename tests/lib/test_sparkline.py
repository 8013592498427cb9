"""Geometry of the small chart."""

from emergency_ops.lib.sparkline import sparkline


def test_a_missing_value_is_a_gap_not_a_zero():
    assert len(sparkline([1, 2, None, 3, 4]).lines) == 2


def test_nothing_known_draws_nothing():
    chart = sparkline([None, None])
    assert (chart.lines, chart.last, chart.above) == ((), None, False)


def test_no_values_at_all():
    assert sparkline([]).lines == ()


def test_the_highest_value_is_on_top_and_zero_at_the_bottom():
    assert sparkline([0, 10]).lines == ("2,26 118,2",)


def test_a_flat_line_of_zeros_lies_at_the_bottom():
    assert sparkline([0, 0]).lines == ("2,26 118,26",)


def test_the_threshold_is_within_the_chart():
    assert sparkline([1, 2], threshold=4).threshold == 2


def test_only_the_last_value_decides_whether_it_is_above():
    assert sparkline([9, 6], threshold=5).above
    assert not sparkline([9, 4], threshold=5).above
