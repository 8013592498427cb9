"""The incident's page in a browser: it asks for news, and leaves alone what somebody is writing."""

from datetime import timedelta
from itertools import pairwise

import pytest

from emergency_ops.lib import clock
from incidents.escalation import sample as escalation_sample
from incidents.response import actions, sample

from .test_pages import AUDIT

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def incident(make_site, manager):
    """Two terminals of a site are reported by hand."""
    site = make_site(terminals=2)
    now = clock.now()
    escalation_sample.load(now)
    sample.load(now)
    finding = actions.Finding(
        terminals=(),
        sites=(site.code,),
        category="hardware",
        began_at=now - timedelta(minutes=3),
        title="一楼大厅终端黑屏",
        description="巡检发现",
    )
    return actions.create(manager, now, finding)


@pytest.fixture
def page_at(visit, manager, incident):
    """page_at(1440): the incident's page for the manager, so wide."""
    return lambda width: visit(manager, f"/incidents/{incident.number}/", width=width)


@pytest.mark.parametrize("width", [390, 1440])
def test_it_names_everything_breaks_no_rule_and_fits(page_at, width):
    page = page_at(width)
    page.wait_for_load_state("networkidle")
    assert page.complaints == []
    assert page.evaluate(AUDIT) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("width", [390, 1440])
def test_the_situation_report_is_offered_once(page_at, width):
    page = page_at(width)
    page.click(".situation__actions summary")
    assert page.locator(".situation__actions a[href$='/report/']:visible").count() == 1


def test_on_a_phone_the_action_is_on_the_first_screen(page_at):
    page = page_at(390)
    box, tabs = page.locator("#next").bounding_box(), page.locator(".tabs").bounding_box()
    assert box["y"] + box["height"] <= tabs["y"]


def test_news_come_and_leave_a_dialog_and_a_note_alone(page_at, incident, commander):
    page = page_at(1440)
    page.fill(".note-form textarea", "半截备注")
    page.click("#next")
    page.fill("#confirm-text", "电话核实")
    actions.note(incident, "我在路上", actor=commander, now=clock.now())
    page.wait_for_selector("#incident-timeline >> text=我在路上", timeout=20_000)
    assert page.input_value("#confirm-text") == "电话核实"
    assert page.input_value(".note-form textarea") == "半截备注"


def test_news_leave_the_focus_in_a_part_that_they_replace(page_at, incident, commander):
    page = page_at(1440)
    link = page.locator("#incident-extent a").first
    link.focus()
    link.evaluate("link => { window.focused = link; }")
    actions.note(incident, "我在路上", actor=commander, now=clock.now())
    page.wait_for_selector("#incident-timeline >> text=我在路上", timeout=20_000)
    assert page.evaluate("document.activeElement === window.focused")


def test_two_touches_confirm(page_at):
    page = page_at(390)
    page.click("#next")
    page.click("#dialog-confirm button.button--primary")
    page.wait_for_selector("text=已确认事件")
    assert "启动响应" in page.inner_text("#next")


def test_without_javascript_a_move_has_a_page_of_its_own(visit, manager, incident):
    page = visit(manager, f"/incidents/{incident.number}/", javascript=False)
    page.click("#next")
    page.wait_for_url("**/confirm/")
    page.click("main form button")
    page.wait_for_url(f"**/{incident.number}/")
    assert "启动响应" in page.inner_text("#next")


def test_the_keyboard_alone_takes_the_next_step(page_at):
    page = page_at(1440)
    page.wait_for_load_state("networkidle")
    page.keyboard.press("n")
    page.wait_for_selector("#dialog-confirm[open]")
    page.locator("#dialog-confirm button.button--primary").press("Enter")
    page.wait_for_selector("text=已确认事件")
    assert "启动响应" in page.inner_text("#next")


@pytest.mark.parametrize("width", [390, 1440])
def test_the_bar_stays_and_covers_nothing_that_is_gone_to(page_at, width):
    page = page_at(width)
    page.wait_for_load_state("networkidle")
    page.click(".jumps a[href='#incident-log']")
    page.wait_for_timeout(300)
    bar, log = (page.locator(one).bounding_box() for one in (".situation", "#incident-log"))
    assert bar["y"] + bar["height"] <= log["y"] + 1
    assert page.locator(".situation__clock").is_visible()


def test_a_filter_stays_with_the_address_and_with_news(page_at, incident, commander):
    page = page_at(1440)
    page.select_option("[name=about]", "notes")
    page.wait_for_url("**about=notes*")
    actions.note(incident, "我在路上", actor=commander, now=clock.now())
    page.wait_for_selector("#incident-timeline >> text=我在路上", timeout=20_000)
    assert "人工登记事件" not in page.inner_text("#incident-timeline")


def test_one_first_heading_and_none_is_skipped(page_at):
    page = page_at(1440)
    page.wait_for_load_state("networkidle")
    levels = page.eval_on_selector_all(
        "main :is(h1,h2,h3,h4)", "all => all.filter(h => h.getClientRects().length).map(h => Number(h.tagName[1]))"
    )
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_nothing_moves_when_the_parts_come(page_at):
    page = page_at(1440)
    page.evaluate(
        "window.moved = 0; new PerformanceObserver(list => list.getEntries().forEach(e => window.moved += e.value))"
        ".observe({type: 'layout-shift', buffered: true})"
    )
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(500)
    assert page.evaluate("window.moved") < 0.1
