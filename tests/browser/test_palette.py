"""The palette and the single keys, driven by the keyboard alone."""

import pytest

from resources.staff.models import Person

from .test_pages import AUDIT

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def page(visit, manager, make_site):
    make_site("310101-0007", terminals=2, name="黄浦区中心医院")
    return visit(manager, "/network/sites/", width=1440)


def test_from_a_key_to_a_site_by_its_initials(page):
    page.keyboard.press("Control+k")
    page.keyboard.type("hpqzxyy")
    page.wait_for_selector("#palette-results [role=option]")
    page.keyboard.press("Enter")
    page.wait_for_url("**/network/sites/310101-0007/")
    assert page.complaints == []


def test_enter_before_the_answer_waits_for_it(page):
    page.keyboard.press("/")
    page.keyboard.type("huangpu")
    page.keyboard.press("Enter")
    page.wait_for_url("**/network/sites/310101-0007/")


def test_the_field_says_which_option_is_chosen(page):
    page.keyboard.press("/")
    page.keyboard.type("310101-0007")
    page.wait_for_selector("#palette-results [role=option] >> nth=1")
    page.keyboard.press("ArrowDown")
    chosen = page.get_attribute("#palette-q", "aria-activedescendant")
    assert page.get_attribute(f"#{chosen}", "aria-selected") == "true"
    assert page.evaluate("document.activeElement.id") == "palette-q"


def test_escape_closes_and_gives_the_focus_back(page):
    page.focus("#content")
    page.keyboard.press("Control+k")
    page.keyboard.press("Escape")
    assert page.evaluate("[document.getElementById('palette').open, document.activeElement.id]") == [False, "content"]


def test_what_was_opened_is_offered_again(page):
    page.goto(page.url + "310101-0007/")
    page.goto(page.url.removesuffix("310101-0007/"))
    page.keyboard.press("Control+k")
    assert "黄浦区中心医院" in page.inner_text("#palette-recent")


def test_without_javascript_the_box_is_a_form(visit, manager, make_site):
    make_site("310101-0007", name="黄浦区中心医院")
    page = visit(manager, "/", width=1440, javascript=False)
    assert not page.is_visible("#keys-help")
    page.fill("#find-q", "hpq")
    page.press("#find-q", "Enter")
    assert "黄浦区中心医院" in page.inner_text(".found")


def test_on_a_phone_an_icon_opens_it(visit, manager):
    page = visit(manager, "/", width=390)
    page.click(".find__button")
    assert page.evaluate("document.getElementById('palette').open")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert page.evaluate(AUDIT) == []


def test_g_and_i_go_to_the_incidents(page):
    page.keyboard.press("g")
    page.keyboard.press("i")
    page.wait_for_url("**/incidents/")


def test_j_and_enter_open_a_row(page):
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url("**/network/sites/310101-0007/")


def test_a_question_mark_shows_the_keys(page):
    page.keyboard.press("?")
    assert page.evaluate("document.getElementById('keys-help').open")
    assert page.evaluate(AUDIT) == []


def test_no_key_fires_while_somebody_types(page):
    page.click("#id_q")
    page.keyboard.type("gi/?")
    assert page.input_value("#id_q") == "gi/?"
    assert not page.evaluate("!!document.querySelector('dialog[open]')")


def test_keys_can_be_switched_off(visit, manager):
    Person.objects.filter(pk=manager.pk).update(shortcuts=False)
    page = visit(manager, "/", width=1440)
    page.keyboard.press("/")
    assert not page.evaluate("document.getElementById('palette').open")
    page.keyboard.press("Control+k")
    assert page.evaluate("document.getElementById('palette').open")
