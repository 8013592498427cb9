"""What charts draw: gaps, limits, looks."""

import re
from datetime import datetime, timedelta
from xml.etree import ElementTree

import pytest

from emergency_ops.lib.charts.bars import Bar, Bars
from emergency_ops.lib.charts.columns import Columns
from emergency_ops.lib.charts.drawing import NARROW, WIDE
from emergency_ops.lib.charts.gantt import Course, Gantt, Phase
from emergency_ops.lib.charts.lettering import shortened, width
from emergency_ops.lib.charts.lines import Lines, Series
from emergency_ops.lib.charts.plane import Threshold
from emergency_ops.lib.charts.slots import NamedSlots, TimeSlots
from emergency_ops.lib.charts.words import count, kept_per_cent, maybe
from emergency_ops.lib.clock import SHANGHAI

START = datetime(2026, 11, 22, tzinfo=SHANGHAI)
HOURS = TimeSlots(START, timedelta(hours=1), 4)
LIMIT = Threshold(30, "30")


def written(value):
    return f"{value:g}"


def lines(*values, **more):
    return Lines(HOURS, [Series("a", values)], written, **more)


def body(chart, frame=WIDE):
    return chart.draw(frame, "p").body


def test_a_gap_parts_a_line():
    found = re.search(r'chart__line--1" d="([^"]*)"', body(lines(1, 2, None, 3)))
    assert found
    assert found[1].count("M") == 1


def test_a_lone_value_is_a_mark():
    assert "chart__mark--1" in body(lines(None, 2, None, None))


def test_what_nobody_knows_is_hatched():
    assert body(lines(1, None, None, 2)).count("chart__unknown") == 1
    assert "chart__unknown" not in body(lines(1, 1, 1, 1))


def test_what_has_not_begun_is_not_hatched():
    assert "chart__unknown" not in body(lines(1, 2, None, None, blank=[False] * 4))


def test_a_limit_is_seen_where_all_values_are_below_it():
    drawn = lines(1, 1, 1, 1, threshold=LIMIT).draw(WIDE, "p")
    assert 0 < float(re.search(r'chart__limit" d="M[\d.]+ ([\d.]+)', drawn.body)[1]) < drawn.height


def test_a_zero_is_a_value_and_nothing_is_a_gap_of_columns():
    assert body(Columns(HOURS, [Series("a", [0, 1, None, 1])], written)).count("chart__unknown") == 1


def test_columns_lie_on_top_of_each_other():
    chart = Columns(HOURS, [Series("a", [4, 0, 0, 0]), Series("b", [6, 0, 0, 0])], written)
    low, high = (float(found) for found in re.findall(r'd="M[\d.]+ ([\d.]+)h[\d.]+v', body(chart)))
    assert high < low


def test_bars_of_few_pieces_have_no_number_twice():
    drawn = body(Bars([Bar("黄浦区", [1], "1")], ["件"], count, whole=True))
    assert re.findall(r'text-anchor="middle">([^<]*)<', drawn) == ["0", "1"]


@pytest.mark.parametrize(
    ("value", "words"),
    [(1_234_567.0, "1,234,567"), (0.25, "0.25"), (18.5, "18.5"), (0, "0"), (100, "100"), (None, "—")],
)
def test_a_number_is_written_in_full(value, words):
    assert maybe(value) == words


@pytest.mark.parametrize(("share", "words"), [(0.996, "99%"), (1.0, "100%"), (0.58, "58%"), (0.0, "0%")])
def test_a_share_with_a_miss_is_never_called_whole(share, words):
    assert kept_per_cent(share) == words


def test_an_unknown_bar_is_a_hatch_with_its_reason():
    drawn = body(Bars([Bar("部件", [0], "没有领用", unknown=True)], ["天"], written))
    assert "chart__unknown" in drawn
    assert "没有领用" in drawn


def test_a_bar_beyond_the_scale_has_an_arrow():
    rows = [Bar("a", [500], "500"), Bar("b", [20], "20")]
    assert body(Bars(rows, ["x"], written, most=90)).count("chart__on") == 1


def test_a_course_that_goes_on_has_an_arrow_and_no_diamond():
    chart = Gantt([Course("a", [Phase(0, 20, 2)], "…", goes_on=True)], ["1", "2", "3", "4", "5"], LIMIT, "served")
    assert ("chart__on" in body(chart), "chart__reached" in body(chart)) == (True, False)


def test_names_that_do_not_fit_are_left_out_evenly():
    marks = NamedSlots([f"{hour}时" for hour in range(24)]).marks(300, 13)
    assert 5 < len(marks) < 24


def test_a_long_label_is_cut():
    cut = shortened("上海市黄浦区人民医院门诊大厅", 80, 13)
    assert cut.endswith("…")
    assert width(cut, 13) <= 80


@pytest.mark.parametrize("frame", [WIDE, NARROW])
def test_names_are_escaped_and_the_markup_is_whole(frame):
    drawn = body(Bars([Bar("<b>&", [1], "1")], ["x"], written), frame)
    assert ElementTree.fromstring(f"<svg>{drawn}</svg>").find("text") is not None  # noqa: S314 - our own markup
    assert "<b>" not in drawn
