"""Every page in English in a real browser on a phone, which lays it out anew: what axe-core finds, what fits, what moves."""

import pytest

from tests.pages.listing import PAGES

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db]


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_a_page_has_room_on_a_phone(tour, page):
    assert tour.on_a_phone(page) == {}
