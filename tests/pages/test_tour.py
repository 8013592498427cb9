"""Every page in a real browser: what axe-core finds, what the keyboard reaches, what fits, what moves, what paper shows.

One visit a page; the themes are put on in place. With one of two workers on an idle machine a page takes about two seconds.
"""

import pytest
from playwright.sync_api import sync_playwright
from pytest_django.live_server_helper import LiveServer

from emergency_ops.embedded import system
from tests.pages.listing import PAGES
from tests.pages.tour import Tour

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture(scope="package")
def tour(world):
    program = system.browser()
    if program is None:
        pytest.skip("no Chromium on this machine")
    server = LiveServer("localhost")
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright runs a loop in this thread
        chromium = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        try:
            with Tour(chromium, server.url, world) as guide:
                yield guide
        finally:
            chromium.close()
            server.stop()


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_a_page_is_for_everybody(tour, page):
    assert tour.look(page) == {}


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_a_page_has_room_for_english(tour, page):
    assert tour.sizes(tour.open(page, "en")) == []
