"""The connection breaks in the middle of a sentence: it is said, nothing typed is lost, nothing arrives twice, and it heals."""

from contextlib import suppress

import pytest
from playwright.sync_api import Error, expect

from incidents.response.models import TimelineEntry

from .screens import PHONE
from .steps import fault

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NOTE = "已电话联系电信，预计两小时修复"
LOST = "连接中断"
UNSENT = "没有发出：连不上服务器"


@pytest.fixture
def screen(town, enter, fleet, beat, clock):
    """The incident's page on a phone, in the middle of a note."""
    screen = enter(town.jishu, PHONE).open(fault(fleet, beat, clock, network="NET_DOWN"))
    screen.forgive("ERR_INTERNET_DISCONNECTED|Failed to fetch|status of 503|Error Code 503|^htmx:")
    screen.page.wait_for_load_state("networkidle")
    screen.fill("备注内容", NOTE)
    return screen


def notes():
    return TimelineEntry.objects.filter(text__contains=NOTE).count()


def test_a_note_survives_a_line_that_breaks(screen):
    screen.context.set_offline(True)
    screen.press("添加备注").sees(UNSENT)
    screen.press("添加备注").sees(LOST)
    expect(screen.page.locator("form[aria-busy]")).to_have_count(0)
    assert (screen.page.get_by_label("备注内容").input_value(), notes()) == (NOTE, 0)

    screen.context.set_offline(False)
    screen.sees_no(LOST).sees_no(UNSENT)
    screen.press("添加备注").sees(NOTE, within=screen.region("处置记录"))
    expect(screen.page.get_by_label("备注内容")).to_have_value("")
    assert notes() == 1


def test_a_server_that_is_down_does_not_swallow_it(screen):
    screen.complaints.clear()
    screen.context.route("**/*", lambda route: route.fulfill(status=503, body="down"))
    screen.forgive("^503 ")
    screen.press("添加备注").sees(UNSENT)
    assert (screen.page.get_by_label("备注内容").input_value(), notes()) == (NOTE, 0)
    screen.context.unroute("**/*")
    screen.press("添加备注").sees(NOTE, within=screen.region("处置记录")).sees_no(UNSENT)
    assert notes() == 1


HOLD_THE_FIRST_QUESTION = """() => {
  const ask = window.fetch;
  window.fetch = () => {
    window.fetch = ask;
    return new Promise((_, fail) => { window.lose = () => fail(new TypeError("lost")); });
  };
}"""


def test_a_line_that_is_back_before_a_press_has_failed_takes_it_along(screen):
    screen.page.evaluate(HOLD_THE_FIRST_QUESTION)
    screen.press("添加备注").page.wait_for_function("() => Boolean(window.lose)")
    screen.page.evaluate("dispatchEvent(new Event('online')); window.lose()")
    screen.sees(NOTE, within=screen.region("处置记录")).sees_no(UNSENT)
    assert notes() == 1


def test_a_connection_on_which_nothing_comes_is_told_and_outlived(screen):
    held, address = [], screen.page.locator("meta[name=session]").get_attribute("content")
    silence = [True]

    def answer(route):
        if silence[0]:
            held.append(route)
        else:
            route.continue_()

    screen.context.route(f"**{address}", answer)
    screen.press("添加备注").sees("服务器没有应答，正在重试")
    assert notes() == 0
    silence[0] = False
    screen.sees(NOTE, within=screen.region("处置记录"))
    assert notes() == 1
    for route in held:
        with suppress(Error):
            route.abort()


def test_two_presses_are_one_note(screen):
    button = screen.page.get_by_role("button", name="添加备注")
    button.evaluate("(button) => { button.click(); button.click(); }")
    screen.sees(NOTE, within=screen.region("处置记录"))
    screen.page.wait_for_load_state("networkidle")
    assert notes() == 1
