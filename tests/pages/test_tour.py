"""Every page in a real browser on a desk: what axe-core finds, what the keyboard reaches, what fits, what moves, what paper shows."""

import pytest

from tests.pages.listing import PAGES

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db]


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_a_page_is_for_everybody(tour, page):
    assert tour.on_a_desk(page) == {}
