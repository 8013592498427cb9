"""Large type is a person's preference: on every page, without anything cut off, and still there after the next login."""

import pytest

from .screens import DESKTOP, PHONE
from .steps import fault
from .town import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PAGES = (
    "/", "/incidents/", "/monitoring/warnings/", "/monitoring/fleet/", "/tasks/all/", "/network/sites/", "/staff/board/",
    "/staff/absences/new/", "/inventory/transfers/", "/notices/", "/messages/", "/plans/", "/staff/preferences/",
)  # fmt: skip
#: text that its own box hides, where no ellipsis says so
CUT_OFF = """() => [...document.querySelectorAll("main *, nav *, header *")].filter((one) => {
    const style = getComputedStyle(one);
    if (!one.innerText?.trim() || one.clientWidth <= 1 || one.closest(".sr-only") || style.textOverflow === "ellipsis") return false;
    if (style.webkitLineClamp !== "none") return false;
    const isWider = ["hidden", "clip"].includes(style.overflowX) && one.scrollWidth > one.clientWidth + 2;
    const isHigher = ["hidden", "clip"].includes(style.overflowY) && one.scrollHeight > one.clientHeight + 4;
    return isWider || isHigher;
}).map((one) => one.outerHTML.slice(0, 160))"""
SIZE = "() => parseFloat(getComputedStyle(document.body).fontSize)"


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_it_is_larger_everywhere_and_nothing_is_cut_off(town, enter, fleet, beat, clock, width):
    incident_page = fault(fleet, beat, clock, network="NET_DOWN")
    screen = enter(town.zhihui, width).open("/staff/preferences/")
    before = screen.page.evaluate(SIZE)
    screen.page.get_by_label("大字模式").check()
    screen.press("保存", exact=True).sees("显示设置已保存。")
    for path in (*PAGES, incident_page):
        screen.open(path).page.wait_for_load_state("networkidle")
        assert screen.page.evaluate(SIZE) > before, path
        assert screen.page.evaluate("document.documentElement.scrollWidth") <= width, path
        assert screen.page.evaluate(CUT_OFF) == [], path


def test_it_is_there_again_after_the_next_login(town, enter):
    screen = enter(town.zhihui)
    before = screen.page.evaluate(SIZE)
    screen.open("/staff/preferences/").page.get_by_label("大字模式").check()
    screen.press("保存", exact=True).sees("显示设置已保存。")
    screen.page.wait_for_load_state("networkidle")
    screen.page.goto("about:blank")
    screen.context.clear_cookies()
    screen.log_in(town.zhihui, PASSWORD)
    assert screen.page.evaluate(SIZE) > before
    assert enter(town.jishu).page.evaluate(SIZE) == before
