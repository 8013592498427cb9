"""The duty room's wall through an hour before and after midnight: clocks run late, incidents come and go, nothing piles up."""

from datetime import datetime

import pytest
from playwright.sync_api import expect

from emergency_ops.lib import clock as now_clock
from tests.conftest import CST

from .screens import BIG_SCREEN
from .steps import fault, respond, restore

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
EVENING = datetime(2026, 11, 23, 23, 20, tzinfo=CST)
TITLE = "市民中心：外部中断，3台终端"
NODES = "() => document.getElementsByTagName('*').length"
SCROLLS = (
    "() => [document.documentElement.scrollHeight > innerHeight, document.documentElement.scrollWidth > innerWidth]"
)
#: what an hour may add to what the page holds in memory
GROWTH = 2_000_000


class Wall:
    """The wall's screen, whose clock and the server's are moved together."""

    def __init__(self, screen, clock):
        self.screen, self.page, self.clock = screen, screen.page, clock
        self.memory = screen.context.new_cdp_session(self.page)
        self.page.clock.install(time=now_clock.now())
        screen.open("/wall/")

    def passes(self, minutes):
        """Time goes by; the wall asks for news once a minute at least, and has it when this returns."""
        for _minute in range(minutes):
            self.clock.shift(60)
            self.page.clock.fast_forward(60_000)
            expect(self.page.locator("[data-wall-clock]")).to_contain_text(f"{now_clock.now().astimezone(CST):%H:%M}")
        assert self.page.evaluate(SCROLLS) == [False, False]

    def held(self):
        """Bytes in use after the garbage was collected."""
        self.memory.send("HeapProfiler.collectGarbage")
        return self.memory.send("Runtime.getHeapUsage")["usedSize"]

    def case(self):
        return (
            self.screen.page.get_by_role("region", name="进行中的事件")
            .get_by_role("listitem")
            .filter(has_text="市民中心")
        )

    def timer(self):
        """The case's 30 minutes."""
        return self.case().get_by_role("timer")


@pytest.fixture
def wall(clock, town, enter):
    clock.move_to(EVENING)
    return Wall(enter(town.jishu, BIG_SCREEN), clock)


def test_an_hour_around_midnight(wall, town, enter, fleet, beat, clock):
    wall.passes(2)
    nodes, held = wall.page.evaluate(NODES), wall.held()
    expect(wall.page.get_by_text("11-23")).to_be_visible()

    incident_page = fault(fleet, beat, clock, network="NET_DOWN")
    wall.passes(1)
    expect(wall.case()).to_be_visible()
    commander = enter(town.zhihui)
    respond(commander, incident_page)
    wall.passes(25)
    expect(wall.timer()).to_contain_text("剩余")
    wall.passes(10)
    expect(wall.timer()).to_contain_text("超时")
    expect(wall.page.get_by_text("11-24")).to_be_visible()

    lose_and_find_the_server(wall)
    restore(commander, incident_page, fleet, beat, clock)
    wall.passes(2)
    expect(wall.case()).to_have_count(0)
    assert abs(wall.page.evaluate(NODES) - nodes) < 40
    assert wall.held() - held < GROWTH

    wall.page.evaluate("window.isOld = true")
    with wall.page.expect_navigation():
        wall.passes(15)
    assert wall.page.evaluate("window.isOld") is None


def lose_and_find_the_server(wall):
    wall.screen.forgive("ERR_INTERNET_DISCONNECTED|ERR_FAILED|Failed to fetch|^htmx:")
    wall.screen.context.set_offline(True)
    wall.page.clock.run_for(20_000)
    wall.screen.sees("连接中断")
    wall.screen.context.set_offline(False)
    wall.page.clock.run_for(5_000)
    wall.screen.sees_no("连接中断")
