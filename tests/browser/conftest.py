"""A real Chromium against a live server. Skipped where there is no Chromium."""

import threading
import time

import pytest
from django.core.signals import request_finished, request_started
from playwright.sync_api import sync_playwright

from emergency_ops.embedded import system

from . import evidence

QUIET = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
#: two processes share two cores with everything that they start
PATIENCE = 60_000
LONGEST_REQUEST = 20.0


@pytest.fixture(scope="package", autouse=True)
def _allow_fixtures_to_use_the_database():
    """Playwright runs a loop in this thread, in which Django would refuse to touch the database."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        yield


@pytest.fixture(scope="package")
def chromium(_allow_fixtures_to_use_the_database):
    program = system.browser()
    if program is None:
        pytest.skip("no Chromium on this machine")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture(autouse=True)
def _nothing_is_under_way(chromium, live_server):
    """The database is emptied only after the last request has been answered: one that reads would be in its way."""
    under_way, lock = [0], threading.Lock()

    def count(step):
        with lock:
            under_way[0] += step

    def began(**_):
        count(1)

    def ended(**_):
        count(-1)

    request_started.connect(began)
    request_finished.connect(ended)
    yield
    for context in chromium.contexts:
        context.close()
    until = time.perf_counter() + LONGEST_REQUEST
    while under_way[0] > 0 and time.perf_counter() < until:
        time.sleep(0.02)
    request_started.disconnect(began)
    request_finished.disconnect(ended)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """A failed test says where its pages can be looked at."""
    report = yield
    browser = getattr(item, "funcargs", {}).get("chromium")
    if report.failed and report.when != "teardown" and browser:
        folder = evidence.keep(browser, item.name)
        if folder:
            report.sections.append(("Pages", f"pictures, HTML and console of every open page: {folder}"))
    return report


@pytest.fixture
def visit(chromium, live_server, client):
    """visit(person, path, width=1280, javascript=True): the page, logged in; page.complaints is what the console said."""

    def open_page(person, path, width=1280, javascript=True):
        client.force_login(person)
        context = chromium.new_context(
            viewport={"width": width, "height": 800}, locale="zh-CN", java_script_enabled=javascript
        )
        context.set_default_timeout(PATIENCE)
        cookie = client.cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
        page = context.new_page()
        page.complaints = []
        page.on("console", lambda message: message.type == "error" and page.complaints.append(message.text))
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.goto(live_server.url + path)
        return page

    return open_page
