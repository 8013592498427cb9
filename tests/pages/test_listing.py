"""The list of pages is complete."""

from tests.pages import routes
from tests.pages.excluded import EXCLUDED, reason
from tests.pages.listing import PAGES


def test_every_route_that_answers_get_is_a_page_or_says_why_not():
    listed = {page.name for page in PAGES}
    assert sorted(name for name in routes.names() - listed if not reason(name)) == []


def test_no_route_is_listed_that_there_is_not():
    there = routes.names()
    stale = {name for name in EXCLUDED if not name.endswith("*")} | {page.name for page in PAGES}
    assert sorted(stale - there) == []


def test_no_page_is_excluded():
    assert sorted(page.name for page in PAGES if page.name in EXCLUDED) == []
