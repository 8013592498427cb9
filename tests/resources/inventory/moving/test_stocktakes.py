"""Stocktakes: counted blind, posted by somebody else."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from emergency_ops.lib.errors import Forbidden
from resources.inventory.actions import ledger, reservations, stocktakes
from resources.inventory.models import InventoryEvent, StockMovement, Stocktake
from tests.conftest import NOON
from tests.resources.inventory.equipment.refusing import refused

MINUTE = timedelta(minutes=1)


def test_all_that_the_depot_has_is_counted(stocktake):
    assert (stocktake.number, stocktake.lines.count()) == ("PD-20261123-0001", 1)


def test_only_the_parts_chosen(depot, storekeeper, make_part, stock_up):
    stock_up(10)
    chosen = make_part("B")
    taken = stocktakes.start(depot, actor=storekeeper, now=NOON, parts=[chosen])
    assert [line.part for line in taken.lines.all()] == [chosen]


def test_nothing_to_count(depot, storekeeper):
    with refused("stocktake_empty"):
        stocktakes.start(depot, actor=storekeeper, now=NOON)


def test_one_at_a_time(stocktake, depot, storekeeper):
    with refused("stocktake_open"):
        stocktakes.start(depot, actor=storekeeper, now=NOON)


def test_the_same_request_to_start_again(depot, storekeeper, stock_up):
    stock_up(1)
    facts = {"actor": storekeeper, "now": NOON, "key": "k"}
    assert stocktakes.start(depot, **facts).pk == stocktakes.start(depot, **facts).pk


def test_who_does_not_keep_the_depot_does_not_count(depot, field_staff, stocktake, count):
    with pytest.raises(Forbidden):
        count(1, actor=field_staff)


def test_a_count_remembers_what_the_books_held(count):
    line = count(9)
    assert (line.counted, line.expected, line.variance) == (9, 10, -1)


def test_what_moves_later_does_not_disturb_the_count(stocktake, count, depot, part, storekeeper, post, level_of):
    count(9)
    ledger.issue(depot, part, 4, actor=None, now=NOON + MINUTE)
    post(stocktakes.finish(stocktake, actor=storekeeper, now=NOON + 2 * MINUTE))
    assert level_of() == (5, 0, 0)


def test_what_moved_before_is_in_the_books(count, depot, part):
    ledger.issue(depot, part, 4, actor=None, now=NOON + MINUTE)
    assert count(6, now=NOON + 2 * MINUTE).variance == 0


def test_a_sheet_typed_in_later_counts_at_the_time_on_the_sheet(count, depot, part):
    ledger.issue(depot, part, 4, actor=None, now=NOON + 5 * MINUTE)
    line = count(9, now=NOON + 10 * MINUTE, at=NOON + MINUTE)
    assert (line.expected, line.variance) == (10, -1)


@pytest.mark.parametrize("minutes", [-1, 11])
def test_a_time_outside_the_stocktake(count, minutes):
    with refused("stocktake_moment"):
        count(9, now=NOON + 10 * MINUTE, at=NOON + minutes * MINUTE)


def test_a_repeated_request_keeps_the_first_count(count, depot, part):
    count(10, key="k")
    ledger.issue(depot, part, 4, actor=None, now=NOON + MINUTE)
    assert count(10, now=NOON + 2 * MINUTE, key="k").expected == 10


def test_counted_again_before_it_is_finished(count):
    count(9)
    assert count(10).variance == 0


def test_less_than_nothing(count):
    with refused("count_negative"):
        count(-1)


def test_a_part_that_is_not_on_the_list(stocktake, make_part, storekeeper):
    found = stocktakes.add_line(stocktake, make_part("B"), actor=storekeeper, now=NOON)
    assert stocktakes.count(stocktake, found.pk, 2, actor=storekeeper, now=NOON).variance == 2


def test_what_is_not_counted_is_named(stocktake, count, make_part, storekeeper):
    count(9)
    stocktakes.add_line(stocktake, make_part("B"), actor=storekeeper, now=NOON)
    with refused("stocktake_uncounted") as refusal:
        stocktakes.finish(stocktake, actor=storekeeper, now=NOON)
    assert "B部件" in str(refusal.value)


def test_what_is_not_counted_stays_once_that_is_confirmed(stocktake, count, make_part, storekeeper, stock_up, post):
    other = make_part("B")
    count(9)
    stock_up(5, part=other)
    stocktakes.add_line(stocktake, other, actor=storekeeper, now=NOON)
    post(stocktakes.finish(stocktake, actor=storekeeper, now=NOON, leave_uncounted=True))
    assert other.levels.get().on_hand == 5


def test_nothing_counted(stocktake, storekeeper):
    with refused("stocktake_nothing_counted"):
        stocktakes.finish(stocktake, actor=storekeeper, now=NOON, leave_uncounted=True)


def test_no_count_once_it_is_finished(counted, count):
    with refused("stocktake_is_counted"):
        count(10)


def test_posted_by_another_the_books_follow_the_count(counted, post, level_of):
    posted = post(counted)
    row = StockMovement.objects.get(stocktake=posted)
    assert (level_of(), row.quantity, row.reason) == ((9, 0, 0), -1, "丢失")


def test_the_counter_does_not_post(counted, post, storekeeper):
    with refused("stocktake_own_count"):
        post(counted, actor=storekeeper)


def test_who_counted_one_line_does_not_post_either(stocktake, count, storekeeper, second, post):
    count(9, actor=second)
    finished = stocktakes.finish(stocktake, actor=storekeeper, now=NOON)
    with refused("stocktake_own_count"):
        post(finished)


def test_the_database_refuses_whoever_finished(counted, storekeeper):
    with pytest.raises(IntegrityError), transaction.atomic():
        Stocktake.objects.filter(pk=counted.pk).update(posted_by=storekeeper)


def test_the_database_refuses_whoever_counted_a_line(stocktake, count, storekeeper, second):
    count(9, actor=second)
    stocktakes.finish(stocktake, actor=storekeeper, now=NOON)
    with pytest.raises(IntegrityError), transaction.atomic():
        Stocktake.objects.filter(pk=stocktake.pk).update(posted_by=second)


def test_every_variance_has_a_reason(counted, post):
    with refused("stocktake_reason"):
        post(counted, reason=" ")


def test_not_posted_twice(counted, post, administrator):
    post(counted)
    with refused("stocktake_is_posted"):
        post(counted, actor=administrator)


def test_a_second_click_changes_nothing(stocktake, count, storekeeper, post, level_of):
    count(9)
    finished = [stocktakes.finish(stocktake, actor=storekeeper, now=NOON).state for _again in range(2)]
    assert finished == ["counted", "counted"]
    assert [post(stocktake).state for _again in range(2)] == ["posted", "posted"]
    assert level_of() == (9, 0, 0)


def test_promised_pieces_that_are_missing_are_named(counted, post, depot, part, subject):
    reservations.reserve(depot, part, 10, subject=subject, actor=None, now=NOON)
    with refused("stocktake_below_reserved") as refusal:
        post(counted)
    assert f"{subject.reference}×10" in str(refusal.value)


def test_counted_again_blind(counted, storekeeper, second):
    again = stocktakes.recount(counted, [counted.lines.get().pk], actor=second, now=NOON)
    line = again.lines.get()
    assert (again.state, line.counted, line.expected) == ("counting", None, None)


def test_nothing_chosen_to_count_again(counted, second):
    with refused("stocktake_nothing_chosen"):
        stocktakes.recount(counted, [], actor=second, now=NOON)


def test_cancelled_without_a_trace_in_the_books(counted, storekeeper, level_of):
    cancelled = stocktakes.cancel(counted, actor=storekeeper, now=NOON)
    assert (cancelled.state, level_of()) == ("cancelled", (10, 0, 0))


def test_not_cancelled_once_it_is_posted(counted, post, storekeeper):
    with refused("stocktake_is_posted"):
        stocktakes.cancel(post(counted), actor=storekeeper, now=NOON)


def test_another_one_may_begin_then(counted, post, depot, storekeeper):
    post(counted)
    assert stocktakes.start(depot, actor=storekeeper, now=NOON).number == "PD-20261123-0002"


def test_one_event_a_step(counted, post):
    post(counted)
    rows = InventoryEvent.objects.filter(subject_kind="stocktake").order_by("pk").values_list("code", flat=True)
    assert list(rows) == ["stocktake_started", "stocktake_counted", "stocktake_posted"]
