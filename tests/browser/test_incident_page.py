"""The incident's page in a browser: it asks for news, and leaves alone what somebody is writing."""

from datetime import timedelta

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


def test_on_a_phone_the_action_is_on_the_first_screen(page_at):
    box = page_at(390).locator("#next").bounding_box()
    assert box["y"] + box["height"] < 700


def test_news_come_and_leave_a_dialog_and_a_note_alone(page_at, incident, commander):
    page = page_at(1440)
    page.fill(".note-form textarea", "半截备注")
    page.click("#next")
    page.fill("#confirm-text", "电话核实")
    actions.note(incident, "我在路上", actor=commander, now=clock.now())
    page.wait_for_selector("#incident-timeline >> text=我在路上", timeout=20_000)
    assert page.input_value("#confirm-text") == "电话核实"
    assert page.input_value(".note-form textarea") == "半截备注"


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
