"""One world for all tests here; what a test changes in it is rolled back."""

import pytest
import time_machine
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client
from playwright.sync_api import sync_playwright
from pytest_django.live_server_helper import LiveServer

from emergency_ops.embedded import system
from tests.conftest import NOON
from tests.pages.tour import Tour
from tests.pages.world import build


@pytest.fixture(scope="package")
def world(django_db_setup, django_db_blocker):
    """The world at noon, as long as tests of this package run. A test that uses it is marked django_db."""
    with django_db_blocker.unblock(), time_machine.travel(NOON, tick=True):
        _empty()  # a run that was killed has left its world
        try:
            yield build(NOON)
        finally:
            _empty()


def _empty():
    call_command("flush", verbosity=0, interactive=False)
    cache.clear()


@pytest.fixture
def read(world, db, request):
    """read(page, "en"): the answer to the page's persona in a language."""
    clients = {}

    def get(page, language="zh-hans"):
        if page.who not in clients:
            clients[page.who] = Client()
            if page.who:
                clients[page.who].force_login(world.people[page.who])
        clients[page.who].cookies["django_language"] = language
        return clients[page.who].get(page.path(world))

    return get


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
