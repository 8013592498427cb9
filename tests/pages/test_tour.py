"""Every page in a real browser: what axe-core finds, what the keyboard reaches, what fits, what moves, what paper shows.

One visit a page; the themes are put on in place. With one of two workers on an idle machine a page takes about two seconds.
"""

import pytest

from tests.pages.listing import PAGES
from tests.pages.tour import NARROW, shifts

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_a_page_is_for_everybody(tour, page):
    assert tour.look(page) == {}


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_a_page_has_room_for_english(tour, page):
    """On a phone first: there it may move while it loads as little as on a desk."""
    tab = tour.open(page, "en", NARROW)
    assert [*shifts(tab), *tour.sizes(tab)] == []
