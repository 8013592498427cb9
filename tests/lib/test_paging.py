"""Counting that does not ruin a page."""

import pytest
from django.db import connection

from emergency_ops.lib import paging
from emergency_ops.lib.paging import Count, count_of, page_of
from resources.network.models import Region

pytestmark = pytest.mark.django_db


@pytest.fixture
def many(monkeypatch):
    """25 regions, where counting stops at 10 and estimates begin above 20."""
    monkeypatch.setattr(paging, "COUNT_LIMIT", 10)
    monkeypatch.setattr(paging, "ESTIMATE_ABOVE", 20)
    Region.objects.bulk_create(Region(code=f"{number:06d}", name="区") for number in range(500000, 500025))
    return Region.objects.order_by("code")


def test_few_rows_are_counted(many):
    assert count_of(many.filter(code__lt="500007")) == Count(7)


def test_many_filtered_rows_are_at_least_so_many(many):
    assert count_of(many.filter(name="区")) == Count(10, more=True)


def test_a_large_table_is_estimated(many):
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE resources_region")
    assert count_of(many) == Count(25, estimated=True)


def test_pages_go_on_beyond_what_was_counted(many):
    page = page_of(many.filter(name="区"), "3", 10)
    assert (page.first, page.last, page.has_next, page.last_number) == (21, 25, False, None)


def test_the_last_page_has_no_next(many):
    page = page_of(many.filter(code__lt="500007"), "2", 5)
    assert (page.first, page.last, page.has_next, page.last_number) == (6, 7, False, 2)


def test_a_page_that_the_head_fills_is_read_from_it_alone(many, django_assert_num_queries):
    head = many.filter(code__lt="500007")
    with django_assert_num_queries(2) as asked:
        page = page_of(many.filter(name="区"), "1", 5, head)
    assert [row.code for row in page.objects][-1] == "500004"
    assert page.has_next
    assert "500007" in asked[1]["sql"]


def test_a_page_that_the_head_does_not_fill_is_read_from_all(many):
    page = page_of(many.filter(name="区"), "2", 5, many.filter(code__lt="500007"))
    assert [row.code for row in page.objects] == [f"{number:06d}" for number in range(500005, 500010)]
