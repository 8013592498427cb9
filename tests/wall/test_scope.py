import pytest

from emergency_ops.wall.scope import code_of, narrowed


@pytest.mark.parametrize(
    ("seen", "region", "left"),
    [
        ([""], "", ("",)),
        ([""], "310000", ("31",)),
        (["31", "32"], "310101", ("310101",)),
        (["3101", "32"], "310000", ("3101",)),
        (["31"], "320000", ()),
        (["31"], "000000", ("31",)),
        ([], "310000", ()),
    ],
)
def test_a_wall_shows_what_is_both_seen_and_asked_for(seen, region, left):
    assert narrowed(seen, region) == left


def test_a_prefix_stands_for_a_region():
    assert [code_of(prefix) for prefix in ("", "31", "310101")] == ["000000", "310000", "310101"]
