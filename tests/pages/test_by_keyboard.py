"""What opens is as accessible as the page, is worked by the keyboard alone, and gives the focus back."""

import pytest

from tests.pages.listing import PAGES
from tests.pages.tour import AXE, COLOURS, NARROW, OURS, WIDE

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
NAMED = {page.name: page for page in PAGES}
#: what has the focus, and whether it is inside of the open dialog
WHERE = "() => [document.activeElement.outerHTML.slice(0, 80), Boolean(document.activeElement.closest('dialog[open]'))]"
WALKED = ["dashboard", "incidents:list", "incidents:detail", "network:site_edit", "staff:duty", "content:edit"]


@pytest.fixture
def open_page(tour):
    def go(name, viewport=WIDE):
        tab = tour.open(NAMED[name], viewport=viewport)
        tab.evaluate(AXE)
        return tab

    return go


def faults(tab):
    """Of what is shown now, in all themes."""
    found = tab.evaluate("inspect.axe({})")
    for theme in ("dark", "contrast"):
        tab.evaluate(f"inspect.theme('{theme}')")
        found += [f"{theme}: {fault}" for fault in tab.evaluate("options => inspect.axe(options)", COLOURS)]
    tab.evaluate("inspect.theme('light')")
    return found


@pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["wide", "narrow"])
def test_an_open_menu(open_page, viewport):
    tab = open_page("dashboard", viewport)
    tab.locator(".topbar__user > summary").press("Enter")
    assert tab.locator(".topbar__user[open]").count() == 1
    assert faults(tab) == []


@pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["wide", "narrow"])
def test_the_open_palette(open_page, viewport):
    tab = open_page("dashboard", viewport)
    tab.keyboard.press("Control+k")
    tab.keyboard.type("黄浦")
    tab.wait_for_selector("dialog[open] [role=option]")
    assert faults(tab) == []


def test_an_open_dialog(open_page):
    tab = open_page("styleguide:page")
    tab.get_by_text("打开对话框").press("Enter")
    assert tab.locator("#sample-dialog").is_visible()
    assert faults(tab) == []


def test_a_dialog_keeps_the_focus_and_gives_it_back(open_page):
    tab = open_page("styleguide:page")
    opener = tab.get_by_text("打开对话框")
    opener.press("Enter")
    for _press in range(25):
        tab.keyboard.press("Tab")
        where, inside = tab.evaluate(WHERE)
        assert inside or where.startswith("<body"), where
    tab.keyboard.press("Escape")
    assert opener.evaluate("element => element === document.activeElement")


def test_the_palette_gives_the_focus_back(open_page):
    tab = open_page("dashboard")
    link = tab.locator(".nav a").nth(2)
    link.focus()
    tab.keyboard.press("Control+k")
    tab.keyboard.press("Escape")
    assert link.evaluate("element => element === document.activeElement")


def test_toasts(open_page):
    tab = open_page("styleguide:page")
    tab.get_by_text("被拒绝的操作").press("Enter")
    tab.wait_for_selector(".toast--danger")
    assert faults(tab) == []


def test_a_form_with_errors_says_them_beside_its_fields(open_page):
    tab = open_page("network:site_create")
    tab.evaluate("document.querySelector('main form').noValidate = true")
    with tab.expect_navigation():
        tab.locator("main form button.button--primary").press("Enter")
    tab.evaluate(AXE)
    tab.evaluate(OURS)
    wrong = tab.locator("[aria-invalid=true]")
    assert wrong.count() > 0
    assert wrong.first.get_attribute("aria-describedby")
    assert faults(tab) == []


def test_the_first_key_skips_to_the_content(open_page):
    tab = open_page("dashboard")
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.className") == "skip"
    tab.keyboard.press("Enter")
    assert tab.evaluate("document.activeElement.id") == "content"


@pytest.mark.parametrize("name", WALKED)
def test_tab_reaches_everything_in_the_order_of_the_page(open_page, name):
    """No trap, nothing left out; groups of radio buttons are one stop."""
    tab = open_page(name)
    expected = tab.evaluate(
        """() => (window.stops = [...document.querySelectorAll("a[href], button, input:not([type=hidden], [type=radio]), select, textarea, summary")]
        .filter((one) => one.checkVisibility({ visibilityProperty: true }) && !one.disabled && !one.closest("dialog") && one.tabIndex >= 0
          && (!one.closest("details:not([open])") || one.matches("summary")))
        ).map((_one, place) => place)"""
    )
    reached = []
    for _press in range(3 * len(expected) + 10):
        tab.keyboard.press("Tab")
        place = tab.evaluate("window.stops.indexOf(document.activeElement)")
        if place >= 0 and (not reached or reached[-1] != place):
            reached.append(place)
        if len(set(reached)) == len(expected) or tab.evaluate("document.activeElement === document.body"):
            break
    assert reached == expected
