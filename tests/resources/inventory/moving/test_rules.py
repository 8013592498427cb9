"""Rules, numbers and codes: plain values."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resources.inventory.rules.stocktakes import Promise, check_promises, expected_then
from resources.inventory.rules.transfers import Sent, read_receipt
from resources.inventory.tokens import ALPHABET, LENGTH, grouped, new_token, read_token
from tests.resources.inventory.equipment.refusing import refused

LINES = [Sent(1, "扫码头", 3), Sent(2, "电源", 2)]


def test_a_code_is_long_and_typable():
    code = new_token()
    assert (len(code), set(code) <= set(ALPHABET), new_token() != code) == (LENGTH, True, True)


@given(st.text(ALPHABET, min_size=LENGTH, max_size=LENGTH))
def test_however_a_code_is_written_it_is_read(code):
    for written in (code.lower(), grouped(code), f" {grouped(code)} ", f"https://a.cn/inventory/s/{code}/?x=1"):
        assert read_token(written) == code


def test_a_whole_receipt():
    assert not read_receipt(LINES, {1: 3, 2: 2}, "").is_short


def test_a_short_one():
    receipt = read_receipt(LINES, {1: 3, 2: 0}, "破损")
    assert (receipt.state, receipt.missing) == ("short", {2: 2})


@given(st.lists(st.integers(1, 50), min_size=1, max_size=6), st.data())
def test_what_arrived_and_what_is_missing_is_what_was_sent(quantities, data):
    lines = [Sent(number, "x", quantity) for number, quantity in enumerate(quantities)]
    counts = {line.id: data.draw(st.integers(0, line.quantity)) for line in lines}
    receipt = read_receipt(lines, counts, "x")
    assert all(receipt.arrived[line.id] + receipt.missing.get(line.id, 0) == line.quantity for line in lines)


@pytest.mark.parametrize(
    ("counts", "code"),
    [
        ({1: 3}, "transfer_uncounted"),
        ({1: 3, 2: 3}, "transfer_too_many"),
        ({1: 3, 2: -1}, "transfer_negative"),
        ({1: 3, 2: 2, 9: 1}, "transfer_unknown_line"),
        ({1: 3, 2: 1}, "transfer_remark"),
    ],
)
def test_what_is_no_receipt(counts, code):
    with refused(code):
        read_receipt(LINES, counts, " ")


def test_what_was_on_hand_then():
    assert expected_then(10, moved_since=-4) == 14


@pytest.mark.parametrize(("on_hand", "change"), [(10, -5), (3, 2), (0, 0)])
def test_promises_that_are_kept(on_hand, change):
    check_promises("扫码头", on_hand, change, [Promise("SJ-1", 5)])


def test_promises_that_are_broken():
    with refused("stocktake_below_reserved"):
        check_promises("扫码头", 10, -6, [Promise("SJ-1", 2), Promise("SJ-2", 3)])


def test_books_never_go_below_zero_and_no_promise_is_blamed_for_it():
    with refused("stocktake_below_zero"):
        check_promises("扫码头", 2, -5, [])
