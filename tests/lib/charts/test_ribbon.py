"""Ribbons: what nobody tells of is unknown."""

from datetime import datetime, timedelta

from emergency_ops.lib.charts.drawing import WIDE
from emergency_ops.lib.charts.ribbon import Row, Span, State, Unit, filled, ribbon
from emergency_ops.lib.charts.ribbons import ribbon_picture
from emergency_ops.lib.clock import SHANGHAI

START = datetime(2026, 11, 22, 8, tzinfo=SHANGHAI)


def at(hours):
    return START + timedelta(hours=hours)


def span(since, until, state=State.WORKING):
    return Span(at(since), at(until), state)


def row(*spans):
    return Row("01", spans)


def test_what_nobody_tells_of_is_unknown():
    assert [one.state for one in filled([span(2, 3)], START, at(4))] == ["unknown", "working", "unknown"]


def test_neighbours_of_one_state_are_one_span():
    assert filled([span(0, 2), span(2, 4)], START, at(4)) == [span(0, 4)]


def test_spans_are_cut_to_the_period():
    assert filled([span(-5, 9)], START, at(4)) == [span(0, 4)]


def test_overlapping_spans_do_not_go_back():
    assert filled([span(0, 3), span(1, 4, State.FAILED)], START, at(4)) == [span(0, 3), span(3, 4, State.FAILED)]


def test_what_is_to_come_is_not_unknown():
    assert ribbon([row(span(0, 2))], START, at(8), until=at(2)).rows[0].spans == [span(0, 2)]


def test_how_long_and_how_often_it_was_down():
    down = row(span(0, 1, State.FAILED), span(1, 2), span(2, 3, State.SILENT), span(3, 4, State.FAILED))
    assert down.lasted(State.FAILED, State.SILENT) == timedelta(hours=3)
    assert down.begun(State.FAILED, State.SILENT) == 2


def test_the_finding_names_the_row_that_was_down_longest():
    drawn = ribbon([row(span(0, 4)), Row("02", [span(0, 2, State.FAILED)])], START, at(4))
    assert drawn.finding() == "共2台，其中1台曾停用或失联；最久的是02，共2小时。"


def test_the_finding_says_what_it_counts():
    rows = [row(span(0, 4)), row(span(0, 4))]
    assert ribbon(rows, START, at(4), unit=Unit.SITE).finding() == "共2个网点，没有停用或失联的。"
    assert ribbon(rows, START, at(4), is_cut=True).finding() == "所示2台，没有停用或失联的。"


def test_no_reports_are_not_good_news():
    assert ribbon([row()], START, at(4)).finding() == "这段时间没有状态记录。"


def test_each_state_looks_different_without_colour():
    rows = [row(*[span(number, number + 1, state) for number, state in enumerate(State)])]
    bodies = {key.body for key in ribbon(rows, START, at(7)).keys("k")}
    assert len(bodies) == len(State)


def test_a_pointer_over_a_span_is_told_the_state_and_the_times():
    drawn = ribbon([row(span(0, 2, State.FAILED))], START, at(4)).draw(WIDE, "p")
    assert "停用 11月22日 08:00 – 11月22日 10:00 (2小时)" in drawn.body


def test_the_table_has_the_minutes_of_each_state():
    shown = ribbon_picture("r", "状态", [row(span(0, 2), span(2, 4, State.FAILED))], START, at(4))
    assert [str(column.label) for column in shown.columns] == ["名称", "正常", "停用", "停用次数"]
    assert shown.rows == [["01", 120, 120, 1]]


def test_no_rows_have_no_chart():
    assert ribbon_picture("r", "状态", [], START, at(4), empty="还没有终端。").chart is None
