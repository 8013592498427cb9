from emergency_ops.wall.charts import BOTTOM, HEIGHT, LEFT, TOP, day_line


def line(*values, threshold=0.95):
    return day_line(values, threshold, [(0, "14:00")])


def test_a_gap_parts_the_line():
    assert len(line(1.0, 1.0, None, 0.98, 0.99).lines) == 2


def test_a_lone_value_is_a_point():
    assert line(1.0, None, None).dots == ((LEFT, TOP),)


def test_the_scale_reaches_down_to_the_lowest_value():
    assert [level.label for level in line(1.0, 0.42).levels] == ["100%", "40%"]


def test_the_threshold_lies_in_the_middle_while_all_is_well():
    assert line(1.0, 0.99).threshold == TOP + (HEIGHT - TOP - BOTTOM) / 2


def test_nothing_is_drawn_below_the_base():
    drawn = line(0.0, 1.0)
    assert max(float(point.split(",")[1]) for point in drawn.lines[0].split()) == drawn.base


def test_without_values_there_is_no_line():
    assert line(None, None).lines == ()
