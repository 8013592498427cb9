import pytest
from hypothesis import given
from hypothesis import strategies as st

from emergency_ops.wall.treemap import Node, Rect, group, layout, squarify

FRAME = Rect(10, 20, 1120, 560)
SIZES = st.lists(st.integers(1, 5000), min_size=1, max_size=60)


@st.composite
def trees(draw, depth=3):
    """Groups of groups of places with sizes; some have none."""
    count = draw(st.integers(1, 6))
    if depth == 1:
        return [Node(f"n{number}", draw(st.integers(0, 400))) for number in range(count)]
    return [group(f"g{number}", draw(trees(depth=depth - 1))) for number in range(count)]


def inside(inner, outer):
    slack = 1e-6
    return (
        inner.x >= outer.x - slack
        and inner.y >= outer.y - slack
        and inner.x + inner.width <= outer.x + outer.width + slack
        and inner.y + inner.height <= outer.y + outer.height + slack
    )


def overlap(one, other):
    wide = min(one.x + one.width, other.x + other.width) - max(one.x, other.x)
    high = min(one.y + one.height, other.y + other.height) - max(one.y, other.y)
    return max(0, wide) * max(0, high)


@given(SIZES)
def test_areas_are_to_scale(sizes):
    sizes = sorted(sizes, reverse=True)
    for size, rect in zip(sizes, squarify(sizes, FRAME), strict=True):
        assert rect.area == pytest.approx(FRAME.area * size / sum(sizes))


@given(SIZES)
def test_nothing_overlaps(sizes):
    rects = squarify(sorted(sizes, reverse=True), FRAME)
    for number, one in enumerate(rects):
        assert all(overlap(one, other) < 1e-4 for other in rects[number + 1 :])


@given(trees())
def test_everything_lies_inside_its_group(nodes):
    above = {}
    for placed in layout(nodes, FRAME):
        assert inside(placed.rect, above.get(placed.depth - 1, FRAME))
        above[placed.depth] = placed.rect


@given(trees())
def test_places_of_all_groups_have_one_scale(nodes):
    places = [placed for placed in layout(nodes, FRAME) if not placed.node.children]
    total = sum(placed.node.size for placed in places)
    for placed in places:
        assert placed.rect.area == pytest.approx(FRAME.area * placed.node.size / total)


@given(trees(), st.randoms())
def test_the_order_in_which_places_come_does_not_matter(nodes, random):
    mixed = random.sample(nodes, len(nodes))
    assert layout(mixed, FRAME) == layout(nodes, FRAME)


def test_equal_places_are_nearly_square():
    assert all(0.5 <= rect.width / rect.height <= 2 for rect in squarify([1] * 40, FRAME))


def test_without_any_size_there_is_nothing():
    assert layout([Node("a", 0)], FRAME) == []
