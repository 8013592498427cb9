"""The pages that people have open all day: nothing moves while they load, and axe itself counts their colours in every theme."""

import pytest

from tests.pages.listing import PAGES
from tests.pages.tour import NARROW, WIDE, shifts

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db]
NAMES = [
    "dashboard", "incidents:list", "incidents:detail", "wall:wall", "monitoring:fleet", "content:edit", "notices:list",
    "incidents:counter_window", "tasks:mine", "patrols:round", "scanning:page", "pictures:pictures", "setup:guide",
    "glossary:page", "staff:preferences", "network:terminal", "inventory:stock", "escalation:inbox", "status:index",
]  # fmt: skip
ON_SITE = [
    "tasks:mine", "tasks:task", "notices:list", "incidents:my_counters", "incidents:counter_window", "patrols:mine",
    "patrols:round", "scanning:page", "dispatch:mine", "dispatch:page", "walls:mine", "walls:posting",
]  # fmt: skip


def pages(names):
    return [next(page for page in PAGES if page.name == name) for name in names]


#: the processor of an old phone, in those of this machine
SLOWER = 3

main_pages = pytest.mark.parametrize("page", pages(NAMES), ids=str)
both_widths = pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["wide", "narrow"])


@main_pages
@both_widths
def test_nothing_moves_while_it_loads(tour, page, viewport):
    tab = tour.open(page, viewport=viewport, slower=SLOWER)
    assert shifts(tab) == []


@main_pages
def test_its_colours_and_large_type(tour, page):
    assert tour.colours(page) == {}


@pytest.mark.parametrize("page", pages(ON_SITE), ids=str)
def test_a_thumb_meets_what_it_aims_at(tour, page):
    assert tour.open(page, viewport=NARROW).evaluate("inspect.thumb()") == []
