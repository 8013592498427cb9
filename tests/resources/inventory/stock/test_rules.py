"""Pieces and levels, without a database."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emergency_ops.lib.errors import Invalid, Refused
from resources.inventory.choices import MovementKind as Kind
from resources.inventory.rules import pieces, stock

PLACE = stock.Place("库", "件")


@pytest.mark.parametrize(("text", "quantity"), [("3", 3), (" ３ ", 3), ("1,200", 1200), ("+2", 2), ("5.0", 5)])
def test_whole_numbers_are_read(text, quantity):
    assert pieces.read(text) == quantity


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("-1", "不能小于 0"),
        ("0", "不能为 0"),
        ("1.5", "“1.5”不是整数"),
        ("三", "“三”不是数字"),
        ("1e3", "不是数字"),
        ("1000001", "一次最多 1000000 件"),
        ("9" * 5000, "一次最多 1000000 件"),
    ],
)
def test_what_is_no_number_of_pieces_gets_a_sentence(text, sentence):
    with pytest.raises(ValueError, match=sentence):
        pieces.read(text)


def test_a_change_may_be_negative_and_a_limit_nothing():
    assert (pieces.read_change("-2"), pieces.read_limit("0")) == (-2, 0)
    with pytest.raises(ValueError, match="不能小于 0"):
        pieces.read_limit("-1")


def test_each_kind_has_its_sign():
    signs = {kind: stock.signed(kind, 2) for kind in Kind}
    assert {kind for kind, change in signs.items() if change > 0} == {*stock.ADDS, Kind.ADJUSTMENT}


def test_an_adjustment_of_nothing_is_refused():
    with pytest.raises(Invalid, match="不能为 0"):
        stock.signed(Kind.ADJUSTMENT, 0)


@given(st.integers(0, 50), st.integers(0, 50), st.integers(-60, 60))
def test_a_movement_takes_free_pieces_only(on_hand, reserved, change):
    level = stock.Level(on_hand, min(on_hand, reserved))
    if -change > level.available:
        with pytest.raises(Refused):
            stock.moved(level, change, PLACE)
    else:
        assert stock.moved(level, change, PLACE).available == level.available + change >= 0


@given(st.integers(0, 50), st.integers(0, 50), st.integers(1, 60))
def test_a_promise_is_of_free_pieces_only(on_hand, reserved, quantity):
    level = stock.Level(on_hand, min(on_hand, reserved))
    if quantity > level.available:
        with pytest.raises(Refused):
            stock.promised(level, quantity, PLACE)
    else:
        after = stock.promised(level, quantity, PLACE)
        assert stock.freed(after, quantity) == level
        assert after.reserved <= after.on_hand


def test_a_level_does_not_grow_without_end():
    with pytest.raises(Invalid, match="不能超过"):
        stock.moved(stock.Level(stock.MAX_ON_HAND), 1, PLACE)


@pytest.mark.parametrize(("minimum", "target"), [(-1, 5), (5, 4), (0, 1_000_001)])
def test_limits_that_cannot_be(minimum, target):
    with pytest.raises(Invalid):
        stock.check_limits(minimum, target)


@pytest.mark.parametrize(("before", "after", "told"), [(5, 4, True), (4, 3, False), (6, 5, False), (3, 6, False)])
def test_falling_below_happens_once(before, after, told):
    assert stock.fell_below(before, after, 5) is told
