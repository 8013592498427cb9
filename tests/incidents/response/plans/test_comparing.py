"""What a version changes."""

from incidents.response.plans.comparing import Piece, compare, pieces


def steps(**said):
    return [(key, key, {"标题": title}) for key, title in said.items()]


def test_the_text_is_marked_where_it_differs():
    assert pieces("三十分钟内", "二十分钟内") == [
        Piece("removed", "三"),
        Piece("added", "二"),
        Piece("same", "十分钟内"),
    ]


def test_steps_are_added_removed_and_changed():
    found = compare(({}, {}), (steps(a="甲", b="乙"), steps(a="甲二", c="丙")))
    assert [(step.op, step.step) for step in found.steps] == [("changed", "a"), ("added", "c"), ("removed", "b")]


def test_a_step_that_moved_is_told_alone():
    found = compare(({}, {}), (steps(a="甲", b="乙", c="丙"), steps(c="丙", a="甲", b="乙")))
    assert [(step.op, step.step) for step in found.steps] == [("moved", "c")]


def test_equal_versions_do_not_differ():
    assert compare(({"目的": "快"}, {"目的": "快"}), (steps(a="甲"), steps(a="甲"))).is_empty
