"""One world for all tests here; what a test changes in it is rolled back."""

from pathlib import Path

import pytest
import time_machine
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from playwright.sync_api import sync_playwright
from pytest_django.live_server_helper import LiveServer

from emergency_ops.embedded import system
from emergency_ops.lib import bundling
from tests.conftest import NOON
from tests.pages.tour import Tour
from tests.pages.world import build

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--blink-settings=imagesEnabled=false"]


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
    name = connection.settings_dict["NAME"]
    assert name.startswith("test_"), f"{name} is nobody's test database: is the test marked django_db?"
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


def _as_in_production(handler, request, serve=StaticFilesHandler.serve):
    """One sheet with the house's style; a browser asks once for each file."""
    if handler.file_path(request.path) == bundling.BUNDLE:
        parts = [finders.find(f"css/{name}.css") for name in bundling.STYLES]
        answer = HttpResponse(b"\n".join(Path(part).read_bytes() for part in parts), content_type="text/css")
    else:
        answer = serve(handler, request)
    answer["Cache-Control"] = "max-age=31536000, immutable"
    return answer


@pytest.fixture(scope="package")
def guide(world):
    program = system.browser()
    if program is None:
        pytest.skip("no Chromium on this machine")
    server = LiveServer("localhost")
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setattr(StaticFilesHandler, "serve", _as_in_production)
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright runs a loop in this thread
        chromium = playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
        try:
            with Tour(chromium, server.url, world) as guide:
                yield guide
        finally:
            chromium.close()
            server.stop()


@pytest.fixture
def tour(guide, monkeypatch):
    """The guide, for whom pages link one sheet with the house's style."""
    monkeypatch.setattr(staticfiles_storage, "hashed_files", {bundling.BUNDLE: bundling.BUNDLE}, raising=False)
    return guide
