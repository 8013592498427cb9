"""The duty room's wall through an hour around midnight: clocks run late, incidents come and go, nothing piles up."""

from datetime import datetime

import pytest
import time_machine
from django.core.cache import cache
from playwright.sync_api import expect

from emergency_ops.lib import clock as now_clock
from tests.conftest import CST

from .screens import BIG_SCREEN
from .steps import fault, respond, restore

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
EVENING = datetime(2026, 11, 23, 23, 20, tzinfo=CST)
TITLE = "市民中心：外部中断，3台终端"
PULSE = ("detect_warnings", "absorb_warnings", "fire_deadlines", "deliver_messages")
SCROLLS = (
    "() => [document.documentElement.scrollHeight > innerHeight, document.documentElement.scrollWidth > innerWidth]"
)
#: turns of 0.1 s for which an answer is waited
MOMENTS = 200
#: what an hour may add: bytes in use, nodes that are in no document, listeners; an answer has some 300 nodes, and the last one or
#: two are still held, whereas thirty of them would be thousands; a request has eight listeners, and the last three are held until
#: the browser lets go of them, whereas those of the hour would be four hundred
HELD, ASTRAY, LISTENERS = 1_500_000, 1_000, 100
NODES = """() => {
  const walker = document.createTreeWalker(document, NodeFilter.SHOW_ALL);
  let count = 1;
  while (walker.nextNode()) count += 1;
  return count;
}"""


@pytest.fixture
def clock():
    """Stands still until somebody moves it, so that a slow machine changes nothing of what is seen at which minute."""
    with time_machine.travel(EVENING, tick=False) as traveller:
        yield traveller


class Wall:
    """The wall's screen, whose clock stands too and follows the server's."""

    def __init__(self, screen, clock, fleet, beat):
        self.screen, self.page, self.clock, self.fleet, self.beat = screen, screen.page, clock, fleet, beat
        self.devtools = screen.context.new_cdp_session(self.page)
        self.page.clock.install(time=now_clock.now())
        screen.open("/wall/")
        self.shows = now_clock.now().timestamp() + 60
        self.page.clock.pause_at(self.shows)
        self.passes(1)

    def passes(self, minutes):
        """Two minutes at a time, in which terminals report and sweeps run."""
        while minutes > 0:
            self.clock.shift(60 * min(2, minutes))
            minutes -= 2
            self.fleet.report()
            self.beat.turn(*PULSE)
            self.follow()
        assert self.page.evaluate(SCROLLS) == [False, False]

    def follow(self):
        """The wall's clock goes on to the server's time, and a moment further while the answer with the news is on its way."""
        now = now_clock.now().timestamp()
        cache.clear()  # whose time is that of the room
        self.goes_on(now - self.shows)
        for _moment in range(MOMENTS):
            if self.page.locator("[data-wall-clock]").get_attribute("data-wall-clock") == str(int(now)):
                return
            self.page.wait_for_timeout(100)
            self.goes_on(0.2)
        raise AssertionError("the wall has no news")

    def goes_on(self, seconds):
        """Time on the wall alone; what runs every second runs in the last ten."""
        self.page.clock.fast_forward(round(max(0, seconds - 10) * 1000))
        self.page.clock.run_for(round(min(10, seconds) * 1000))
        self.shows += seconds

    def until(self, minute):
        """until("23:51"): the minutes up to then."""
        hour, minute = minute.split(":")
        then = now_clock.now().astimezone(CST).replace(hour=int(hour), minute=int(minute), second=0)
        if then < now_clock.now():
            then = then.replace(day=then.day + 1)
        self.passes(int((then - now_clock.now()).total_seconds() // 60))

    def held(self):
        """(bytes in use after the garbage was collected, nodes that are in no document, listeners)"""
        self.devtools.send("HeapProfiler.collectGarbage")
        counted = self.devtools.send("Memory.getDOMCounters")
        astray = counted["nodes"] - self.page.evaluate(NODES)
        return self.devtools.send("Runtime.getHeapUsage")["usedSize"], astray, counted["jsEventListeners"]

    def case(self):
        return self.screen.region("未关闭的事件").get_by_role("listitem").filter(has_text="市民中心")

    def timer(self):
        return self.case().get_by_role("timer")

    def day(self):
        return self.page.locator(".wall__day")


@pytest.fixture
def wall(clock, town, enter, fleet, beat):
    return Wall(enter(town.jishu, BIG_SCREEN), clock, fleet, beat)


def test_an_hour_around_midnight(wall, town, enter, fleet, beat, clock):
    wall.passes(1)
    before = wall.held()
    expect(wall.day()).to_have_text("11-23")

    incident_page = fault(fleet, beat, clock, network="NET_DOWN")
    wall.follow()
    expect(wall.case()).to_contain_text(TITLE)
    commander = enter(town.zhihui)
    respond(commander, incident_page)
    runs_late(wall)
    wall.until("00:01")
    expect(wall.day()).to_have_text("11-24")

    loses_and_finds_the_server(wall)
    restore(commander, incident_page, fleet, beat, clock)
    wall.follow()
    wall.passes(1)
    expect(wall.case()).to_contain_text("已恢复")
    after = wall.held()
    growth = [now - then for now, then in zip(after, before, strict=True)]
    assert all(grown < most for grown, most in zip(growth, (HELD, ASTRAY, LISTENERS), strict=True)), growth
    takes_a_fresh_page(wall)


def runs_late(wall):
    """The thirty minutes are over: the wall's own script says so in the second, and so does the server."""
    due = float(wall.timer().get_attribute("data-due")) / 1000
    wall.passes(int((due - now_clock.now().timestamp() - 1) // 60))
    expect(wall.timer()).to_contain_text("剩余")
    left = due - wall.shows
    wall.page.context.route("**/wall/now/", lambda route: route.abort())
    wall.screen.forgive("ERR_FAILED|^htmx:")
    wall.goes_on(max(0.0, left - 2))
    expect(wall.timer()).to_contain_text("剩余")
    wall.goes_on(4)
    expect(wall.timer()).to_contain_text("超时")
    wall.page.context.unroute("**/wall/now/")
    wall.passes(2)
    expect(wall.timer()).to_contain_text("超时")
    expect(wall.page.locator(".wall__figure.is-late")).to_contain_text("1")


def loses_and_finds_the_server(wall):
    wall.screen.forgive("ERR_INTERNET_DISCONNECTED|Failed to fetch")
    wall.screen.context.set_offline(True)
    wall.goes_on(25)
    wall.screen.sees("连接中断")
    wall.screen.context.set_offline(False)
    wall.clock.shift(60)
    wall.follow()
    wall.screen.sees_no("连接中断")


def takes_a_fresh_page(wall):
    """An hour after it was opened, and goes on as before."""
    wall.page.evaluate("window.isOld = true")
    with wall.page.expect_navigation():
        wall.until("00:22")
    assert wall.page.evaluate("window.isOld") is None
    wall.passes(1)
    expect(wall.day()).to_have_text("11-24")
