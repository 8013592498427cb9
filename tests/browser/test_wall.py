"""The wall in a real browser: it fits, follows, tells when it is out of touch, and goes on for an hour and longer."""

from datetime import timedelta

import pytest

from emergency_ops.lib import clock
from incidents.escalation import sample as escalation
from incidents.response import sample
from incidents.response.actions.opening import Finding, create
from resources.staff.actions.wall_links import create_link, revoke_link

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SCREENS = [(1366, 768), (1920, 1080), (3840, 2160)]
OUTSIDE = """() => [...document.querySelectorAll('.wall *:not(.sr-only):not(.sr-only *)')].filter((one) => {
    const box = one.getBoundingClientRect();
    return box.right > innerWidth + 1 || box.bottom > innerHeight + 1;
}).map((one) => one.className)"""
#: elements and timers do not pile up
NODES = "() => document.getElementsByTagName('*').length"


@pytest.fixture
def wall(visit, manager, make_site):
    """The wall of a Shanghai with two sites."""
    for number in (1, 2):
        make_site(f"310101-000{number}", terminals=6)
    page = visit(manager, "/wall/", width=1920)
    page.set_viewport_size({"width": 1920, "height": 1080})
    return page


def open_incident(person):
    now = clock.now()
    escalation.load(now)
    sample.load(now)
    return create(person, now, Finding([], ["310101-0001"], "hardware", now - timedelta(minutes=1), "读卡器故障", ""))


@pytest.mark.parametrize(("width", "height"), SCREENS)
def test_everything_is_on_the_screen(wall, manager, width, height):
    open_incident(manager)
    wall.set_viewport_size({"width": width, "height": height})
    wall.reload()
    assert wall.evaluate(OUTSIDE) == []
    assert wall.evaluate("document.documentElement.scrollHeight") == height


def test_an_incident_appears_by_itself(wall, manager):
    incident = open_incident(manager)
    wall.get_by_text(incident.number).wait_for(timeout=10_000)
    assert wall.complaints == []


def test_a_lost_connection_is_told_and_heals(wall):
    wall.clock.install()
    wall.reload()
    wall.context.set_offline(True)
    wall.clock.run_for(20_000)
    wall.get_by_text("连接中断").wait_for()
    wall.context.set_offline(False)
    for _turn in range(10):
        wall.clock.run_for(3_000)
        wall.wait_for_timeout(300)
    assert wall.locator("[data-wall-stale]").is_hidden()


def test_after_an_hour_it_takes_a_fresh_page_and_has_not_grown(wall):
    wall.clock.install()
    wall.reload()
    nodes = wall.evaluate(NODES)
    wall.evaluate("() => { window.isOld = true; }")
    for _turn in range(10):
        wall.clock.fast_forward(350_000)
        wall.wait_for_timeout(200)
    assert abs(wall.evaluate(NODES) - nodes) < 10
    with wall.expect_navigation():
        wall.clock.run_for(120_000)
    assert wall.evaluate("window.isOld") is None


def test_without_a_server_it_keeps_the_page_that_it_has(wall):
    wall.clock.install()
    wall.reload()
    wall.evaluate("() => { window.isOld = true; }")
    wall.context.set_offline(True)
    wall.clock.fast_forward(3_700_000)
    wall.wait_for_timeout(500)
    assert wall.evaluate("window.isOld")


def test_a_session_that_has_ended_is_told(wall):
    wall.context.clear_cookies()
    wall.get_by_text("登录已过期").wait_for(timeout=10_000)
    assert wall.locator(".wall__clock").is_visible()


def test_an_address_that_was_taken_back_says_so_on_the_screen(wall, manager, regions, live_server):
    link, secret = create_link("大厅", regions["310000"], actor=manager, now=clock.now())
    wall.goto(f"{live_server.url}/wall/k/{secret}/")
    revoke_link(link, actor=manager, now=clock.now())
    wall.get_by_text("此大屏地址已停用").wait_for(timeout=10_000)
