"""Every page in a real browser: what axe-core finds, what the keyboard reaches, what fits, what moves, what paper shows.

One visit a page; the themes are put on in place. It takes the better part of an hour, so it is run when it is asked for:
`TOUR=1 ./ops test --browser tests/pages/test_tour.py`.
"""

import os

import pytest

from tests.pages.listing import PAGES
from tests.pages.tour import NARROW, shifts

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.skipif(not os.environ.get("TOUR"), reason="the tour of every page is run with TOUR=1"),
]


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_a_page_is_for_everybody(tour, page):
    assert tour.look(page) == {}


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_a_page_has_room_for_english(tour, page):
    """On a phone first: there it may move while it loads as little as on a desk."""
    tab = tour.open(page, "en", NARROW)
    assert [*shifts(tab), *tour.sizes(tab)] == []
