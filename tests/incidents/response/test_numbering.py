"""YJ-YYYYMMDD-NNNN: no gaps, no doubles."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from django.db import connection, transaction

from incidents.response.numbering import next_number

NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)


def take(_number):
    try:
        with transaction.atomic():
            return next_number(NOON)
    finally:
        connection.close()


@pytest.mark.django_db(transaction=True)
def test_twenty_threads_get_a_hundred_numbers_without_gap_or_double():
    with ThreadPoolExecutor(20) as pool:
        numbers = list(pool.map(take, range(100)))
    assert sorted(numbers) == [f"YJ-20261123-{number:04d}" for number in range(1, 101)]


@pytest.mark.django_db(transaction=True)
def test_a_roll_back_gives_the_number_back():
    with transaction.atomic():
        next_number(NOON)
        transaction.set_rollback(True)
    assert next_number(NOON) == "YJ-20261123-0001"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("instant", "day"),
    [(datetime(2026, 11, 23, 15, 59, tzinfo=UTC), "20261123"), (datetime(2026, 11, 23, 16, 0, tzinfo=UTC), "20261124")],
)
def test_the_day_is_that_of_shanghai(instant, day):
    assert next_number(instant) == f"YJ-{day}-0001"
