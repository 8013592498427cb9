"""The pages of people on site, on a phone in one hand: nothing runs sideways, targets are large, fields do not zoom, little is loaded."""

import gzip
from datetime import timedelta
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.urls import reverse

from emergency_ops.lib import clock as now_clock
from incidents.monitoring.patrols.models import PatrolRound
from tests.incidents.response.conftest import confirmed, incident, installed, make_post, make_warning
from tests.incidents.response.tasks.conftest import engineer, planned, running, second, staffed, task

__all__ = [
    "confirmed", "engineer", "incident", "installed", "make_post", "make_warning", "planned", "running", "second",
    "staffed", "task",
]  # fmt: skip
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
MOST_BYTES = 150_000
SMALL = """() => [...document.querySelectorAll("main button, main a.button, main summary, main select, .tabs__link, main input:not([type=hidden], [type=checkbox], [type=radio], .sr-only), main textarea")]
  .filter((one) => one.checkVisibility() && !one.closest(".term-said, .topbar") && !one.matches(".term"))
  .filter((one) => one.getBoundingClientRect().height < 44)
  .map((one) => `${Math.round(one.getBoundingClientRect().height)} ${one.outerHTML.slice(0, 90)}`)"""
ZOOMS = """() => [...document.querySelectorAll("main input:not([type=checkbox], [type=radio], [type=file]), main select, main textarea")]
  .filter((one) => one.checkVisibility() && parseFloat(getComputedStyle(one).fontSize) < 16).map((one) => one.name)"""
LOADED = """() => performance.getEntriesByType("resource").map((entry) => new URL(entry.name).pathname)
  .filter((path) => path.startsWith("/static/"))"""


@pytest.fixture
def clock():
    """The browser's time goes on, so the server's does."""


@pytest.fixture
def round_due(task, engineer):
    now = now_clock.now()
    times = {"starts_at": now, "due_at": now + timedelta(minutes=30), "ends_at": now + timedelta(hours=2)}
    site = task.incident.terminals.first().terminal.site
    return PatrolRound.objects.create(site=site, token="ACDEFGHJKMNP", assignee=engineer, **times)


@pytest.fixture
def pages(task, round_due):
    return [
        "/tasks/", f"/tasks/{task.pk}/", "/patrols/mine/", "/patrols/rounds/ACDEFGHJKMNP/", "/scan/", "/notices/walls/mine/",
        "/dispatch/mine/", "/incidents/counters/", "/messages/", "/staff/absences/", reverse("staff:my_duty"),
    ]  # fmt: skip


def test_one_thumb_is_enough(visit, pages, engineer, live_server):
    faults = {}
    page = visit(engineer, pages[0], width=390)
    for width, height in ((390, 844), (360, 640)):
        page.set_viewport_size({"width": width, "height": height})
        for path in pages:
            page.goto(live_server.url + path)
            found = [*page.evaluate(SMALL), *(f"zooms: {name}" for name in page.evaluate(ZOOMS))]
            if page.evaluate("document.documentElement.scrollWidth") > width:
                found.append("runs sideways")
            if found:
                faults[f"{width} {path}"] = found
    assert faults == {}


@pytest.mark.parametrize(("path", "name"), [("/tasks/{task}/", "接受任务"), ("/patrols/rounds/ACDEFGHJKMNP/", "保存")])
def test_the_main_action_is_under_the_thumb(visit, task, round_due, engineer, path, name):
    page = visit(engineer, path.format(task=task.pk), width=390)
    page.set_viewport_size({"width": 390, "height": 844})
    for summary in page.locator("[data-terminal]:not([open]) > summary").all()[:1]:
        summary.click()
    button, tabs = (
        one.first.bounding_box() for one in (page.get_by_role("button", name=name, exact=True), page.locator(".tabs"))
    )
    assert 422 < button["y"] < button["y"] + button["height"] <= tabs["y"]


def test_little_is_loaded_the_first_time(visit, pages, engineer, live_server, client):
    page = visit(engineer, "/healthz", width=390)
    sizes = {}
    for path in pages:
        page.goto(live_server.url + path)
        found = (finders.find(address.removeprefix("/static/")) for address in page.evaluate(LOADED))
        files = {Path(name) for name in found if name and not name.endswith((".svg", ".png"))}
        own = sum(len(gzip.compress(file.read_bytes())) for file in files)
        sizes[path] = own + len(gzip.compress(page.content().encode()))
    assert max(sizes.values()) < MOST_BYTES


def test_a_telephone_number_stays_on_one_line(visit, site, manager):
    site.phone = "021 6333 0000"
    site.save()
    page = visit(manager, f"/network/sites/{site.code}/", width=390)
    number = page.locator('main a[href^="tel:"]')
    number.evaluate("(one) => (one.parentElement.style.width = '4em')")
    assert number.evaluate("(one) => one.getClientRects().length") == 1
