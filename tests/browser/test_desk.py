"""The desk asks for news and leaves the focus where it is; the incident's page is worked with single keys."""

from datetime import timedelta

import pytest

from emergency_ops.lib import clock
from incidents.escalation import sample as escalation_sample
from incidents.response import actions, sample

from .test_pages import AUDIT

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def open_incident(make_site, manager):
    now = clock.now()
    escalation_sample.load(now)
    sample.load(now)

    def make(code, title):
        site = make_site(code)
        began = now - timedelta(minutes=3)
        return actions.create(manager, now, actions.Finding((), (site.code,), "hardware", began, title, ""))

    return make


@pytest.mark.parametrize("width", [390, 1440])
def test_the_desk_names_everything_breaks_no_rule_and_fits(visit, manager, open_incident, width):
    open_incident("310101-0001", "一楼大厅终端黑屏")
    page = visit(manager, "/", width=width)
    page.wait_for_load_state("networkidle")
    assert page.complaints == []
    assert page.evaluate(AUDIT) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_news_leave_the_focus_on_its_row(visit, manager, open_incident):
    first = open_incident("310101-0001", "一楼大厅终端黑屏")
    page = visit(manager, "/", width=1440)
    page.focus(f"#desk-incidents-{first.number}")
    open_incident("310101-0002", "二楼大厅终端黑屏")
    page.wait_for_selector("#situation >> text=二楼大厅终端黑屏", timeout=20_000)
    assert page.evaluate("document.activeElement.id") == f"desk-incidents-{first.number}"


@pytest.fixture
def incident_page(visit, manager, open_incident):
    """Everything on it has arrived, and is not asked for any more when the test is over."""
    page = visit(manager, f"/incidents/{open_incident('310101-0001', '一楼大厅终端黑屏').number}/", width=1440)
    page.wait_for_load_state("networkidle")
    yield page
    page.wait_for_load_state("networkidle")
    page.goto("about:blank")


def test_a_key_opens_the_next_step(incident_page):
    assert incident_page.get_attribute("#next", "data-key") == "n"
    incident_page.keyboard.press("n")
    incident_page.wait_for_selector("#dialog-confirm[open]")


def test_a_key_in_a_note_is_a_letter(incident_page):
    incident_page.focus(".note-form textarea")
    incident_page.keyboard.type("n")
    assert not incident_page.evaluate("document.getElementById('dialog-confirm').open")


@pytest.mark.parametrize("text", ["确认事件", "qrsj"])
def test_the_palette_goes_to_the_dialog_of_a_verb(incident_page, text):
    incident_page.keyboard.press("Control+k")
    incident_page.keyboard.insert_text(text)
    incident_page.wait_for_selector("#palette-verbs [aria-selected=true]")
    incident_page.wait_for_selector("#palette-results [data-count]", state="attached")
    incident_page.keyboard.press("Enter")
    incident_page.wait_for_selector("#dialog-confirm[open]")
    assert not incident_page.evaluate("document.getElementById('palette').open")
