"""Every page with a list: what it asks of the database does not grow with its rows."""

import pickle
import sys
from contextlib import contextmanager
from dataclasses import replace
from itertools import cycle, islice
from unittest.mock import patch

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from emergency_ops.lib import paging
from tests.pages.listing import PAGES

pytestmark = pytest.mark.django_db


@contextmanager
def rows_a_page(number):
    """Lists have so many rows: those of the world, each again as if it were another one. Yields those there were."""
    found = []

    def page(queryset, asked, per_page, *more):
        shown = paging.page_of(queryset, asked, per_page, *more)
        found.extend(shown.objects)
        rows = [pickle.dumps(row) for row in shown.objects]  # a deep copy would forget what was prefetched
        return replace(shown, objects=[pickle.loads(row) for row in islice(cycle(rows), number)])  # noqa: S301

    users = [module for module in list(sys.modules.values()) if vars(module).get("page_of") is paging.page_of]
    patches = [patch.object(module, "page_of", page) for module in users if module is not paging]
    for one in patches:
        one.start()
    try:
        yield found
    finally:
        for one in patches:
            one.stop()


def queries(read, page, number):
    with rows_a_page(number) as found, CaptureQueriesContext(connection) as captured:
        assert read(page).status_code == page.status
    return len(captured) if found else None


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_a_longer_list_asks_no_more(read, page):
    if queries(read, page, 10) is not None:
        assert queries(read, page, 10) == queries(read, page, 100)
